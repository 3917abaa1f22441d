/// Which models are to be tried for a request, in which order.
struct ModelChoice: Sendable {
    let registry: ModelRegistry
    /// A number below the given bound, each as likely as any other.
    let random: @Sendable (Double) -> Double
    /// The model that is always tried last.
    let lastResort: String?

    /// - Parameter limits: models that they do not allow are none of the candidates, as fallbacks neither.
    /// - Throws: `RouterError` for a model that is not there, or when none can do what the request needs.
    func candidates(
        for request: ChatRequest, within limits: KeyLimits = .none, at now: Int64
    ) throws(RouterError) -> [ModelDesk] {
        var chosen: [ModelDesk]
        if request.model == "auto" {
            chosen = automatic(for: request, within: limits, at: now)
        } else {
            guard limits.allows(request.model) else { throw limits.refusal(of: request.model) }
            guard let desk = registry.desk(request.model) else { throw registry.unknown(request.model) }
            if let context = desk.model.context, request.estimatedTokens > context {
                throw .invalid(
                    "About \(request.estimatedTokens) tokens do not fit \(request.model)'s context window of \(context).",
                    param: "messages", tip: "Shorten the conversation, or use a model with a larger window.",
                    code: "context_length_exceeded")
            }
            chosen = [desk]
        }
        var names = Set(chosen.map(\.model.name))
        let fallbacks = chosen.flatMap(\.model.fallbacks) + (lastResort.map { [$0] } ?? [])
        for name in fallbacks where limits.allows(name) && names.insert(name).inserted {
            if let desk = registry.desk(name) { chosen.append(desk) }
        }
        if chosen.isEmpty, limits.models != nil { throw limits.nothingFits }
        return chosen
    }

    /// Whether a model answered only because those that were asked for could not.
    func isFallback(_ name: String, for request: ChatRequest) -> Bool {
        request.model == "auto" ? name == lastResort && registry.models.count > 1 : request.model != name
    }

    /// The best of two drawn by weight, then the others by how they are doing: nobody is best for everybody at once, so
    /// that a model that comes back is not overrun. Source: M. Mitzenmacher, "The Power of Two Choices in Randomized Load
    /// Balancing".
    private func automatic(for request: ChatRequest, within limits: KeyLimits, at now: Int64) -> [ModelDesk] {
        let able = registry.all.filter { desk in
            desk.model.name != lastResort && desk.model.weight > 0 && limits.allows(desk.model.name)
                && request.needs.isSubset(of: desk.model.capabilities)
                && request.estimatedTokens <= desk.model.context ?? .max
        }
        let standings = able.map { ($0, $0.standing(at: now)) }
        let well = standings.filter(\.1.admits)
        guard let first = draw(well), let second = draw(well) else { return able }
        let best = load(first) <= load(second) ? first.0 : second.0
        let rest = standings.filter { $0.0 !== best }.sorted {
            ($0.1.admits ? 0 : 1, load($0)) < ($1.1.admits ? 0 : 1, load($1))
        }
        return [best] + rest.map(\.0)
    }

    private func draw(_ desks: [(ModelDesk, ModelDesk.Standing)]) -> (ModelDesk, ModelDesk.Standing)? {
        var rest = random(desks.reduce(0) { $0 + $1.0.model.weight })
        for desk in desks {
            rest -= desk.0.model.weight
            if rest < 0 { return desk }
        }
        return desks.last
    }

    /// What one more request would wait, in milliseconds: latency times those ahead of it.
    private func load(_ desk: (ModelDesk, ModelDesk.Standing)) -> Double {
        max(desk.1.latency, 1) * Double(desk.1.inFlight + desk.1.waiting + 1)
    }
}
