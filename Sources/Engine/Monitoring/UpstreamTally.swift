import Synchronization

/// How the calls of one upstream went lately: what tells that it fails while fallbacks still answer every request.
final class UpstreamTally: Sendable {
    private struct Second {
        var number: Int64 = -1
        var calls = 0
        var failures = 0
    }

    private struct State {
        var seconds = Array(repeating: Second(), count: Int(UpstreamTally.window))
        var calls = 0
        var failures = 0
        var lastFailure: UpstreamFailure?
    }

    /// How many seconds count as lately.
    static let window: Int64 = 15

    private let state = Mutex(State())

    /// - Parameter now: nanoseconds, as in the next ones.
    func succeeded(at now: Int64) { count(at: now, failure: nil) }

    /// - Parameter wall: milliseconds since 1970.
    func failed(_ error: RouterError, at now: Int64, wall: Int64) {
        count(at: now, failure: UpstreamFailure(code: error.code, message: error.message, tip: error.tip, at: wall))
    }

    func figures(at now: Int64) -> UpstreamFigures {
        let second = now / 1_000_000_000
        return state.withLock { state in
            let lately = state.seconds.filter { $0.number > second - Self.window && $0.number <= second }
            return UpstreamFigures(
                recentCalls: lately.reduce(0) { $0 + $1.calls }, recentFailures: lately.reduce(0) { $0 + $1.failures },
                calls: state.calls, failures: state.failures, lastFailure: state.lastFailure)
        }
    }

    private func count(at now: Int64, failure: UpstreamFailure?) {
        let number = now / 1_000_000_000
        let place = Int(((number % Self.window) + Self.window) % Self.window)
        state.withLock { state in
            if state.seconds[place].number != number { state.seconds[place] = Second(number: number) }
            state.seconds[place].calls += 1
            state.calls += 1
            guard let failure else { return }
            state.seconds[place].failures += 1
            state.failures += 1
            state.lastFailure = failure
        }
    }
}

/// The last failure of an upstream; neither key nor prompt is in it.
public struct UpstreamFailure: Sendable, Hashable {
    public let code: String
    public let message: String
    public let tip: String
    /// Milliseconds since 1970.
    public let at: Int64
}

/// How the calls of one upstream went.
public struct UpstreamFigures: Sendable, Hashable {
    /// In the last 15 seconds, as the next.
    public let recentCalls: Int
    public let recentFailures: Int
    /// Since the start, as the next.
    public let calls: Int
    public let failures: Int
    public let lastFailure: UpstreamFailure?
}
