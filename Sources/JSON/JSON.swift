/// A JSON value as RFC 8259 defines it, nothing lost: members keep their order and numbers their digits.
///
/// Each number has one case, so that `1`, `1.0` and `1e0` read as equal values: `integer` for whole numbers of at most
/// 64 bits written as such, or of at most 53 bits written with a point or an exponent; `number` where a `Double` gives
/// back the same digits; `decimal` for what neither holds. A value that was read and written reads as an equal value.
/// The order of members counts; strings are equal where Swift's are, which is to say by canonical equivalence: compare
/// `bytes` where that matters.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A program that makes one from NaN or infinity, which JSON does not have, writes `null`.
    case number(Double)
    /// A number with more digits than a `Double` or an `Int64` holds, as it was written: 18446744073709551615, 1e-400.
    case decimal(String)
    case string(String)
    case array([JSON])
    case object(Object)
}

/// What a value is, if it is that: `request["stream"]?.boolValue`.
extension JSON {
    public var isNull: Bool { self == .null }

    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// A whole number within 64 bits; within 53 where a program made it from a `Double`.
    public var integerValue: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): value.wholeNumber
        default: nil
        }
    }

    /// Any number, rounded to the nearest `Double` where it has more digits.
    public var doubleValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .decimal(let digits): Double(digits)
        default: nil
        }
    }

    public var arrayValue: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var objectValue: Object? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of this name; `nil` when there is none or this is no object.
    public subscript(name: String) -> JSON? { objectValue?[name] }

    /// The element at this index; `nil` when there is none or this is no array.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// What kind of value this is, for messages: "a number", "an object".
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number, .decimal: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }

    public init(booleanLiteral value: Bool) { self = .bool(value) }

    public init(integerLiteral value: Int64) { self = .integer(value) }

    public init(floatLiteral value: Double) { self = .number(value) }

    public init(stringLiteral value: String) { self = .string(value) }

    public init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// Where a name stands twice, the last value counts.
    public init(dictionaryLiteral members: (String, JSON)...) {
        var object = Object()
        for (name, value) in members { object[name] = value }
        self = .object(object)
    }
}
