/// An answer that has been made before, ready to be given again.
struct ReadyAnswer: Sendable {
    let body: [UInt8]
    let facts: AnswerFacts
    /// What it cost when it was made, in micro-cents.
    let cost: Int64

    /// - Returns: `nil` for what cannot be read any more, which is as good as not there.
    init?(_ kept: KeptAnswer) {
        guard let facts = AnswerFacts(of: kept) else { return nil }
        self.facts = facts
        body = kept.body
        cost = kept.cost
    }

    init(_ completion: Completion, cost: Int64) {
        body = completion.bytes
        facts = AnswerFacts(completion)
        self.cost = cost
    }

    /// Whether a key with these limits may be given it: `auto` may have chosen a model that it may not use.
    func isAllowed(by limits: KeyLimits) -> Bool {
        guard limits.models != nil else { return true }
        return facts.model.map(limits.allows) ?? false
    }

    /// The events of the answer as a stream, all but its end mark.
    /// - Throws: `UpstreamTrouble.malformed`, which what was kept whole never does.
    func events(withUsage: Bool) throws(UpstreamTrouble) -> [[UInt8]] {
        try Completion(parsing: body).events(withUsage: withUsage)
    }
}
