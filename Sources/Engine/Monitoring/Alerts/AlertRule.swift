/// When somebody is to be told.
public struct AlertRule: Sendable, Hashable {
    public enum Bound: Sendable, Hashable {
        /// In the metric's unit.
        case value(Double)
        /// What the plan wants of the metric this month.
        case target
    }

    public enum Condition: Sendable, Hashable {
        case above(Bound)
        case below(Bound)
        /// The tier is off, the circuit not closed, nothing comes in.
        case failing
        /// Far outside of what it is at this hour.
        case unusual
    }

    /// Names the rule to people; no other rule has it.
    public let name: String
    public let metric: AlertMetric
    public let condition: Condition
    public let window: MonitoringWindow
    /// Seconds that the condition has to last.
    public let duration: Int
    /// The value that the metric has to come back to before all is well again; the bound itself when left out.
    public let clear: Double?
    /// How many requests, tokens of the metric's kind, the window has to hold before anything is said of it.
    public let minimum: Int

    public init(
        name: String, metric: AlertMetric, condition: Condition, window: MonitoringWindow = .minute, duration: Int = 0,
        clear: Double? = nil, minimum: Int? = nil
    ) {
        self.name = name
        self.metric = metric
        self.condition = condition
        self.window = window
        self.duration = duration
        self.clear = clear
        self.minimum = minimum ?? metric.usualMinimum
    }

    /// The rules that hold where nobody wrote any.
    public static let defaults = [
        AlertRule(name: "Unrecorded requests", metric: .requestCoverage, condition: .below(.value(100))),
        AlertRule(name: "Errors", metric: .errorRate, condition: .above(.value(5)), clear: 2),
        AlertRule(name: "Cache tier", metric: .tier, condition: .failing),
        AlertRule(name: "Circuit", metric: .circuit, condition: .failing),
    ]

    /// What watches figures that nobody wrote a rule for.
    static let anomalies = UsualFigures.metrics.map {
        AlertRule(
            name: "Unusual \($0.title)", metric: $0, condition: .unusual, window: .quarterHour, duration: 300,
            minimum: 50)
    }

    /// Milliseconds that all has to be well before it is said to be.
    var recovery: Int64 { Int64(max(10, metric == .traffic ? 0 : duration)) * 1_000 }
}
