import JSON

/// What is noted and said of a request.
extension ModelRouter {
    func record(of completion: Completion, _ begun: UpstreamCall.Begun, _ admission: Admission) -> RequestRecord {
        var record = RequestRecord()
        let model = begun.place.desk.model
        record.cache = admission.missOutcome
        record.modelServed = model.name
        record.attempts = begun.tally.attempts
        record.queued = begun.tally.queued
        record.upstreamTime = begun.tally.waited
        record.usage = usage(of: completion, admission.request)
        record.cost = record.usage.cost(at: model.price)
        record.saving = referenceCost(record.usage).map { $0 - record.cost } ?? 0
        record.errorCode = begun.tally.trouble?.code ?? ""
        record.tip = begun.tally.trouble?.tip ?? ""
        return record
    }

    /// What the upstream counted, or an estimate where it did not.
    func usage(of completion: Completion, _ request: ChatRequest) -> Usage {
        completion.usage
            ?? Usage(
                input: Int64(request.estimatedTokens), cachedInput: 0, output: Int64(completion.bytes.count / 4))
    }

    func facts(_ begun: UpstreamCall.Begun, _ admission: Admission, cost: Int64?) -> RoutedAnswer.Facts {
        RoutedAnswer.Facts(
            cache: admission.missOutcome, similarity: nil, model: begun.place.desk.model.name, cost: cost,
            attempts: begun.tally.attempts,
            overhead: max(0, admission.entry.elapsed - begun.tally.waited - begun.tally.queued),
            trouble: begun.tally.trouble)
    }

    func referenceCost(_ usage: Usage) -> Int64? {
        registry.referencePrice.map { usage.cost(at: $0) }
    }

    func opening(_ caller: Caller, model: String, isStreamed: Bool) -> RequestOpening {
        RequestOpening(
            id: caller.requestID, receivedAt: clock.milliseconds, tenant: caller.tenant, modelAsked: model,
            isStreamed: isStreamed)
    }

    static func request(_ body: [UInt8]) throws(RouterError) -> ChatRequest {
        let (json, written): (JSON, JSON.Written?)
        do {
            (json, written) = try JSON.reading(body, noting: "model")
        } catch {
            throw .invalid(error.message + ".", param: nil, tip: error.tip, code: "invalid_json")
        }
        return try ChatRequest(json, written: written)
    }
}
