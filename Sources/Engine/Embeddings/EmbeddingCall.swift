/// Makes the calls of one model that a request for embeddings needs.
struct EmbeddingCall {
    let desk: ModelDesk
    let clock: any EngineClock
    /// Counts calls and times, also of a request that fails.
    private(set) var tally = UpstreamCall.Tally()

    init(desk: ModelDesk, clock: any EngineClock) {
        self.desk = desk
        self.clock = clock
    }

    private var model: Model { desk.model }

    /// Has the built-in model compute them.
    mutating func compute(
        _ request: EmbeddingRequest, by builtIn: BuiltInEmbeddings
    ) async throws(RouterError) -> EmbeddingAnswer {
        // What it cannot do is no reason to wait for a place.
        try builtIn.check(request)
        let place: DeskPlace
        do {
            place = try await enter()
        } catch {
            throw self.error(error)
        }
        let start = clock.nanoseconds
        defer { tally.waited += milliseconds(since: start) }
        do {
            let answer = try await builtIn.answer(request)
            place.leave(.succeeded(milliseconds(since: start)))
            return answer
        } catch {
            // Where the weights are missing, the next request is to hear that, and not of an open circuit.
            place.leave(.abandoned)
            throw error
        }
    }

    /// Sends the request to the model's endpoint, more than once where that may help.
    mutating func send(
        _ request: EmbeddingRequest, to upstream: any EmbeddingUpstream, random: (Double) -> Double
    ) async throws(RouterError) -> EmbeddingAnswer {
        let body = request.body(for: model.upstreamID)
        var attempt = 1
        while true {
            let trouble: UpstreamTrouble
            do {
                return try await self.attempt(body, upstream)
            } catch {
                trouble = error
            }
            guard attempt < Retry.attemptsPerModel, trouble.isWorthAnotherAttempt, trouble.isPassing,
                trouble != .overloaded, let pause = Retry.pause(after: trouble, attempt: attempt, random: random)
            else { throw error(trouble) }
            attempt += 1
            do {
                try await clock.sleep(milliseconds: pause)
            } catch {
                throw .clientGone
            }
        }
    }

    private mutating func attempt(
        _ body: [UInt8], _ upstream: any EmbeddingUpstream
    ) async throws(UpstreamTrouble) -> EmbeddingAnswer {
        let place = try await enter()
        let start = clock.nanoseconds
        do throws(UpstreamTrouble) {
            let bytes = try await upstream.embed(body, with: model)
            let answer = try EmbeddingAnswer(parsing: bytes, model: model.name)
            let took = milliseconds(since: start)
            tally.waited += took
            place.leave(.succeeded(took))
            return answer
        } catch {
            tally.waited += milliseconds(since: start)
            place.leave(error.countsAgainstUpstream ? .failed : .abandoned)
            throw error
        }
    }

    private mutating func enter() async throws(UpstreamTrouble) -> DeskPlace {
        let arrival = clock.nanoseconds
        let place = try await DeskPlace(at: desk, clock: clock)
        tally.queued += milliseconds(since: arrival)
        tally.attempts += 1
        return place
    }

    private func error(_ trouble: UpstreamTrouble) -> RouterError {
        guard trouble == .malformed else { return trouble.error(at: model) }
        return RouterError(
            status: 502, "\(model.name) answered with something that is no list of embeddings.",
            type: "upstream_error", code: trouble.name,
            tip: "Verify that the endpoint makes embeddings with this model and that its path ends in /v1.",
            source: .upstream)
    }

    private func milliseconds(since start: Int64) -> Double { Double(clock.nanoseconds - start) / 1_000_000 }
}
