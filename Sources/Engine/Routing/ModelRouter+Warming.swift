import JSON

/// How requests are asked again before somebody else does.
///
/// Warming goes the way of a request, but it is none: nobody sent it, so that it is neither received nor a hit, and its
/// cost stands in the statistics of warming alone. It stays in the tenant that asked; it passes the circuit breaker and
/// keeps to the model's places, of which it takes only free ones and gives them up to whoever needs them; and it asks one
/// model once: no retry, no fallback.
extension ModelRouter {
    /// What asking ended with.
    enum Warmth: Sendable {
        /// - Parameter cost: micro-cents.
        case warmed(cost: Int64, latency: Int64)
        /// - Parameter cost: micro-cents; `nil` when the upstream may have charged what is not known.
        case skipped(WarmingSkip, cost: Int64?)
        case failed(RouterError, cost: Int64?)
        /// Users have the model's places; a little later there may be one.
        case turnedAway
    }

    /// A request as it would be asked for a tenant, and its key.
    func request(parsing body: [UInt8], tenant: String) throws(RouterError) -> (request: ChatRequest, key: CacheKey) {
        let request = try ChatRequest(try Self.json(body))
        return (request, key(of: request, tenant: tenant).key)
    }

    /// The model that would answer first.
    /// - Throws: `RouterError` for a model that is not there, or none that can do what the request needs.
    func firstChoice(for request: ChatRequest) throws(RouterError) -> Model {
        guard let desk = try call.choice.candidates(for: request, at: clock.milliseconds).first else {
            throw RouterError(
                status: 503, "No model can take this request.", type: "service_unavailable", code: "no_model",
                tip: "Configure a model that can do what it needs.", source: .router)
        }
        return desk.model
    }

    /// Asks, and keeps the answer.
    /// - Parameter expected: the key by which the answer is meant to be found: one that has changed means that the model
    ///   shares its answers with others, or does so no longer.
    func warm(_ body: [UInt8], tenant: String, expected: CacheKey) async -> Warmth {
        let request: ChatRequest
        let desk: ModelDesk
        do {
            let found = try self.request(parsing: body, tenant: tenant)
            guard found.key == expected else { return .skipped(.changed, cost: 0) }
            request = found.request
            guard let first = try call.choice.candidates(for: request, at: clock.milliseconds).first else {
                return .skipped(.changed, cost: 0)
            }
            desk = first
        } catch {
            return .failed(error, cost: 0)
        }
        guard desk.standing(at: clock.milliseconds).circuit == .closed else { return .skipped(.failing, cost: 0) }
        guard flights.boardAlone(expected) else { return .skipped(.busy, cost: 0) }
        // Whoever asks the same meanwhile waits for this answer; when there is none it goes its own way.
        let lead = FlightLead(flights, expected)
        switch await call.asGuest(request, at: desk) {
        case .turnedAway: return .turnedAway
        case .sentAway: return .skipped(.busy, cost: nil)
        case .failed(let trouble):
            return .failed(trouble.error(at: desk.model), cost: trouble.mayHaveCost ? nil : 0)
        case .answered(let completion, let took):
            let cost = usage(of: completion, request).cost(at: desk.model.price)
            guard completion.isComplete else { return .skipped(.incomplete, cost: cost) }
            let ready = ReadyAnswer(completion.named(desk.model.name), cost: cost)
            let expiresAt = await cache.keep(
                ready, question: request.question ?? "", latency: Int64(took), lifetime: nil, for: expected)
            if let question = request.question { semantic?.remember(question, for: expected) }
            warming?.firstAsks.await(expected, latency: Int64(took))
            remember(
                request, key: expected, tenant: tenant, asks: 0, cost: cost, latency: Int64(took), until: expiresAt)
            lead.land(.answered(ready))
            return .warmed(cost: cost, latency: Int64(took))
        }
    }

    /// Notes a request whose answer was asked for and kept. One that asked for a lifetime of its own wants a fresh answer
    /// each time that is over, not one made in advance.
    func remember(_ admission: Admission, cost: Int64, latency: Int64, until expiresAt: Int64) {
        warming?.firstAsks.missed(admission.key)
        guard admission.caller.controls.lifetime == nil else { return }
        // Asked again, it would be for no key: any model could be chosen then.
        guard admission.request.model != "auto" || admission.caller.limits.models == nil else { return }
        remember(
            admission.request, key: admission.key, tenant: admission.caller.tenant, asks: 1, cost: cost,
            latency: latency, until: expiresAt)
    }

    private func remember(
        _ request: ChatRequest, key: CacheKey, tenant: String, asks: Int, cost: Int64, latency: Int64,
        until expiresAt: Int64
    ) {
        guard let warming else { return }
        let body = AskedRequest.body(of: request)
        guard body.count <= AskedRequest.largestBody else { return }
        let now = clock.milliseconds
        warming.asked.remember(
            AskedRequest(
                key: key, tenant: tenant, model: request.model, asks: asks > 0 ? [now / AskedRequest.day: asks] : [:],
                cost: cost, latency: latency, lastAsked: now, expiresAt: expiresAt,
                size: body.count + tenant.utf8.count + request.model.utf8.count + 256),
            body: body)
    }
}

extension UpstreamTrouble {
    /// Whether the upstream may have done its work, and charge for it, all the same.
    fileprivate var mayHaveCost: Bool {
        switch self {
        case .timedOut, .reset, .malformed, .tooLarge, .cancelled: true
        default: false
        }
    }
}
