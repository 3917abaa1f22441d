/// The pairs of a query string or of a form's body, decoded, in the order in which they were sent.
///
/// Only the text is kept; a pair is decoded when it is asked for, since most requests never ask.
public struct Query: Sendable, Sequence {
    /// The text as sent, without the question mark.
    public let text: String

    static let empty = Query(unchecked: "")

    private init(unchecked text: String) {
        self.text = text
    }

    /// Returns nil when an escape is malformed or what it stands for is not UTF-8.
    public init?(_ text: String) {
        if text.utf8.contains(UInt8(ascii: "%")) {
            let pieces = text.utf8.split { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "=") }
            guard pieces.allSatisfy({ PercentCoding.decoded($0, plusIsSpace: true) != nil }) else { return nil }
        }
        self.text = text
    }

    public var isEmpty: Bool { text.isEmpty }

    /// The first value of a name, or nil. A name without `=` has the empty value.
    public subscript(name: String) -> String? {
        if text.isEmpty { return nil }
        return first { $0.name == name }?.value
    }

    /// Every value of a name, in order.
    public func all(_ name: String) -> [String] {
        filter { $0.name == name }.map(\.value)
    }

    public func makeIterator() -> AnyIterator<(name: String, value: String)> {
        var pairs = text.utf8.split(separator: UInt8(ascii: "&")).makeIterator()
        return AnyIterator {
            guard let pair = pairs.next() else { return nil }
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let value = equals.map { pair[pair.index(after: $0)...] } ?? pair[pair.endIndex...]
            return (name: Self.decoded(pair[..<(equals ?? pair.endIndex)]), value: Self.decoded(value))
        }
    }

    /// The pieces were checked when the query was made, so the fallback is never taken.
    private static func decoded(_ piece: Substring.UTF8View) -> String {
        PercentCoding.decoded(piece, plusIsSpace: true) ?? ""
    }
}
