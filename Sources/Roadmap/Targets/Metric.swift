import Markup

/// A named quantity that the plan sets dated targets for: one row of the table in TARGETS.md.
public struct Metric: Sendable {
    public enum Direction: String, Sendable {
        case up, down
    }

    /// What the metric is to be by the end of a month of the plan.
    public struct Target: Sendable, Hashable {
        public let month: Int
        public let due: Day
        public let value: Double

        public init(month: Int, due: Day, value: Double) {
            self.month = month
            self.due = due
            self.value = value
        }
    }

    public let name: String
    /// "Cache hit rate", from the heading of its definition or else from its name.
    public let title: String
    public let unit: String
    public let better: Direction
    /// What it was when the plan began.
    public let baseline: Double?
    public let start: Day
    /// Dated targets, earliest first.
    public let targets: [Target]
    /// The goal after the last dated target; it has no date.
    public let beyond: Double?
    /// How it is measured, from its section in TARGETS.md.
    public let definition: [Block]
    /// A metric whose newest reading is older than this many days is stale.
    public let expectedEveryDays: Int

    public init(
        name: String, title: String, unit: String, better: Direction, baseline: Double?, start: Day, targets: [Target],
        beyond: Double?, definition: [Block], expectedEveryDays: Int
    ) {
        self.name = name
        self.title = title
        self.unit = unit
        self.better = better
        self.baseline = baseline
        self.start = start
        self.targets = targets.sorted { $0.due < $1.due }
        self.beyond = beyond
        self.definition = definition
        self.expectedEveryDays = expectedEveryDays
    }

    /// The value with its unit: `62.4 %`, `$0.0012`, `10,000 req/s`.
    public func text(_ value: Double) -> String {
        let figure = Figure.text(value)
        switch unit {
        case "": return figure
        case "$": return value < 0 ? "−$" + Figure.text(-value) : "$" + figure
        default: return "\(figure) \(unit)"
        }
    }

    /// Whether `value` is at least as good as `goal`.
    public func meets(_ value: Double, _ goal: Double) -> Bool {
        better == .up ? value >= goal : value <= goal
    }

    /// What the value should be on `day`: on the straight line between the dated points before and after it.
    ///
    /// The first point is the baseline at the plan's start. A metric without a baseline is expected to be where its first
    /// target is from the beginning; after the last dated target that target stays. Between two points it has as many
    /// decimals as the points have, for nobody promised more. `nil` without any dated target.
    public func expected(on day: Day) -> Double? {
        guard let first = targets.first, let last = targets.last else { return nil }
        var previous = baseline.map { Target(month: 0, due: start, value: $0) } ?? first
        if day <= previous.due { return previous.value }
        for target in targets where target.due > previous.due {
            if day <= target.due {
                let share = Double(day.days(since: previous.due)) / Double(target.due.days(since: previous.due))
                return rounded(previous.value + (target.value - previous.value) * share)
            }
            previous = target
        }
        return last.value
    }

    /// To the decimals that baseline and targets are written with.
    private func rounded(_ value: Double) -> Double {
        var scale = 1.0
        for point in targets.map(\.value) + [baseline ?? 0] {
            while scale < 1e12, abs(point * scale - (point * scale).rounded()) > 1e-9 * abs(point * scale) {
                scale *= 10
            }
        }
        return (value * scale).rounded() / scale
    }

    /// The first dated target on or after `day`.
    public func nextTarget(from day: Day) -> Target? { targets.first { $0.due >= day } }

    /// The target in force on `day`: the last one whose date has passed.
    public func lastTarget(before day: Day) -> Target? { targets.last { $0.due < day } }

    /// Refuses what this metric cannot be.
    ///
    /// A percentage lies between −100 and 100; counts, money, times and rates are not negative; everything is finite and
    /// at most 10^12 in size.
    public func validate(_ value: Double) throws(RoadmapError) {
        guard value.isFinite else {
            throw RoadmapError(
                .invalid, "A reading has to be a number, not \(value.isNaN ? "NaN" : "infinity").",
                tip: "Send a figure such as 83.5.", field: "value")
        }
        guard abs(value) <= 1e12 else {
            throw RoadmapError(
                .invalid, "\(name) cannot be that large.", tip: "Readings lie between −10^12 and 10^12.", field: "value"
            )
        }
        if unit == "%", abs(value) > 100 {
            throw RoadmapError(
                .invalid, "\(name) is a percentage and cannot be \(Figure.text(value)).",
                tip: "Send a value up to 100: 83.5 means 83.5 %.", field: "value")
        }
        if ["ms", "s", "req/s", "$", "count", "days"].contains(unit), value < 0 {
            throw RoadmapError(
                .invalid, "\(name) cannot be negative.", tip: "It is measured in \(unit).", field: "value")
        }
    }
}
