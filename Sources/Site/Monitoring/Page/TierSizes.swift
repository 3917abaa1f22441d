import Engine
import Synchronization

/// What the tiers hold, as they last said. Asking them may take a moment, so nobody waits for it: who looks sees what was
/// known, and has it asked again.
final class TierSizes: Sendable {
    private struct State {
        var contents: [String: TierContents] = [:]
        var askedAt: Int64?
        var isAsking = false
    }

    /// Milliseconds for which an answer is good.
    private static let age: Int64 = 5_000

    private let monitor: Monitor
    private let state = Mutex(State())

    /// Asks for the first time.
    init(_ monitor: Monitor) {
        self.monitor = monitor
        ask()
    }

    /// By the tier's name.
    /// - Parameter now: milliseconds since 1970.
    func contents(now: Int64) -> [String: TierContents] {
        let (contents, isDue) = state.withLock { state in
            let isDue = !state.isAsking && state.askedAt.map { abs(now - $0) >= Self.age } ?? true
            if isDue { (state.isAsking, state.askedAt) = (true, now) }
            return (state.contents, isDue)
        }
        if isDue { ask() }
        return contents
    }

    private func ask() {
        Task { [weak self, monitor] in
            let reports = await monitor.tierReports()
            self?.state.withLock { state in
                state.contents = reports.reduce(into: [:]) { $0[$1.name] = $1.contents }
                state.isAsking = false
            }
        }
    }
}
