import Roadmap

/// How many metrics are in which state.
struct StatusCounts {
    private(set) var behind = 0
    private(set) var stale = 0
    private(set) var onTrack = 0
    private(set) var noData = 0

    var total: Int { behind + stale + onTrack + noData }

    init(_ statuses: [MetricStatus]) {
        for status in statuses {
            switch status.kind {
            case .behind: behind += 1
            case .stale: stale += 1
            case .onTrack: onTrack += 1
            case .noData: noData += 1
            }
        }
    }

    /// `All 21 metrics: 6 on track, 10 without data`.
    var summary: String {
        let rest = [onTrack > 0 ? "\(onTrack) on track" : nil, noData > 0 ? "\(noData) without data" : nil]
            .compactMap { $0 }.joined(separator: ", ")
        return "All \(counted(total, "metric"))" + (rest.isEmpty ? "" : ": " + rest)
    }
}
