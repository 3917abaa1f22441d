/// A number as a header has it, put together in place: every answer of the router has several.
struct HeaderNumber {
    /// Room for the longest: the hours, minutes and milliseconds of an `Int64`.
    private var bytes = InlineArray<32, UInt8>(repeating: 0)
    private var count = 0

    /// A whole number that is not negative.
    static func whole(_ number: Int64) -> String {
        var text = HeaderNumber()
        text.append(number)
        return text.string
    }

    /// A number that is not negative and was multiplied by a power of ten to be whole.
    /// - Parameters:
    ///   - digits: that stand after the point, as many as the power.
    ///   - least: of them, which are written even if they are zero; at least one.
    static func decimal(_ number: Int64, digits: Int, atLeast least: Int) -> String {
        var (whole, power, left) = (number, Int64(1), digits)
        for _ in 0..<digits { (whole, power) = (whole / 10, power * 10) }
        var fraction = number - whole * power
        while left > least, fraction % 10 == 0 { (fraction, left) = (fraction / 10, left - 1) }
        var text = HeaderNumber()
        text.append(whole)
        text.append(".")
        text.append(fraction, digits: left)
        return text.string
    }

    var string: String {
        bytes.span.withUnsafeBufferPointer { String(decoding: $0.extracting(..<count), as: UTF8.self) }
    }

    /// - Parameters:
    ///   - number: 0 stands for what is negative.
    ///   - least: digits, of which the first may be zeros.
    mutating func append(_ number: Int64, digits least: Int = 1) {
        let number = max(0, number)
        var (rest, digits) = (number / 10, 1)
        while rest > 0 { (rest, digits) = (rest / 10, digits + 1) }
        digits = max(digits, least)
        rest = number
        for place in (count..<count + digits).reversed() {
            bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    mutating func append(_ character: Unicode.Scalar) {
        bytes[count] = UInt8(ascii: character)
        count += 1
    }
}
