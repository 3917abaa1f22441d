import Synchronization

/// What warming may still cost. What a call is expected to cost is set aside before it is made, so that calls at the same
/// time do not exceed together what none would alone.
///
/// What a call is expected to cost is what the same cost the last time. An answer that turns out dearer counts in full, and
/// the next calls find less: all that can come on top of a budget is by how much the calls under way then were dearer.
public final class WarmingBudget: Sendable {
    private struct State {
        var spent: Int64
        var reserved: Int64 = 0
    }

    /// In micro-cents.
    public let limit: Int64
    private let state: Mutex<State>

    /// - Parameter spent: what has been spent of it before, in micro-cents.
    public init(limit: Int64, spent: Int64 = 0) {
        self.limit = limit
        state = Mutex(State(spent: spent))
    }

    /// In micro-cents.
    public var spent: Int64 { state.withLock { $0.spent } }

    /// Sets aside what a call is expected to cost.
    /// - Returns: whether the budget allows for it. What costs nothing is always allowed for.
    func reserve(_ cost: Int64) -> Bool {
        state.withLock { state in
            guard cost == 0 || state.spent + state.reserved + cost <= limit else { return false }
            state.reserved += cost
            return true
        }
    }

    /// Ends a reservation with what the call did cost.
    func settle(reserved: Int64, spent: Int64) {
        state.withLock { state in
            state.reserved -= reserved
            state.spent += spent
        }
    }
}
