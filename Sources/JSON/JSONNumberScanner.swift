/// Reads one number and chooses the case that holds it without loss.
struct JSONNumberScanner {
    typealias Failure = JSONParser.Failure

    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int

    /// The digits as a whole number, exact while there are at most 19 of them.
    private var significand: UInt64 = 0
    /// How many digits there are from the first that is not zero.
    private var digits = 0
    /// The power of ten that the significand is to be multiplied by.
    private var exponent = 0

    init(bytes: UnsafeBufferPointer<UInt8>, position: Int) {
        self.bytes = bytes
        self.position = position
    }

    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private var isDigit: Bool { (0x30...0x39).contains(next) }

    mutating func number() throws(Failure) -> JSON {
        let start = position
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { position += 1 }
        try wholePart()
        var isWhole = true
        if next == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            guard isDigit else { throw .expected("a digit after the point", at: position, in: bytes) }
            exponent -= takeDigits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            try exponentPart()
        }
        if isWhole, digits <= 19, significand <= UInt64(Int64.max), !(isNegative && significand == 0) {
            return .integer(isNegative ? -Int64(significand) : Int64(significand))
        }
        if let value = exactly() { return JSONNumberScanner.normalized(isNegative ? -value : value) }
        return try slowly(from: start, isWhole: isWhole)
    }

    private mutating func wholePart() throws(Failure) {
        guard isDigit else { throw .expected("a digit", at: position, in: bytes) }
        if next == 0x30 {
            position += 1
            guard !isDigit else {
                throw Failure(position - 1, "found a zero before other digits", "Write the number without it.")
            }
        } else {
            _ = takeDigits()
        }
    }

    /// - Returns: how many digits were taken.
    private mutating func takeDigits() -> Int {
        let start = position
        while isDigit {
            if digits < 19 { significand = significand * 10 + UInt64(next & 0x0F) }
            if digits > 0 || next != 0x30 { digits += 1 }
            position += 1
        }
        return position - start
    }

    private mutating func exponentPart() throws(Failure) {
        position += 1
        let isNegative = next == UInt8(ascii: "-")
        if isNegative || next == UInt8(ascii: "+") { position += 1 }
        guard isDigit else { throw .expected("a digit in the exponent", at: position, in: bytes) }
        var value = 0
        while isDigit {
            value = min(value * 10 + Int(next & 0x0F), 1_000_000)
            position += 1
        }
        exponent += isNegative ? -value : value
    }

    /// At most 15 digits and a power of ten that a `Double` holds exactly: one rounding, by the processor, is the
    /// nearest `Double` (W. D. Clinger, "How to read floating point numbers accurately", 1990), and it gives the same
    /// digits back.
    private func exactly() -> Double? {
        guard digits <= 15, (-22...22).contains(exponent) else { return nil }
        let value = Double(significand)
        return exponent < 0 ? value / powerOfTen(-exponent) : value * powerOfTen(exponent)
    }

    private func powerOfTen(_ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    private func slowly(from start: Int, isWhole: Bool) throws(Failure) -> JSON {
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int64(text), value != 0 { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw Failure(start, "found a number beyond 1.8e308", "Send a smaller number.")
        }
        guard DecimalDigits(text) == DecimalDigits(value.description) else { return .decimal(text) }
        return JSONNumberScanner.normalized(value)
    }

    /// `1.0` is the integer 1; minus zero, which no integer is, stays what it is.
    private static func normalized(_ value: Double) -> JSON {
        guard let whole = value.wholeNumber, whole != 0 || value.sign == .plus else { return .number(value) }
        return .integer(whole)
    }
}

extension Double {
    /// This value as an integer, where it is one of at most 53 bits: beyond, a `Double` no longer tells neighbours apart.
    var wholeNumber: Int64? {
        guard abs(self) <= 0x1p53 else { return nil }
        // Comparing after conversion, because without `rounded()` the machine's mathematics library is not needed.
        let whole = Int64(self)
        return Double(whole) == self ? whole : nil
    }
}

/// The value of a number's text: 0.(digits) × 10^exponent, without zeros at either end.
private struct DecimalDigits: Equatable {
    private var digits: [UInt8] = []
    private var exponent = 0

    init(_ text: String) {
        var isFraction = false
        var bytes = Substring(text).utf8
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case 0x30 where digits.isEmpty: exponent -= isFraction ? 1 : 0
            case 0x30...0x39:
                digits.append(byte)
                exponent += isFraction ? 0 : 1
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                let power = String(Substring(bytes))
                exponent += Int(power) ?? (power.hasPrefix("-") ? -1_000_000_000 : 1_000_000_000)
                bytes = bytes[bytes.endIndex...]
            default: break
            }
        }
        while digits.last == 0x30 { digits.removeLast() }
        if digits.isEmpty { exponent = 0 }
    }
}
