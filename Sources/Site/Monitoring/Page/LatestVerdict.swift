import Engine
import Synchronization

/// How the router is doing, judged at most once a second however often it is asked.
final class LatestVerdict: Sendable {
    private struct Judged {
        let second: Int64
        let verdict: HealthVerdict
    }

    private let monitor: Monitor
    private let latest = Mutex<Judged?>(nil)

    init(_ monitor: Monitor) {
        self.monitor = monitor
    }

    /// - Parameter second: since 1970.
    func verdict(at second: Int64) -> HealthVerdict {
        if let judged = latest.withLock({ $0 }), judged.second == second { return judged.verdict }
        let verdict = monitor.snapshot().verdict
        latest.withLock { $0 = Judged(second: second, verdict: verdict) }
        return verdict
    }
}
