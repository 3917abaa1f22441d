/// Why a request was not warmed.
public enum WarmingSkip: String, Sendable, Hashable, CaseIterable {
    /// Its answer is in memory and lives long enough.
    case warm
    /// The budget does not allow for it.
    case budget
    /// Users need the model's places, or somebody asks the same right now.
    case busy
    /// The model's circuit is open, or it failed a short while ago.
    case failing
    /// The model is no longer there, or it shares its answers otherwise than when the request was asked.
    case changed
    /// Its body is no longer remembered.
    case forgotten
    /// The limit on how many are warmed was reached.
    case limit
    /// The answer was cut or filtered; such answers are not kept.
    case incomplete
}

/// What warming has done since the start. None of it is in the counts of requests: nobody sent them.
public struct WarmingStatistics: Sendable, Hashable {
    /// Answers that were asked for again, or for the first time from a file, and kept.
    public var warmed: UInt64 = 0
    /// Answers that were brought from a slower tier into memory.
    public var promoted: UInt64 = 0
    /// Calls that gave no answer.
    public var failed: UInt64 = 0
    /// Requests that the last round passed over, by why.
    public var skipped: [WarmingSkip: UInt64] = [:]
    /// In micro-cents, since the start.
    public var spent: Int64 = 0
    /// In micro-cents, on this day of UTC, also before the start.
    public var spentToday: Int64 = 0
    /// What may be spent on a day, in micro-cents; `nil` where none was allowed, and nothing is asked again.
    public var budget: Int64?
    /// First asks of answers that had been asked for by warming.
    public var firstAsks = FirstAsks.Tally()
    /// Requests remembered, as of the last round.
    public var remembered = 0
    /// What went wrong last with the memory of requests; no prompt is in it.
    public var lastError: String?

    /// How much faster the first ask of a warmed request is than the same request unwarmed, in percent; `nil` while there
    /// was none. Answers that were merely promoted are not in it: unwarmed they had been hits of a slower tier.
    public var firstRequestGain: Double? {
        guard firstAsks.unwarmed > 0 else { return nil }
        return 100 * (1 - firstAsks.warmed / firstAsks.unwarmed)
    }

    public init() {}
}
