public import Telemetry

/// Requests of one model, outcome and kind of cache answer, added up.
public struct RequestSum: Sendable, Hashable {
    /// As `StoredRequest.model` has it.
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
    /// The times whose sum is `total`.
    public var latency = Histogram()
    /// The times to the first byte of streams.
    public var firstByteLatency = Histogram()

    public init(model: String, outcome: RequestRecord.Outcome, cache: CacheOutcome) {
        self.model = model
        self.outcome = outcome
        self.cache = cache
    }

    public mutating func add(_ request: StoredRequest) {
        let record = request.record
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
        latency.record(milliseconds: record.total)
        if request.opening.isStreamed { firstByteLatency.record(milliseconds: record.firstByte) }
    }

    /// Adds requests of the same kind.
    public mutating func merge(_ other: RequestSum) {
        count += other.count
        attempts += other.attempts
        inputTokens += other.inputTokens
        cachedInputTokens += other.cachedInputTokens
        outputTokens += other.outputTokens
        cost += other.cost
        saving += other.saving
        queued += other.queued
        firstByte += other.firstByte
        total += other.total
        latency.merge(other.latency)
        firstByteLatency.merge(other.firstByteLatency)
    }
}

extension Double {
    /// These milliseconds as whole microseconds; 0 for what is no time.
    package var microseconds: Int64 { isFinite && self > 0 ? Int64(Swift.min(self * 1_000, 1e15).rounded()) : 0 }
}
