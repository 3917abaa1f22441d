import JSON

/// Takes a chat request, picks a model, answers from the cache or from upstream, and records the outcome.
public final class ModelRouter: Sendable {
    public let registry: ModelRegistry
    public let cache: AnswerCache
    public let ledger: Ledger
    public let semantic: SemanticCache?
    private let call: UpstreamCall
    private let identity: RequestIdentity
    private let flights = SingleFlight()
    private let clock: any EngineClock

    /// - Parameters:
    ///   - upstream: whoever serves a model.
    ///   - semantic: `nil` serves exact hits only.
    ///   - lastResort: the model that is tried when every other fails.
    ///   - digest: SHA-256.
    ///   - random: a number from 0 up to its argument.
    public init(
        registry: ModelRegistry, cache: AnswerCache, semantic: SemanticCache?, ledger: Ledger, lastResort: String?,
        clock: any EngineClock, digest: @escaping @Sendable ([UInt8]) -> [UInt8],
        random: @escaping @Sendable (Double) -> Double, upstream: @escaping @Sendable (Model) -> any Upstream
    ) {
        self.registry = registry
        self.cache = cache
        self.semantic = semantic
        self.ledger = ledger
        self.clock = clock
        identity = RequestIdentity(digest: digest)
        call = UpstreamCall(
            choice: ModelChoice(registry: registry, random: random, lastResort: lastResort), upstream: upstream,
            clock: clock)
    }

    /// Answers a chat request: admit, look up, select and call, settle, record.
    public func answer(_ body: [UInt8], from caller: Caller) async throws(RouterError) -> RoutedAnswer {
        let admission = try admit(body, from: caller)
        if let answer = answerFromMemory(admission) { return answer }
        return try await answer(admission)
    }

    /// Reads a request and notes its arrival. A request that cannot be read is recorded as failed.
    public func admit(_ body: [UInt8], from caller: Caller) throws(RouterError) -> Admission {
        do {
            let request = try ChatRequest(try Self.json(body))
            let isShared = registry.desk(request.model)?.model.isShared ?? false
            return Admission(
                request: request, caller: caller,
                key: identity.key(of: request, tenant: isShared ? nil : caller.tenant),
                entry: ledger.open(opening(caller, model: request.model, isStreamed: request.isStreamed)))
        } catch {
            ledger.open(opening(caller, model: "", isStreamed: false)).close(
                .failed(error, attempts: 0, cache: .bypass))
            throw error
        }
    }

    /// The answer when memory has it: without waiting, on whatever thread asks.
    public func answerFromMemory(_ admission: Admission) -> RoutedAnswer? {
        guard !admission.caller.controls.skipsLookup, let kept = cache.remembered(admission.key) else { return nil }
        return serve(kept, .hitL1, admission)
    }

    /// The answer from wherever it is to be had.
    public func answer(_ admission: Admission) async throws(RouterError) -> RoutedAnswer {
        do {
            return try await find(admission)
        } catch {
            admission.entry.close(
                .failed(error, attempts: admission.attempts, cache: admission.isCacheable ? .miss : .bypass))
            throw error
        }
    }

    private func find(_ admission: Admission) async throws(RouterError) -> RoutedAnswer {
        guard admission.isCacheable else { return try await fetch(admission, lead: nil) }
        while true {
            if !admission.caller.controls.skipsLookup, let answer = await lookUp(admission) { return answer }
            switch await flights.board(admission.key) {
            case .leader: return try await fetch(admission, lead: FlightLead(flights, admission.key))
            case .passenger(.answered(let completion, let cost)):
                return serve(completion, .hitL1, similarity: nil, saved: cost, admission)
            case .passenger(.failed(let error)): throw error
            case .passenger(.abandoned):
                if Task.isCancelled { throw .clientGone }
            }
        }
    }

    /// The answer to this request, or to one that means the same.
    private func lookUp(_ admission: Admission) async -> RoutedAnswer? {
        if let (kept, outcome) = await cache.answer(for: admission.key) { return serve(kept, outcome, admission) }
        guard let semantic, let question = admission.request.question else { return nil }
        let found = await semantic.answer(to: question, in: admission.key.partition) {
            await self.cache.answer(for: $0)?.answer
        }
        return found.flatMap { serve($0.answer, .semantic, similarity: $0.similarity, admission) }
    }

    private func fetch(_ admission: Admission, lead: FlightLead?) async throws(RouterError) -> RoutedAnswer {
        let begun: UpstreamCall.Begun
        var tally = UpstreamCall.Tally()
        do {
            begun = try await call.begin(admission.request, tally: &tally)
        } catch {
            admission.attempts = tally.attempts
            lead?.land(error.status == 499 ? .abandoned : .failed(error))
            throw error
        }
        switch begun.answer {
        case .whole(let completion):
            let cost = await settle(completion, begun, admission, lead)
            return RoutedAnswer(
                facts: facts(begun, admission, cost: cost),
                body: .whole(completion.named(begun.place.desk.model.name).bytes))
        case .stream(let first, let reader, let stream):
            let relay = StreamRelay(
                first: first, reader: reader, stream: stream, wantsUsage: admission.request.wantsUsage)
            return RoutedAnswer(
                facts: facts(begun, admission, cost: nil),
                body: .stream { [self] write in
                    try await self.relay(relay, begun, admission, lead, write)
                })
        }
    }

    /// Passes a stream on, and settles when it has ended.
    private func relay(
        _ relay: StreamRelay, _ begun: UpstreamCall.Begun, _ admission: Admission, _ lead: FlightLead?,
        _ write: @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        let firstByte = admission.entry.elapsed
        switch await relay.run(write) {
        case .ended(let completion):
            begun.place.leave(.succeeded(begun.tally.waited))
            _ = await settle(completion, begun, admission, lead, firstByte: firstByte)
            try await write(EventReader.event(EventReader.done))
        case .broken(let trouble):
            begun.place.leave(trouble.countsAgainstUpstream ? .failed : .abandoned)
            let error = trouble.error(at: begun.place.desk.model)
            lead?.land(.failed(error))
            admission.entry.close(.failed(error, attempts: begun.tally.attempts, cache: admission.missOutcome))
            try await write(EventReader.event(error.json.bytes))
        case .abandoned(let completion, let reason):
            begun.place.leave(.abandoned)
            lead?.land(.abandoned)
            var record = record(of: completion, begun, admission)
            record.outcome = .cancelled
            record.status = 499
            record.firstByte = firstByte
            admission.entry.close(record)
            throw reason
        }
    }

    /// Keeps a whole answer, gives it to those who wait for it, and records it.
    /// - Returns: its cost in micro-cents.
    private func settle(
        _ completion: Completion, _ begun: UpstreamCall.Begun, _ admission: Admission, _ lead: FlightLead?,
        firstByte: Double = 0
    ) async -> Int64 {
        var record = record(of: completion, begun, admission)
        record.firstByte = firstByte
        let named = completion.named(begun.place.desk.model.name)
        let isFallback = admission.request.model != "auto" && admission.request.model != begun.place.desk.model.name
        if admission.isCacheable, completion.isComplete, !isFallback {
            await cache.keep(
                named, question: admission.request.question ?? "", cost: record.cost,
                latency: Int64(begun.tally.waited),
                lifetime: admission.caller.controls.lifetime, for: admission.key)
            if let question = admission.request.question { semantic?.remember(question, for: admission.key) }
        }
        lead?.land(.answered(named, cost: record.cost))
        admission.entry.close(record)
        return record.cost
    }

    private func record(of completion: Completion, _ begun: UpstreamCall.Begun, _ admission: Admission) -> RequestRecord
    {
        var record = RequestRecord()
        let model = begun.place.desk.model
        record.cache = admission.missOutcome
        record.modelServed = model.name
        record.attempts = begun.tally.attempts
        record.queued = begun.tally.queued
        record.usage =
            completion.usage
            ?? Usage(
                input: Int64(admission.request.estimatedTokens), cachedInput: 0,
                output: Int64(completion.bytes.count / 4))
        record.cost = record.usage.cost(at: model.price)
        record.saving = referenceCost(record.usage).map { $0 - record.cost } ?? 0
        return record
    }

    private func serve(
        _ kept: KeptAnswer, _ outcome: CacheOutcome, similarity: Float? = nil, _ admission: Admission
    ) -> RoutedAnswer? {
        do {
            return serve(
                try Completion(parsing: kept.body), outcome, similarity: similarity, saved: kept.cost, admission)
        } catch {
            // What cannot be read any more is as good as not there.
            return nil
        }
    }

    /// Answers from the cache, as a stream or whole, whichever the client asked for.
    /// - Parameter saved: what the answer cost when it was made.
    private func serve(
        _ completion: Completion, _ outcome: CacheOutcome, similarity: Float?, saved: Int64, _ admission: Admission
    ) -> RoutedAnswer {
        var record = RequestRecord()
        record.cache = outcome
        record.similarity = similarity ?? 0
        record.modelServed = completion.json["model"]?.stringValue ?? admission.request.model
        record.usage = completion.usage ?? .none
        record.saving = referenceCost(record.usage) ?? saved
        let facts = RoutedAnswer.Facts(
            cache: outcome, similarity: similarity, model: record.modelServed, cost: 0, attempts: 0,
            overhead: admission.entry.elapsed)
        guard admission.request.isStreamed else {
            admission.entry.close(record)
            return RoutedAnswer(facts: facts, body: .whole(completion.bytes))
        }
        let chunks = completion.chunks(withUsage: admission.request.wantsUsage)
        let entry = admission.entry
        return RoutedAnswer(
            facts: facts,
            body: .stream { [record] write in
                for chunk in chunks { try await write(EventReader.event(chunk.bytes)) }
                // Before the last byte leaves, so that whoever has the whole answer is on record.
                entry.close(record)
                try await write(EventReader.event(EventReader.done))
            })
    }

    private func facts(_ begun: UpstreamCall.Begun, _ admission: Admission, cost: Int64?) -> RoutedAnswer.Facts {
        RoutedAnswer.Facts(
            cache: admission.missOutcome, similarity: nil, model: begun.place.desk.model.name, cost: cost,
            attempts: begun.tally.attempts,
            overhead: max(0, admission.entry.elapsed - begun.tally.waited - begun.tally.queued))
    }

    private func referenceCost(_ usage: Usage) -> Int64? {
        registry.referencePrice.map { usage.cost(at: $0) }
    }

    private func opening(_ caller: Caller, model: String, isStreamed: Bool) -> RequestOpening {
        RequestOpening(
            id: caller.requestID, receivedAt: clock.milliseconds, tenant: caller.tenant, modelAsked: model,
            isStreamed: isStreamed)
    }

    private static func json(_ body: [UInt8]) throws(RouterError) -> JSON {
        do {
            return try JSON(parsing: body)
        } catch {
            throw .invalid(error.message + ".", param: nil, tip: error.tip, code: "invalid_json")
        }
    }
}
