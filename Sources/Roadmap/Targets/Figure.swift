import Glibc

/// How numbers are written for people: `62.4`, `10,000`, `0.0012`, `−0.085`.
public enum Figure {
    /// Up to four significant digits below 1,000, whole numbers with separators from there on; trailing zeros dropped;
    /// a true minus sign. Anything of 10^15 and above is written in scientific notation.
    public static func text(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
        let magnitude = abs(value)
        let sign = value < 0 ? "−" : ""
        if magnitude == 0 { return "0" }
        if magnitude >= 1e15 { return "\(value)" }
        if magnitude >= 999.95 { return sign + grouped(UInt64(magnitude.rounded())) }
        let decimals: Int
        switch magnitude {
        case 100...: decimals = 1
        case 1...: decimals = 2
        default:
            // Three significant digits behind the leading zeros.
            var count = 3
            var scaled = magnitude
            while scaled < 0.1, count < 12 {
                scaled *= 10
                count += 1
            }
            decimals = count
        }
        let text = fixed(magnitude, decimals: decimals)
        return text == "0" ? "0" : sign + text
    }

    /// With its sign, for changes: `+3.2`, `−0.5`, `0`.
    public static func signed(_ value: Double) -> String {
        let text = text(value)
        return value > 0 && text != "0" ? "+" + text : text
    }

    /// A share as a percentage without decimals unless it would round to a whole it has not reached.
    public static func percent(_ part: Int, of whole: Int) -> Int? {
        guard whole > 0 else { return nil }
        return part * 100 / whole
    }

    /// For programs: without the noise of binary fractions behind the twelfth significant digit, so that 62.4 − 60.1 is 2.3.
    public static func exact(_ value: Double) -> Double {
        guard value.isFinite, value != 0 else { return 0 }
        let scale = pow(10, 11 - floor(log10(abs(value))))
        let rounded = (value * scale).rounded() / scale
        return rounded.isFinite ? rounded : value
    }

    /// To three significant digits: what is estimated is not known better.
    public static func rounded(_ value: Double) -> Double {
        guard value.isFinite, value != 0 else { return 0 }
        let scale = pow(10, 2 - floor(log10(abs(value))))
        return (value * scale).rounded() / scale
    }

    /// `1234567` as `1,234,567`.
    public static func grouped(_ value: UInt64) -> String {
        let digits = Array(String(value))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    private static func fixed(_ magnitude: Double, decimals: Int) -> String {
        var factor = 1.0
        for _ in 0..<decimals { factor *= 10 }
        let scaled = UInt64((magnitude * factor).rounded())
        let whole = scaled / UInt64(factor)
        let fraction = scaled % UInt64(factor)
        guard fraction > 0 else { return String(whole) }
        var digits = String(fraction)
        digits = String(repeating: "0", count: decimals - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}

/// `1 task`, `3 tasks`.
public func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
