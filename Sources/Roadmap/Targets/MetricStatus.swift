/// How a metric stands against its targets, with the reason in words.
public struct MetricStatus: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        case behind, stale
        case onTrack = "on track"
        case noData = "no data"

        /// What needs a person comes first.
        public var urgency: Int {
            switch self {
            case .behind: 0
            case .stale: 1
            case .noData: 2
            case .onTrack: 3
            }
        }
    }

    public let kind: Kind
    /// One sentence without a full stop: `62 % against 70 % expected by today`.
    public let reason: String
    /// What the metric should be today, where a dated target says so.
    public let expected: Double?

    /// Compares the newest reading with the straight line between the previous and the next dated target.
    ///
    /// A reading older than the metric's expected period makes it stale, whatever its value. Without a dated target the
    /// goal beyond the plan is named, but nothing can be behind a date that was never set.
    /// - Parameters:
    ///   - newest: the newest reading as of `today`.
    ///   - byWhen: how the sentence names `today`.
    public init(
        of metric: Metric, newest: Reading?, today: Day, calendar: ReportingCalendar, byWhen: String = "today"
    ) {
        expected = metric.expected(on: today)
        guard let newest else {
            kind = .noData
            if let next = metric.nextTarget(from: today) {
                reason = "no reading yet; \(metric.text(next.value)) due by \(next.due.long)"
            } else if let last = metric.targets.last {
                reason = "no reading yet; \(metric.text(last.value)) was due by \(last.due.long)"
            } else if let beyond = metric.beyond {
                reason = "no reading yet; the goal beyond month 12 is \(metric.text(beyond))"
            } else {
                reason = "no reading yet"
            }
            return
        }
        let age = today.days(since: calendar.day(of: newest.at))
        let value = metric.text(newest.value)
        if age > metric.expectedEveryDays {
            kind = .stale
            reason =
                "last reading \(value) is \(age) days old; one is expected every "
                + (metric.expectedEveryDays == 1 ? "day" : "\(metric.expectedEveryDays) days")
            return
        }
        guard let expected else {
            kind = .onTrack
            reason =
                metric.beyond.map { "\(value); no dated target, the goal beyond month 12 is \(metric.text($0))" }
                ?? "\(value); no target set"
            return
        }
        kind = metric.meets(newest.value, expected) ? .onTrack : .behind
        reason = "\(value) against \(metric.text(expected)) expected by \(byWhen)"
    }
}
