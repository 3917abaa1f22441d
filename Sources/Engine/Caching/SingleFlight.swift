import Synchronization

/// Lets one of many equal requests do the work and the others wait for what it gets.
final class SingleFlight: Sendable {
    /// How the wait ended.
    enum Landing: Sendable {
        /// `instead` says why another model than the one asked for answered: such an answer is for those who wait alone, and
        /// no tier has it.
        case answered(ReadyAnswer, instead: RouterError? = nil)
        /// - Parameter within: what the leader was allowed to ask.
        case failed(RouterError, within: KeyLimits)
        /// The leader gave up; somebody else has to fly.
        case abandoned
    }

    enum Seat {
        /// Does the work and has to land.
        case leader
        case passenger(Landing)
    }

    private struct Flight {
        var passengers: [UInt64: CheckedContinuation<Landing, Never>] = [:]
    }

    private struct State {
        var flights: [CacheKey: Flight] = [:]
        var nextNumber: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Becomes the leader for a key, or waits for the leader that there is.
    func board(_ key: CacheKey) async -> Seat {
        let number: UInt64? = state.withLock { state in
            guard state.flights[key] != nil else {
                state.flights[key] = Flight()
                return nil
            }
            state.nextNumber += 1
            return state.nextNumber
        }
        guard let number else { return .leader }
        let landing = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    guard !Task.isCancelled, state.flights[key] != nil else { return true }
                    state.flights[key]?.passengers[number] = continuation
                    return false
                }
                // The flight landed between the two looks: its answer is in the cache, or somebody has to fly again.
                if isLate { continuation.resume(returning: .abandoned) }
            }
        } onCancel: {
            state.withLock { $0.flights[key]?.passengers.removeValue(forKey: number) }?.resume(returning: .abandoned)
        }
        return .passenger(landing)
    }

    /// Becomes the leader for a key unless there is one.
    func boardAlone(_ key: CacheKey) -> Bool {
        state.withLock { state in
            guard state.flights[key] == nil else { return false }
            state.flights[key] = Flight()
            return true
        }
    }

    /// Ends the leader's flight and tells everybody who waits.
    func land(_ key: CacheKey, _ landing: Landing) {
        let flight = state.withLock { $0.flights.removeValue(forKey: key) }
        for passenger in flight?.passengers.values ?? [:].values { passenger.resume(returning: landing) }
    }
}
