import Roadmap

/// How far back monitoring looks. The raw value is how addresses say it.
enum MonitoringRange: String, Sendable, Hashable, CaseIterable {
    case minutes = "15m"
    case hour, day
    case month = "30d"

    /// Milliseconds.
    var length: Int64 {
        switch self {
        case .minutes: 900_000
        case .hour: 3_600_000
        case .day: 86_400_000
        case .month: 30 * 86_400_000
        }
    }

    /// Milliseconds between two points of a chart.
    var step: Int64 {
        switch self {
        case .minutes: 10_000
        case .hour: 60_000
        case .day: 900_000
        case .month: 6 * 3_600_000
        }
    }

    /// The window in which the router itself counts these seconds; `nil` where the record of requests is asked.
    var isCounted: Bool { self == .minutes || self == .hour }

    /// `15 minutes`
    var words: String {
        switch self {
        case .minutes: "15 minutes"
        case .hour: "hour"
        case .day: "24 hours"
        case .month: "30 days"
        }
    }

    /// Which stretch the large figures are of.
    var stretch: String { self == .minutes ? "Last minute" : "Last \(words)" }

    /// The range of an address's query; one that there is not is the first.
    init(_ text: String?, otherwise: MonitoringRange = .minutes) {
        self = text.flatMap(MonitoringRange.init(rawValue:)) ?? otherwise
    }
}
