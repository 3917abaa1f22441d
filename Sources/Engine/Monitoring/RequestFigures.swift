public import Telemetry

/// Requests added up, and every figure that follows from them.
///
/// *Answered* means succeeded: a hit that was served is, an error is not, and a client that hung up got no answer.
public struct RequestFigures: RequestShares, Sendable, Hashable {
    public var succeeded: Int64 = 0
    public var failed: Int64 = 0
    public var cancelled: Int64 = 0
    public var hitsL1: Int64 = 0
    public var hitsL2: Int64 = 0
    public var hitsL3: Int64 = 0
    public var semanticHits: Int64 = 0
    /// Cacheable requests that no tier could answer.
    public var misses: Int64 = 0
    /// Requests that were not cacheable.
    public var bypasses: Int64 = 0
    /// Received, and for some reason not on record.
    public var lost: Int64 = 0
    /// Calls of upstreams.
    public var attempts: Int64 = 0
    public var inputTokens: Int64 = 0
    public var cachedInputTokens: Int64 = 0
    public var outputTokens: Int64 = 0
    /// In micro-cents (10^-8 dollars).
    public var cost: Int64 = 0
    /// What the same requests would have cost at the reference model, less `cost`, in micro-cents.
    public var saving: Int64 = 0
    /// Microseconds of waiting for a place at a model, all requests together.
    public var queued: Int64 = 0
    /// How many were answered in the busiest minute; 0 where that is not known.
    public var busiestMinute: Int64 = 0
    /// From a request's last byte in to the answer's last byte out, of all that succeeded or failed. A request that was
    /// cancelled has no last byte.
    public var latency = Histogram()
    /// From a request's last byte in to the answer's first byte out, of those that were streamed.
    public var firstByte = Histogram()
    /// The latency of hits alone.
    public var cacheAccess = Histogram()

    public init() {}

    public var recorded: Int64 { succeeded + failed + cancelled }
    /// Without what is in flight.
    public var received: Int64 { recorded + lost }
    public var hits: Int64 { hitsL1 + hitsL2 + hitsL3 + semanticHits }
    public var cacheable: Int64 { hits + misses }

    /// **requestCoverage**: recorded / received.
    public var coverage: Double? { share(recorded, of: received) }
    /// **throughput**: requests answered per second in the busiest minute.
    public var throughput: Double? { recorded > 0 ? Double(busiestMinute) / 60 : nil }
}

extension RequestFigures {
    /// Adds the figures of other minutes.
    public mutating func merge(_ other: RequestFigures) {
        succeeded += other.succeeded
        failed += other.failed
        cancelled += other.cancelled
        hitsL1 += other.hitsL1
        hitsL2 += other.hitsL2
        hitsL3 += other.hitsL3
        semanticHits += other.semanticHits
        misses += other.misses
        bypasses += other.bypasses
        lost += other.lost
        attempts += other.attempts
        inputTokens += other.inputTokens
        cachedInputTokens += other.cachedInputTokens
        outputTokens += other.outputTokens
        cost += other.cost
        saving += other.saving
        queued += other.queued
        busiestMinute = max(busiestMinute, other.busiestMinute)
        latency.merge(other.latency)
        firstByte.merge(other.firstByte)
        cacheAccess.merge(other.cacheAccess)
    }

    /// The figures of some sums; the busiest minute is not known from them.
    public init(_ sums: some Sequence<RequestSum>) {
        for sum in sums { add(sum) }
    }

    public mutating func add(_ sum: RequestSum) {
        switch sum.outcome {
        case .succeeded: succeeded += sum.count
        case .failed: failed += sum.count
        case .cancelled: cancelled += sum.count
        }
        switch sum.cache {
        case .hitL1: hitsL1 += sum.count
        case .hitL2: hitsL2 += sum.count
        case .hitL3: hitsL3 += sum.count
        case .semantic: semanticHits += sum.count
        case .miss: misses += sum.count
        case .bypass: bypasses += sum.count
        }
        attempts += sum.attempts
        inputTokens += sum.inputTokens
        cachedInputTokens += sum.cachedInputTokens
        outputTokens += sum.outputTokens
        cost += sum.cost
        saving += sum.saving
        queued += sum.queued
        guard sum.outcome != .cancelled else { return }
        latency.merge(sum.latency)
        firstByte.merge(sum.firstByteLatency)
        if sum.cache.isHit { cacheAccess.merge(sum.latency) }
    }
}
