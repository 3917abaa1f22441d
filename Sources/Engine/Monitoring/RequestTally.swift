/// Requests counted, with what they took: those of a second, of a window, of a model.
public struct RequestTally: RequestShares, Sendable, Hashable {
    /// By outcome and cache outcome.
    private var counts: InlineArray<18, Int> = .init(repeating: 0)

    /// Failures that the request itself is not to blame for.
    public private(set) var faults = 0
    /// Calls of upstreams.
    public private(set) var attempts = 0
    /// All input tokens, the cached ones included.
    public private(set) var inputTokens: Int64 = 0
    public private(set) var cachedInputTokens: Int64 = 0
    public private(set) var outputTokens: Int64 = 0
    /// In micro-cents.
    public private(set) var cost: Int64 = 0
    /// In micro-cents.
    public private(set) var saving: Int64 = 0
    /// Microseconds spent waiting for a place at a model.
    public private(set) var queued: Int64 = 0

    public init() {}

    /// Requests with this outcome whose answer came from there.
    public func count(_ outcome: RequestRecord.Outcome, _ cache: CacheOutcome) -> Int {
        counts[Self.place(outcome, cache)]
    }

    public func count(_ outcome: RequestRecord.Outcome) -> Int {
        CacheOutcome.allCases.reduce(0) { $0 + count(outcome, $1) }
    }

    public func count(_ cache: CacheOutcome) -> Int {
        RequestRecord.Outcome.allCases.reduce(0) { $0 + count($1, cache) }
    }

    public var succeeded: Int { count(.succeeded) }
    public var failed: Int { count(.failed) }
    public var cancelled: Int { count(.cancelled) }
    /// All of them.
    public var closed: Int { counts.indices.reduce(0) { $0 + counts[$1] } }

    /// Requests whose answer a tier could have had.
    public var cacheable: Int { closed - count(.bypass) }
    /// Requests that a tier answered.
    public var hits: Int { cacheable - count(.miss) }

    public var semanticHits: Int { count(.semantic) }

    /// Faults / (succeeded + failed), 0 to 1.
    public var faultRate: Double? { share(faults, of: succeeded + failed) }
    /// One tier's part of the cache hit rate.
    public func hitRate(_ cache: CacheOutcome) -> Double? { share(count(cache), of: cacheable) }

    /// Counts a request.
    public mutating func add(_ record: borrowing RequestRecord) {
        counts[Self.place(record.outcome, record.cache)] += 1
        if record.isFault { faults += 1 }
        attempts += record.attempts
        inputTokens += record.usage.input
        cachedInputTokens += record.usage.cachedInput
        outputTokens += record.usage.output
        cost += record.cost
        saving += record.saving
        if record.queued > 0 { queued += Int64(min(record.queued, 1e12) * 1_000) }
    }

    public static func += (left: inout RequestTally, right: RequestTally) { left.add(right, times: 1) }

    /// Takes away what was added before.
    public static func -= (left: inout RequestTally, right: RequestTally) { left.add(right, times: -1) }

    private mutating func add(_ other: RequestTally, times sign: Int) {
        for index in counts.indices { counts[index] += other.counts[index] * sign }
        let factor = Int64(sign)
        faults += other.faults * sign
        attempts += other.attempts * sign
        inputTokens += other.inputTokens * factor
        cachedInputTokens += other.cachedInputTokens * factor
        outputTokens += other.outputTokens * factor
        cost += other.cost * factor
        saving += other.saving * factor
        queued += other.queued * factor
    }

    private static func place(_ outcome: RequestRecord.Outcome, _ cache: CacheOutcome) -> Int {
        outcome.place * 6 + cache.place
    }
}

extension RequestTally {
    public static func == (left: RequestTally, right: RequestTally) -> Bool { left.figures == right.figures }

    public func hash(into hasher: inout Hasher) { hasher.combine(figures) }

    private var figures: [Int64] {
        counts.indices.map { Int64(counts[$0]) } + [
            Int64(faults), Int64(attempts), inputTokens, cachedInputTokens, outputTokens, cost, saving, queued,
        ]
    }
}

extension RequestRecord {
    /// It failed, and not because of what was asked: a request that nobody could answer says nothing about how the router
    /// is doing.
    var isFault: Bool {
        guard outcome == .failed else { return false }
        return status >= 500
            || ["http_401", "http_402", "http_403", "http_404", "http_408", "http_429"].contains(errorCode)
    }
}

extension RequestRecord.Outcome {
    fileprivate var place: Int {
        switch self {
        case .succeeded: 0
        case .failed: 1
        case .cancelled: 2
        }
    }
}

extension CacheOutcome {
    fileprivate var place: Int {
        switch self {
        case .hitL1: 0
        case .hitL2: 1
        case .hitL3: 2
        case .semantic: 3
        case .miss: 4
        case .bypass: 5
        }
    }
}
