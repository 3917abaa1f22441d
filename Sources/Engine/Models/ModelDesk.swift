import Synchronization

/// One model and how it is doing: its circuit, its places and its latency.
final class ModelDesk: Sendable {
    let model: Model
    /// How calls of its upstream go, for whoever watches.
    let upstream = UpstreamTally()

    /// Hears why there is no place; `nil` when there is.
    private typealias Entry = CheckedContinuation<UpstreamTrouble?, Never>

    private struct State {
        var breaker = CircuitBreaker()
        var latency = LatencyEstimate()
        var inFlight = 0
        var waiting: [(number: UInt64, continuation: Entry)] = []
        var nextNumber: UInt64 = 0
        /// How to send away those who have a place that a request may need.
        var guests: [UInt64: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    init(_ model: Model) {
        self.model = model
    }

    /// What `/monitoring` and the choice of a model look at.
    struct Standing: Sendable {
        let circuit: CircuitBreaker.State
        let admits: Bool
        let inFlight: Int
        let waiting: Int
        /// Milliseconds.
        let latency: Double
    }

    func standing(at now: Int64) -> Standing {
        state.withLock {
            Standing(
                circuit: $0.breaker.state, admits: $0.breaker.wouldAdmit(at: now), inFlight: $0.inFlight,
                waiting: $0.waiting.count, latency: $0.latency.milliseconds)
        }
    }

    /// Takes a place, waiting for one in a queue that is as long as there are places.
    /// - Throws: `UpstreamTrouble.overloaded` when the queue is full, `.circuitOpen`, or `.cancelled` when the caller gave
    ///   up while waiting.
    func enter(at now: Int64) async throws(UpstreamTrouble) {
        if takeFreePlace(at: now) { return }
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        let trouble = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                var sendAway: (@Sendable () -> Void)?
                let answer: UpstreamTrouble?? = state.withLock { state in
                    if Task.isCancelled { return .some(.cancelled) }
                    guard state.breaker.admits(at: now) else { return .some(.circuitOpen) }
                    if state.inFlight < model.concurrency {
                        state.inFlight += 1
                        return .some(nil)
                    }
                    if let guest = state.guests.popFirst() {
                        sendAway = guest.value
                        return .some(nil)
                    }
                    guard state.waiting.count < model.concurrency else { return .some(.overloaded) }
                    state.waiting.append((number, continuation))
                    return nil
                }
                sendAway?()
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiting = state.withLock { state -> Entry? in
                guard let index = state.waiting.firstIndex(where: { $0.number == number }) else { return nil }
                return state.waiting.remove(at: index).continuation
            }
            waiting?.resume(returning: .cancelled)
        }
        if let trouble { throw trouble }
    }

    /// Takes a place at once, as most requests can.
    private func takeFreePlace(at now: Int64) -> Bool {
        state.withLock { state in
            guard !Task.isCancelled, state.inFlight < model.concurrency, state.breaker.admits(at: now) else {
                return false
            }
            state.inFlight += 1
            return true
        }
    }

    /// Takes a place that nobody needs, for work that can wait: only while the circuit is closed and a place is free, and
    /// never more than a quarter of the places. A request that finds no other place is given this one.
    /// - Parameter sendAway: is called when that happens; the guest has to stop at once.
    /// - Returns: the guest's number, by which to leave; `nil` when there is no place to spare.
    func enterAsGuest(_ sendAway: @escaping @Sendable () -> Void) -> UInt64? {
        state.withLock { state in
            guard state.breaker.state == .closed, state.waiting.isEmpty, state.inFlight < model.concurrency,
                state.guests.count < max(1, model.concurrency / 4)
            else { return nil }
            state.nextNumber += 1
            state.guests[state.nextNumber] = sendAway
            state.inFlight += 1
            return state.nextNumber
        }
    }

    /// Ends a guest's stay; the place stays with whoever was given it meanwhile.
    /// - Returns: whether the guest was there to the end.
    func leaveAsGuest(_ number: UInt64, _ verdict: Verdict, at now: Int64) -> Bool {
        guard state.withLock({ $0.guests.removeValue(forKey: number) != nil }) else { return false }
        leave(verdict, at: now)
        return true
    }

    enum Verdict {
        /// Milliseconds to the first byte.
        case succeeded(Double)
        case failed
        /// Neither good nor bad for the upstream.
        case abandoned
    }

    /// Gives the place back, to the next who waits.
    func leave(_ verdict: Verdict, at now: Int64) {
        let next = state.withLock { state -> Entry? in
            switch verdict {
            case .succeeded(let milliseconds):
                state.breaker.succeeded()
                state.latency.measured(milliseconds, at: now)
            case .failed: state.breaker.failed(at: now)
            case .abandoned: state.breaker.abandoned(at: now)
            }
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
            state.inFlight -= 1
            return nil
        }
        next?.resume(returning: nil)
    }
}
