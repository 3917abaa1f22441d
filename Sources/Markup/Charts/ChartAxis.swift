/// The horizontal axis of a chart: a span of time, the places that carry a label, and how to say an instant in words.
public struct ChartAxis: Sendable {
    /// A labelled place, such as the start of a month.
    public struct Tick: Sendable, Hashable {
        public let position: Double
        public let label: String

        public init(at position: Double, _ label: String) {
            self.position = position
            self.label = label
        }
    }

    /// Both ends, in the unit of the points; `upper` is always greater than `lower`.
    public let lower, upper: Double
    /// The ticks inside the span, from left to right. Where room is short every second, third, fourth … is labelled.
    public let ticks: [Tick]
    /// A position in words, for the data table and the description: `14 Feb 2026`.
    public let describe: @Sendable (Double) -> String

    /// An axis from `lower` to `upper`; a span that is empty, reversed or not finite becomes one of length 1.
    /// Without `describe` positions are said as plain numbers.
    public init(
        from lower: Double, to upper: Double, ticks: [Tick] = [],
        describe: (@Sendable (Double) -> String)? = nil
    ) {
        let start = lower.isFinite ? min(max(lower, -1e12), 1e12) : 0
        let end = upper.isFinite && upper > start ? min(upper, 1e12 + 1) : start + 1
        self.lower = start
        self.upper = end
        self.ticks = ticks.filter { $0.position >= start && $0.position <= end }.sorted { $0.position < $1.position }
        self.describe = describe ?? DecimalText.readable
    }

    /// Where `x` lies: 0 at the left end, 1 at the right one.
    func fraction(_ x: Double) -> Double {
        (x - lower) / (upper - lower)
    }
}
