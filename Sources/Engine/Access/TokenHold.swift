import Synchronization

/// The tokens that were taken for one request and have not been settled.
///
/// What is never settled stays taken: its model was asked.
final class TokenHold: Sendable {
    private let grant: KeyGrant
    private let taken: Int64
    private let isSettled = Atomic(false)

    fileprivate init(_ grant: KeyGrant, taken: Int64) {
        self.grant = grant
        self.taken = taken
    }

    /// Puts what was used in the place of what was taken. Only the first time counts.
    func settle(_ usage: Usage) {
        guard !isSettled.exchange(true, ordering: .relaxed) else { return }
        let (used, isTooMany) = usage.input.addingReportingOverflow(usage.output)
        grant.meter.settleTokens(taken: taken, used: isTooMany ? .max : used, under: grant.limits)
    }
}

extension KeyGrant {
    /// How much is left of its limits now.
    public var standing: KeyStanding { meter.standing(under: limits) }

    /// Counts a request.
    ///
    /// Every request counts, whatever becomes of it, as at OpenAI: one that is answered from the cache, and one that cannot
    /// be read. Only one that is over the limit does not, so that asking again too early costs nothing.
    /// - Throws: `RouterError` 429 when no more may be sent now.
    func takeRequest() throws(RouterError) {
        if let refusal = meter.takeRequest(under: limits) { throw refusal.error }
    }

    /// Takes the tokens that a model is about to be asked for.
    ///
    /// Answers from the cache take none, so that they are given when no tokens are left, too; nor do calls that fail.
    /// - Throws: `RouterError` 429 when they do not fit now.
    func take(_ estimate: @autoclosure () -> TokenEstimate) throws(RouterError) -> TokenHold? {
        guard let limit = limits.tokensPerMinute else { return nil }
        let taken = estimate().taken(under: limit)
        if let refusal = meter.takeTokens(taken, under: limits) { throw refusal.error }
        return TokenHold(self, taken: taken)
    }
}
