import JSON

/// Takes a request for embeddings, answers it from memory, from the built-in model or from upstream, and records the
/// outcome: the sibling of `ModelRouter`.
///
/// There is no `auto` and no fallback: vectors of different models cannot be compared, so that another model's answer
/// would be a wrong one. Answers are kept in L1 for as long as those of chats and hit exactly, everything but `user`
/// being equal; the slower tiers are left to answers that cost more to make again. On record all of them are `bypass`,
/// so that the cache hit rate stays what it is defined as: that of chat requests.
public final class EmbeddingRouter: Sendable {
    public let registry: ModelRegistry
    /// `nil` where this program has none.
    public let builtIn: BuiltInEmbeddings?
    private let desks: EmbeddingDesks
    private let memory: MemoryTier
    public let ledger: Ledger
    private let clock: any EngineClock
    private let digest: @Sendable ([UInt8]) -> [UInt8]
    private let random: @Sendable (Double) -> Double
    private let upstream: any EmbeddingUpstream

    /// Milliseconds.
    private static let lifetime = AnswerCache.Lifetimes().l1

    /// - Parameters:
    ///   - memory: L1, which chats may share.
    ///   - digest: SHA-256.
    ///   - random: a number from 0 up to its argument.
    public init(
        registry: ModelRegistry, builtIn: BuiltInEmbeddings?, memory: MemoryTier, ledger: Ledger,
        clock: any EngineClock, digest: @escaping @Sendable ([UInt8]) -> [UInt8],
        random: @escaping @Sendable (Double) -> Double, upstream: any EmbeddingUpstream
    ) {
        self.registry = registry
        self.builtIn = builtIn
        self.memory = memory
        self.ledger = ledger
        self.clock = clock
        self.digest = digest
        self.random = random
        self.upstream = upstream
        desks = EmbeddingDesks(registry)
    }

    /// The models that make embeddings and nothing else, while they can.
    public var models: [Model] {
        guard let builtIn, !builtIn.standing.isOff else { return [] }
        return [BuiltInEmbeddings.model]
    }

    /// Answers a request for embeddings: admit, look up, call, keep, record. A request that cannot be read is recorded as
    /// failed, as is one that the caller may not send.
    public func answer(_ body: [UInt8], from caller: Caller) async throws(RouterError) -> RoutedAnswer {
        try take(caller)
        let (json, unreadable) = Self.json(body)
        let name = json["model"]?.stringValue ?? ""
        let entry = ledger.open(
            RequestOpening(
                id: caller.requestID, receivedAt: clock.milliseconds, tenant: caller.tenant, modelAsked: name,
                isStreamed: false, operation: .embeddings))
        var call = Call(caller: caller, entry: entry)
        do throws(RouterError) {
            if let unreadable { throw unreadable }
            let request = try EmbeddingRequest(json)
            // Embeddings say nothing to a reader: what was asked is enough.
            defer { ContentCopy(ledger, entry, prompt: request.body)?.keep() }
            return try await answer(request, &call)
        } catch {
            entry.close(.failed(error, attempts: call.tally.attempts, cache: .bypass))
            throw error
        }
    }

    /// Counts a request against what its caller may send.
    private func take(_ caller: Caller) throws(RouterError) {
        do throws(RouterError) {
            try caller.grant?.takeRequest()
        } catch {
            ledger.refuse(caller.requestID, error, tenant: caller.tenant, operation: .embeddings)
            throw error
        }
    }

    /// What one request's way through the router takes.
    private struct Call {
        let caller: Caller
        let entry: OpenRequest
        var tally = UpstreamCall.Tally()
    }

    private func answer(_ request: EmbeddingRequest, _ call: inout Call) async throws(RouterError) -> RoutedAnswer {
        let model = try model(request.model, within: call.caller.limits)
        let controls = call.caller.controls
        let key = request.key(tenant: model.isShared ? nil : call.caller.tenant, digest: digest)
        if !controls.skipsLookup, let kept = memory.answer(for: key, at: clock.milliseconds) {
            var record = RequestRecord()
            record.modelServed = model.name
            record.saving = kept.cost
            call.entry.close(record)
            return routed(kept.body, .hitL1, cost: 0, model, call)
        }
        let answer = try await fetch(request, model, &call)
        var record = RequestRecord()
        record.modelServed = model.name
        record.attempts = call.tally.attempts
        record.queued = call.tally.queued
        record.usage = answer.usage ?? .none
        record.cost = record.usage.cost(at: model.price)
        if !controls.skipsKeeping {
            let now = clock.milliseconds
            memory.keep(
                KeptAnswer(
                    body: answer.bytes, question: "", storedAt: now,
                    expiresAt: now + min(Self.lifetime, controls.lifetime ?? Self.lifetime), cost: record.cost,
                    latency: Int64(call.tally.waited)), for: key)
        }
        call.entry.close(record)
        let isLookedUp = !controls.skipsLookup && !controls.skipsKeeping
        return routed(answer.bytes, isLookedUp ? .miss : .bypass, cost: record.cost, model, call)
    }

    private func model(_ name: String, within limits: KeyLimits) throws(RouterError) -> Model {
        guard name == "auto" || limits.allows(name) else { throw limits.refusal(of: name) }
        if builtIn != nil, name == BuiltInEmbeddings.modelName { return BuiltInEmbeddings.model }
        guard name != "auto" else {
            throw .invalid(
                "Embeddings of different models cannot be compared, so that none is chosen for you.", param: "model",
                tip: "Name the model, such as \(BuiltInEmbeddings.modelName), and stay with it.")
        }
        guard let desk = registry.desk(name) else { throw registry.unknown(name) }
        guard desk.model.endpoint != nil else {
            throw .invalid(
                "\(name) makes no embeddings.", param: "model", tip: "\(BuiltInEmbeddings.modelName) makes them here.")
        }
        return desk.model
    }

    private func fetch(
        _ request: EmbeddingRequest, _ model: Model, _ call: inout Call
    ) async throws(RouterError) -> EmbeddingAnswer {
        var attempts = EmbeddingCall(desk: desks.desk(model), clock: clock)
        defer { call.tally = attempts.tally }
        let hold = try call.caller.grant?.take(TokenEstimate(request))
        do throws(RouterError) {
            let answer =
                if let builtIn, model.endpoint == nil {
                    try await attempts.compute(request, by: builtIn)
                } else {
                    try await attempts.send(request, to: upstream, random: random)
                }
            if let usage = answer.usage { hold?.settle(usage) }
            return answer
        } catch {
            hold?.settle(.none)
            throw error
        }
    }

    private func routed(
        _ bytes: [UInt8], _ outcome: CacheOutcome, cost: Int64, _ model: Model, _ call: Call
    ) -> RoutedAnswer {
        let overhead = max(0, call.entry.elapsed - call.tally.waited - call.tally.queued)
        return RoutedAnswer(
            facts: RoutedAnswer.Facts(
                cache: outcome, similarity: nil, model: model.name, cost: cost, attempts: call.tally.attempts,
                overhead: overhead),
            body: .whole(bytes))
    }

    private static func json(_ body: [UInt8]) -> (JSON, RouterError?) {
        do {
            return (try JSON(parsing: body), nil)
        } catch {
            return (.null, .invalid(error.message + ".", param: nil, tip: error.tip, code: "invalid_json"))
        }
    }
}
