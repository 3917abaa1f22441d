/// How much a tier holds.
public struct TierContents: Sendable, Hashable {
    public let entries: Int
    public let bytes: Int
    /// In bytes; 0 for no bound.
    public let capacity: Int
    /// How many made room for others; `nil` where that is not counted.
    public let evictions: UInt64?

    public init(entries: Int, bytes: Int, capacity: Int, evictions: UInt64? = nil) {
        self.evictions = evictions
        self.entries = entries
        self.bytes = bytes
        self.capacity = capacity
    }
}

/// A tier as people look at it: whether it works, what it holds and what it was asked.
public struct TierReport: Sendable {
    /// `l1`, `l2` or `l3`.
    public let name: String
    public let state: TierSwitch.State
    /// `nil` when the tier cannot tell.
    public let contents: TierContents?
    /// Since the start.
    public let hits: UInt64
    public let misses: UInt64
    public let failures: UInt64
    /// Of the last failure.
    public let lastError: String?
}

extension AnswerCache {
    /// A report of each tier there is, the fastest first.
    public func report() async -> [TierReport] {
        let memory = memory.statistics
        var reports = [
            TierReport(
                name: "l1", state: .on,
                contents: TierContents(entries: memory.entries, bytes: memory.bytes, capacity: memory.capacity),
                hits: memory.hits, misses: memory.misses, failures: 0, lastError: nil)
        ]
        for tier in [l2, l3] {
            if let tier { reports.append(await tier.report()) }
        }
        return reports
    }
}

extension TierSwitch {
    public func report() async -> TierReport {
        let contents = await contents()
        let standing = standing
        return TierReport(
            name: standing.name, state: standing.state, contents: contents, hits: standing.hits,
            misses: standing.misses, failures: standing.failures, lastError: standing.lastError)
    }
}
