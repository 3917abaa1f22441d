public import Engine

/// Requests added up: those of one hour, model, outcome and kind of cache answer, or of all hours.
public struct RequestSum: Sendable, Hashable {
    /// Hours since 1970, UTC; `nil` for all.
    public var hour: Int64?
    /// The model that answered; empty where none did.
    public var model: String
    public var outcome: RequestRecord.Outcome
    public var cache: CacheOutcome
    public var count: Int64 = 0
    public var attempts: Int64 = 0
    public var inputTokens: Int64 = 0
    public var cachedInputTokens: Int64 = 0
    public var outputTokens: Int64 = 0
    /// In micro-cents.
    public var cost: Int64 = 0
    /// In micro-cents.
    public var saving: Int64 = 0
    /// In microseconds, like the next two.
    public var queued: Int64 = 0
    public var firstByte: Int64 = 0
    public var total: Int64 = 0

    init(hour: Int64?, model: String, outcome: RequestRecord.Outcome, cache: CacheOutcome) {
        self.hour = hour
        self.model = model
        self.outcome = outcome
        self.cache = cache
    }

    mutating func add(_ record: RequestRecord) {
        count += 1
        attempts += Int64(record.attempts)
        inputTokens += record.usage.input
        cachedInputTokens += record.usage.cachedInput
        outputTokens += record.usage.output
        cost += record.cost
        saving += record.saving
        queued += record.queued.microseconds
        firstByte += record.firstByte.microseconds
        total += record.total.microseconds
    }
}

extension Double {
    /// These milliseconds as whole microseconds; 0 for what is no time.
    var microseconds: Int64 { isFinite && self > 0 ? Int64(Swift.min(self * 1_000, 1e15).rounded()) : 0 }
}
