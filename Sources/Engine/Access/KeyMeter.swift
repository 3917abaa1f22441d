import Synchronization

/// Counts what one key uses, for all of its requests together: there is exactly one for each key.
///
/// What is counted passes or not in one step, so that requests at the same time cannot pass a limit together. It is
/// kept in memory: after a start every key has its whole limits.
public final class KeyMeter: Sendable {
    private struct State {
        var requests = RateBucket()
        var tokens = RateBucket()
    }

    private let clock: any EngineClock
    private let state = Mutex(State())

    public init(clock: any EngineClock) {
        self.clock = clock
    }

    /// What a key with these limits has left now.
    public func standing(under limits: KeyLimits) -> KeyStanding {
        guard limits.requestsPerMinute != nil || limits.tokensPerMinute != nil else {
            return KeyStanding(requests: nil, tokens: nil)
        }
        return state.withLock { state in
            let now = milliseconds
            return KeyStanding(
                requests: limits.requestsPerMinute.map { Self.rate(&state.requests, $0, at: now) },
                tokens: limits.tokensPerMinute.map { Self.rate(&state.tokens, $0, at: now) })
        }
    }

    /// Counts a request if it fits.
    /// - Returns: what is wrong when it does not; nothing is counted then.
    func takeRequest(under limits: KeyLimits) -> LimitRefusal? {
        guard let limit = limits.requestsPerMinute else { return nil }
        return state.withLock { state in Self.take(1, of: .requests, limit, &state.requests, at: milliseconds) }
    }

    /// Counts tokens if they fit.
    func takeTokens(_ amount: Int64, under limits: KeyLimits) -> LimitRefusal? {
        guard let limit = limits.tokensPerMinute else { return nil }
        return state.withLock { state in Self.take(amount, of: .tokens, limit, &state.tokens, at: milliseconds) }
    }

    /// Counts tokens in place of those that were taken: more, though they may not fit, or less.
    func settleTokens(taken: Int64, used: Int64, under limits: KeyLimits) {
        guard let limit = limits.tokensPerMinute, taken != used else { return }
        state.withLock { state in
            state.tokens.drain(limit, at: milliseconds)
            state.tokens.add(min(max(0, used), RateBucket.highest) - taken)
        }
    }

    /// To be read while the state is locked: a reading from before another's would look like a clock that goes back.
    private var milliseconds: Int64 { clock.nanoseconds / 1_000_000 }

    private static func rate(_ bucket: inout RateBucket, _ limit: Int, at now: Int64) -> KeyStanding.Rate {
        bucket.drain(limit, at: now)
        return KeyStanding.Rate(limit: Int64(max(0, limit)), remaining: bucket.room, reset: bucket.reset)
    }

    private static func take(
        _ amount: Int64, of kind: LimitRefusal.Kind, _ limit: Int, _ bucket: inout RateBucket, at now: Int64
    ) -> LimitRefusal? {
        bucket.drain(limit, at: now)
        let wait = bucket.wait(for: amount)
        guard wait == 0 else { return LimitRefusal(kind: kind, limit: limit, asked: amount, wait: wait) }
        bucket.add(amount)
        return nil
    }
}
