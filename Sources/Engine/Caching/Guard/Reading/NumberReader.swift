/// Reads what begins with a digit: plain, grouped, decimal, with currency, multiplier, ordinal ending or unit.
enum NumberReader {
    enum Style: Sendable, Equatable { case cardinal, ordinal, version, instant }

    static let currencies: [Unicode.Scalar: String] = [
        "$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee", "₽": "ruble", "₩": "won", "₿": "bitcoin",
    ]

    /// The tokens of a number, or nil when the text is none. A range such as 5-10 is two numbers.
    static func read(_ text: String) -> [Token]? {
        var scalars = Array(text.unicodeScalars)
        var unit: String?
        var sign = ""
        let isVersion = scalars.count > 1 && (scalars[0] == "v" || scalars[0] == "V") && isDigit(scalars[1])
        if isVersion { scalars.removeFirst() }
        if scalars.count > 1, scalars[0] == "-" || scalars[0] == "+" {
            if scalars[0] == "-" { sign = "-" }
            scalars.removeFirst()
        }
        if scalars.count > 1, let currency = currencies[scalars[0]] {
            unit = currency
            scalars.removeFirst()
        }
        if let last = scalars.last, let currency = currencies[last], scalars.count > 1 {
            unit = currency
            scalars.removeLast()
        }
        guard let first = scalars.first, isDigit(first) || (first == "." && scalars.count > 1 && isDigit(scalars[1]))
        else { return nil }
        if let range = range(scalars, unit: unit, written: text) { return range }
        let numeric = scalars.prefix { isDigit($0) || $0 == "," || $0 == "." || $0 == ":" }
        let suffix = string(scalars.dropFirst(numeric.count)).lowercased()
        guard let (value, style) = canonical(string(numeric)) else { return nil }
        return token(text, sign + value, isVersion ? .version : style, suffix: suffix, unit: unit).map { [$0] }
    }

    /// A number times a power of ten, spelled canonically: "2.5" and 1000 give "2500".
    static func scaled(_ value: String, by factor: Double) -> String {
        guard let number = Double(value), number.magnitude < 1e15 else { return value + "×\(factor)" }
        let product = number * factor
        guard product.magnitude < 1e15, product == product.rounded() else { return "\(product)" }
        return "\(Int(product))"
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 48 && scalar.value <= 57 }

    private static func token(_ text: String, _ value: String, _ style: Style, suffix: String, unit: String?) -> Token?
    {
        var token = Token(text: text, lower: value, sort: .number(style))
        token.unit = unit
        if style == .cardinal, unit != nil || !suffix.isEmpty { token.lower = withoutTrailingZeros(value) }
        switch suffix {
        case "": return token
        case "st", "nd", "rd", "th":
            token.sort = .number(.ordinal)
            return token
        case _ where style == .version: return nil
        case _ where Multipliers.short[suffix] != nil && style == .cardinal:
            token.lower = scaled(value, by: Multipliers.short[suffix] ?? 1)
            return token
        case _ where Units.afterNumber[suffix] != nil:
            token.unit = Units.afterNumber[suffix]
            return token
        default: return nil
        }
    }

    private static func range(_ scalars: [Unicode.Scalar], unit: String?, written: String) -> [Token]? {
        guard let dash = scalars.firstIndex(of: "-"), dash > 0, dash + 1 < scalars.count,
            scalars[(dash + 1)...].first.map(isDigit) == true, scalars.lastIndex(of: "-") == dash,
            let low = read(string(scalars[..<dash])), let high = read(string(scalars[(dash + 1)...]))
        else { return nil }
        return (low + high).map { end in
            var end = end
            end.unit = end.unit ?? high.last?.unit ?? unit
            return end
        }
    }

    private static func canonical(_ text: String) -> (String, Style)? {
        let digits = text.filter { $0 != "," }
        guard digits.last != ".", digits.last != ":" else { return canonical(String(text.dropLast())) }
        if digits.contains(":") { return (digits, .instant) }
        let dots = digits.count { $0 == "." }
        if dots > 1 { return (digits, .version) }
        guard dots == 1 else { return (withoutLeadingZeros(digits), .cardinal) }
        return (digits.first == "." ? "0" + digits : digits, .cardinal)
    }

    private static func withoutLeadingZeros(_ digits: String) -> String {
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? (digits.isEmpty ? "" : "0") : String(rest)
    }

    /// 5.00 is 5 where it counts something; as a version 3.10 is not 3.1.
    static func withoutTrailingZeros(_ digits: String) -> String {
        guard digits.contains("."), digits.last == "0" || digits.last == "." else { return digits }
        return withoutTrailingZeros(String(digits.dropLast()))
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
