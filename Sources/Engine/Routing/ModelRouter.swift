import JSON

/// Takes a chat request, picks a model, answers from the cache or from upstream, and records the outcome.
public final class ModelRouter: Sendable {
    public let registry: ModelRegistry
    public let cache: AnswerCache
    public let ledger: Ledger
    public let semantic: SemanticCache?
    /// What is told of requests so that they can be warmed; `nil` when none are.
    public let warming: WarmingMemory?
    let call: UpstreamCall
    private let identity: RequestIdentity
    private let repeated = RepeatedRequests(capacity: 8 << 20)
    let flights = SingleFlight()
    let clock: any EngineClock

    /// - Parameters:
    ///   - warming: what is told of requests so that they can be warmed; `nil` warms none.
    ///   - upstream: whoever serves a model.
    ///   - semantic: `nil` serves exact hits only.
    ///   - lastResort: the model that is tried when every other fails.
    ///   - digest: SHA-256.
    ///   - random: a number from 0 up to its argument.
    public init(
        registry: ModelRegistry, cache: AnswerCache, semantic: SemanticCache?, ledger: Ledger, lastResort: String?,
        warming: WarmingMemory? = nil, clock: any EngineClock, digest: @escaping @Sendable ([UInt8]) -> [UInt8],
        random: @escaping @Sendable (Double) -> Double, upstream: @escaping @Sendable (Model) -> any Upstream
    ) {
        self.registry = registry
        self.cache = cache
        self.semantic = semantic
        self.ledger = ledger
        self.warming = warming
        self.clock = clock
        identity = RequestIdentity(digest: digest)
        call = UpstreamCall(
            choice: ModelChoice(registry: registry, random: random, lastResort: lastResort), upstream: upstream,
            clock: clock)
    }

    /// Answers a chat request: admit, look up, select and call, settle, record.
    public func answer(_ body: [UInt8], from caller: Caller) async throws(RouterError) -> RoutedAnswer {
        if let answer = try answerRepeated(body, from: caller) { return answer }
        let admission = try admit(body, from: caller)
        if let answer = answerFromMemory(admission) { return answer }
        return try await answer(admission)
    }

    /// The answer to a request that has been answered from memory before, unless that has forgotten it: without reading
    /// the request again.
    /// - Throws: `RouterError` 429 when the caller has sent too many; that is on record then.
    public func answerRepeated(_ body: [UInt8], from caller: Caller) throws(RouterError) -> RoutedAnswer? {
        guard !caller.controls.skipsLookup, ledger.contents == nil,
            let known = repeated.known(body, tenant: caller.tenant, version: registry.version),
            known.revision == nil
                || known.revision == revision(of: registry.desk(known.model)?.model, asked: known.model),
            let ready = cache.remembered(known.key).flatMap({ ReadyAnswer($0) })
        else { return nil }
        if let grant = caller.grant {
            guard ready.isAllowed(by: grant.limits) else { return nil }
            try take(caller)
        }
        let entry = ledger.open(opening(caller, model: known.model, isStreamed: known.isStreamed))
        return serve(ready, .hitL1, similarity: nil, known, entry)
    }

    /// Reads a request and notes its arrival. A request that cannot be read is recorded as failed, as is one that the
    /// caller may not send.
    public func admit(_ body: [UInt8], from caller: Caller) throws(RouterError) -> Admission {
        try take(caller)
        do throws(RouterError) {
            let version = registry.version
            let request = try ChatRequest(try Self.json(body))
            guard request.model == "auto" || caller.limits.allows(request.model) else {
                throw caller.limits.refusal(of: request.model)
            }
            let (key, revision) = key(of: request, tenant: caller.tenant)
            return Admission(
                request: request, caller: caller, key: key,
                entry: ledger.open(opening(caller, model: request.model, isStreamed: request.isStreamed)),
                source: (body, version), revision: revision)
        } catch {
            ledger.refuse(caller.requestID, error, tenant: caller.tenant)
            throw error
        }
    }

    /// Counts a request against what its caller may send.
    private func take(_ caller: Caller) throws(RouterError) {
        do throws(RouterError) {
            try caller.grant?.takeRequest()
        } catch {
            ledger.refuse(caller.requestID, error, tenant: caller.tenant)
            throw error
        }
    }

    func key(of request: ChatRequest, tenant: String) -> (key: CacheKey, revision: String?) {
        let model = registry.desk(request.model)?.model
        let revision = revision(of: model, asked: request.model)
        let key = identity.key(of: request, tenant: model?.isShared == true ? nil : tenant, revision: revision)
        return (key, revision)
    }

    /// The answer when memory has it: without waiting, on whatever thread asks.
    public func answerFromMemory(_ admission: Admission) -> RoutedAnswer? {
        guard mayLookUp(admission), let kept = cache.remembered(admission.key) else { return nil }
        repeated.note(
            admission.known, of: admission.source.body, tenant: admission.caller.tenant,
            version: admission.source.version)
        return serve(kept, .hitL1, admission).map { copying($0, of: admission) }
    }

    /// The answer from wherever it is to be had.
    public func answer(_ admission: Admission) async throws(RouterError) -> RoutedAnswer {
        do {
            return copying(try await find(admission), of: admission)
        } catch {
            ContentCopy(ledger, admission.entry, prompt: admission.request.body)?.keep()
            // What the caller's own limit kept from being asked says nothing about the cache.
            let isMiss = admission.isCacheable && error.code != LimitRefusal.code
            admission.entry.close(.failed(error, attempts: admission.attempts, cache: isMiss ? .miss : .bypass))
            throw error
        }
    }

    private func find(_ admission: Admission) async throws(RouterError) -> RoutedAnswer {
        guard admission.isCacheable else { return try await fetch(admission, lead: nil) }
        while true {
            if mayLookUp(admission), let answer = await lookUp(admission) { return answer }
            switch await flights.board(admission.key) {
            case .leader: return try await fetch(admission, lead: FlightLead(flights, admission.key))
            case .passenger(.answered(let ready, let trouble)):
                // Whoever flew may use models that this caller may not.
                guard ready.isAllowed(by: admission.caller.limits) else { continue }
                let outcome = trouble == nil ? CacheOutcome.hitL1 : .miss
                return serve(ready, outcome, similarity: nil, admission.known, admission.entry, instead: trouble)
            case .passenger(.failed(let error, let limits)):
                // Others may have more models to fall back on.
                guard limits.models == nil || limits.models == admission.caller.limits.models else { continue }
                throw error
            case .passenger(.abandoned):
                if Task.isCancelled { throw .clientGone }
            }
        }
    }

    /// Whether a kept answer will do: not for who wants a fresh one, nor for a model that is there no longer.
    private func mayLookUp(_ admission: Admission) -> Bool {
        !admission.caller.controls.skipsLookup && registry.has(admission.request.model)
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
        let begun = try await begin(admission, lead)
        switch begun.answer {
        case .whole(let completion):
            let ready = await settle(completion, begun, admission, lead)
            return RoutedAnswer(
                facts: facts(begun, admission, cost: ready.cost),
                body: admission.request.isStreamed
                    ? Self.replay({ [wantsUsage = admission.request.wantsUsage] in
                        try ready.events(withUsage: wantsUsage)
                    }) : .whole(ready.body))
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

    /// Takes what the call may use, and calls until a model answers.
    private func begin(_ admission: Admission, _ lead: FlightLead?) async throws(RouterError) -> UpstreamCall.Begun {
        let limits = admission.caller.limits
        var tally = UpstreamCall.Tally()
        var hold: TokenHold?
        do throws(RouterError) {
            let candidates = try call.choice.candidates(
                for: admission.request, within: limits, at: clock.milliseconds)
            hold = try admission.caller.grant?.take(TokenEstimate(admission.request))
            var begun = try await call.begin(admission.request, at: candidates, tally: &tally)
            begun.hold = hold
            return begun
        } catch {
            hold?.settle(.none)
            admission.attempts = tally.attempts
            // What this key has used up is nothing to those who wait with another.
            let isOwn = error.status == 499 || error.code == LimitRefusal.code
            lead?.land(isOwn ? .abandoned : .failed(error, within: limits))
            throw error
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
            if trouble.countsAgainstUpstream {
                begun.place.desk.upstream.failed(error, at: clock.nanoseconds, wall: clock.milliseconds)
            }
            begun.hold?.settle(.none)
            lead?.land(.failed(error, within: admission.caller.limits))
            admission.entry.close(.failed(error, attempts: begun.tally.attempts, cache: admission.missOutcome))
            try await write(EventReader.event(error.json.bytes))
        case .abandoned(let completion, let reason):
            begun.place.leave(.abandoned)
            lead?.land(.abandoned)
            var record = record(of: completion, begun, admission)
            begun.hold?.settle(record.usage)
            record.outcome = .cancelled
            record.status = 499
            record.firstByte = firstByte
            admission.entry.close(record)
            throw reason
        }
    }

    /// Keeps a whole answer, gives it to those who wait for it, and records it.
    /// - Returns: the answer under the name it was asked by.
    private func settle(
        _ completion: Completion, _ begun: UpstreamCall.Begun, _ admission: Admission, _ lead: FlightLead?,
        firstByte: Double = 0
    ) async -> ReadyAnswer {
        var record = record(of: completion, begun, admission)
        record.firstByte = firstByte
        begun.hold?.settle(record.usage)
        let ready = ReadyAnswer(completion.named(begun.place.desk.model.name), cost: record.cost)
        let isFallback = call.choice.isFallback(begun.place.desk.model.name, for: admission.request)
        if admission.isCacheable, completion.isComplete, !isFallback {
            let expiresAt = await cache.keep(
                ready, question: admission.request.question ?? "", latency: Int64(begun.tally.waited),
                lifetime: admission.caller.controls.lifetime, for: admission.key)
            remember(admission, cost: record.cost, latency: Int64(begun.tally.waited), until: expiresAt)
            if let question = admission.request.question { semantic?.remember(question, for: admission.key) }
        }
        lead?.land(.answered(ready, instead: isFallback ? begun.tally.trouble : nil))
        admission.entry.close(record)
        return ready
    }

    private func serve(
        _ kept: KeptAnswer, _ outcome: CacheOutcome, similarity: Float? = nil, _ admission: Admission
    ) -> RoutedAnswer? {
        guard let ready = ReadyAnswer(kept), ready.isAllowed(by: admission.caller.limits) else { return nil }
        return serve(ready, outcome, similarity: similarity, admission.known, admission.entry)
    }

    /// Answers from the cache or with what another request got, as a stream or whole, whichever the client asked for.
    /// - Parameter trouble: why that is another model's answer.
    private func serve(
        _ ready: ReadyAnswer, _ outcome: CacheOutcome, similarity: Float?, _ asked: RepeatedRequests.Known,
        _ entry: OpenRequest, instead trouble: RouterError? = nil
    ) -> RoutedAnswer {
        warming?.firstAsks.served(asked.key, took: entry.elapsed)
        var record = RequestRecord()
        record.cache = outcome
        record.similarity = similarity ?? 0
        record.modelServed = ready.facts.model ?? asked.model
        record.usage = ready.facts.usage
        record.saving = referenceCost(record.usage) ?? ready.cost
        record.errorCode = trouble?.code ?? ""
        record.tip = trouble?.tip ?? ""
        let facts = RoutedAnswer.Facts(
            cache: outcome, similarity: similarity, model: record.modelServed, cost: 0, attempts: 0,
            overhead: entry.elapsed, trouble: trouble)
        guard asked.isStreamed else {
            entry.close(record)
            return RoutedAnswer(facts: facts, body: .whole(ready.body))
        }
        return RoutedAnswer(
            facts: facts,
            body: Self.replay(
                { try ready.events(withUsage: asked.wantsUsage) }, isThere: { [record] in entry.close(record) }))
    }

    /// A whole answer as a stream.
    /// - Parameters:
    ///   - events: makes what the stream consists of, but for its end.
    ///   - isThere: called before the last byte leaves, so that whoever has the whole answer is on record.
    private static func replay(
        _ events: @escaping @Sendable () throws -> [[UInt8]], isThere: @escaping @Sendable () -> Void = {}
    ) -> RoutedAnswer.Body {
        .stream { write in
            for event in try events() { try await write(event) }
            isThere()
            try await write(EventReader.event(EventReader.done))
        }
    }
}
