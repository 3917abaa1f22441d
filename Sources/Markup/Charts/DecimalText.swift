/// Writes decimal numbers without a formatter: same number, same bytes, on every machine and in every locale.
enum DecimalText {
    /// Appends `number / 10^scale`; `trimmed` drops zeros at the end of the decimals, `grouped` puts commas between thousands.
    static func append(
        _ number: Int, scale: Int = 0, trimmed: Bool = false, grouped: Bool = false, minus: String = "-",
        to bytes: inout [UInt8]
    ) {
        var digits = number.magnitude
        var decimals = scale
        if trimmed {
            while decimals > 0, digits % 10 == 0 {
                digits /= 10
                decimals -= 1
            }
        }
        if number < 0 { bytes.append(contentsOf: minus.utf8) }
        let start = bytes.count
        var written = 0
        repeat {
            if written == decimals, decimals > 0 { bytes.append(UInt8(ascii: ".")) }
            let whole = written - decimals
            if grouped, whole > 0, whole % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digits % 10))
            digits /= 10
            written += 1
        } while digits > 0 || written <= decimals
        bytes[start...].reverse()
    }

    /// `value` with exactly `decimals` decimals, thousands grouped, a true minus sign; beyond what fits in 63 bits Swift's own shortest form.
    static func fixed(_ value: Double, decimals: Int, trimmed: Bool = false) -> String {
        let scaled = (value * powerOfTen(decimals)).rounded()
        guard let number = Int(exactly: scaled) else { return value.description }
        var bytes: [UInt8] = []
        append(number, scale: decimals, trimmed: trimmed, grouped: true, minus: "\u{2212}", to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `value` as a person would write it: whole from 1,000 on, one decimal from 100 on, two from 1 on, three significant digits below, `1.25M`, `3.4B` and `5T` from a million on.
    static func readable(_ value: Double) -> String {
        guard value.isFinite else { return "no data" }
        switch value.magnitude {
        case 0: return "0"
        case 1e16...: return value.description
        case 1e12...: return fixed(value / 1e12, decimals: 2, trimmed: true) + "T"
        case 1e9...: return fixed(value / 1e9, decimals: 2, trimmed: true) + "B"
        case 1e6...: return fixed(value / 1e6, decimals: 2, trimmed: true) + "M"
        case 1_000...: return fixed(value, decimals: 0)
        case 100...: return fixed(value, decimals: 1, trimmed: true)
        case 1...: return fixed(value, decimals: 2, trimmed: true)
        case 1e-9...: return fixed(value, decimals: min(12, 3 - leadingPlace(value)), trimmed: true)
        default: return value.description
        }
    }

    /// 10 to the power of a small exponent that is not negative.
    static func powerOfTen(_ exponent: Int) -> Double {
        var power = 1.0
        for _ in 0..<max(0, exponent) { power *= 10 }
        return power
    }

    /// The place of the first digit that is not zero: 1 for 3.7, 0 for 0.37, -1 for 0.037.
    private static func leadingPlace(_ value: Double) -> Int {
        var rest = value.magnitude
        var place = 1
        while rest < 1 {
            rest *= 10
            place -= 1
        }
        return place
    }
}
