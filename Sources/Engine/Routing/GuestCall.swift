import Synchronization

extension UpstreamCall {
    /// How a call that can wait ended.
    enum GuestOutcome: Sendable {
        /// The answer, and the milliseconds it took.
        case answered(Completion, took: Double)
        case failed(UpstreamTrouble)
        /// There was no place to spare.
        case turnedAway
        /// A request needed the place; the call was stopped.
        case sentAway
    }

    /// One call of one model in a place that nobody needs: never again, and never at another model.
    func asGuest(_ request: ChatRequest, at desk: ModelDesk) async -> GuestOutcome {
        let stay = GuestStay()
        guard let number = desk.enterAsGuest({ stay.end() }) else { return .turnedAway }
        let entry = clock.nanoseconds
        let body = request.body(for: desk.model.upstreamID)
        let call = Task { () -> Result<UpstreamCall.Begun.Answer, UpstreamTrouble> in
            do throws(UpstreamTrouble) {
                return .success(try await send(body, request, to: desk.model))
            } catch {
                return .failure(error)
            }
        }
        stay.watch(call)
        let result = await withTaskCancellationHandler {
            await call.value
        } onCancel: {
            call.cancel()
        }
        let took = Double(clock.nanoseconds - entry) / 1_000_000
        let verdict: ModelDesk.Verdict
        switch result {
        case .success: verdict = .succeeded(took)
        case .failure(let trouble): verdict = trouble.countsAgainstUpstream ? .failed : .abandoned
        }
        guard desk.leaveAsGuest(number, verdict, at: clock.milliseconds) else { return .sentAway }
        switch result {
        case .success(.whole(let completion)): return .answered(completion, took: took)
        case .success: return .failed(.malformed)
        case .failure(let trouble): return .failed(trouble)
        }
    }
}

/// Ends a guest's call, also when that is asked before the call has begun.
private final class GuestStay: Sendable {
    private struct State {
        var call: Task<Result<UpstreamCall.Begun.Answer, UpstreamTrouble>, Never>?
        var hasEnded = false
    }

    private let state = Mutex(State())

    func watch(_ call: Task<Result<UpstreamCall.Begun.Answer, UpstreamTrouble>, Never>) {
        let hasEnded = state.withLock { state in
            state.call = call
            return state.hasEnded
        }
        if hasEnded { call.cancel() }
    }

    func end() {
        let call = state.withLock { state in
            state.hasEnded = true
            return state.call
        }
        call?.cancel()
    }
}
