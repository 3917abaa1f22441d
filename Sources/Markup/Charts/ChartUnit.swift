/// What a chart counts, and how its values are written.
public struct ChartUnit: Sendable {
    /// The unit's symbol as the axis says it: `%`, `ms`, `req/s`, `$`; empty for a plain number.
    public let symbol: String
    private let format: (@Sendable (Double) -> String)?

    /// - Parameter format: writes a value together with its unit; without it `62.4 %`, `$0.001`, `10,000 req/s`.
    public init(_ symbol: String, format: (@Sendable (Double) -> String)? = nil) {
        self.symbol = symbol
        self.format = format
    }

    /// Whether values are parts of a hundred.
    var isPercentage: Bool { symbol.hasPrefix("%") }

    /// `value` with its unit.
    func text(_ value: Double) -> String {
        guard value.isFinite else { return "no data" }
        if let format { return format(value) }
        let number = DecimalText.readable(value)
        switch symbol {
        case "": return number
        case "$": return value < 0 ? "\u{2212}$" + DecimalText.readable(-value) : "$" + number
        default: return number + "\u{A0}" + symbol
        }
    }
}
