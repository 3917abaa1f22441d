import Synchronization

/// L1: answers in memory, bounded in bytes.
///
/// When it is full the answers least worth keeping go: those that are large, cheap to make again and rarely asked for.
/// Worth is `frequency × (cost + latency) / size` above the worth of what went last (GreedyDual-Size with Frequency; source:
/// L. Cherkasova, "Improving WWW Proxies Performance with Greedy-Dual-Size-Frequency Caching Policy"), and the one to go
/// is the worst of eight drawn at random, which needs no order to be kept.
public final class MemoryTier: Sendable {
    private struct Entry {
        let key: CacheKey
        var answer: KeptAnswer
        var uses: Double
        var worth: Double
    }

    private struct Shard {
        var entries: [Entry] = []
        var places: [CacheKey: Int] = [:]
        var bytes = 0
        /// The worth of the answer that went last: newcomers start above it, so that old fame fades.
        var floor = 0.0
        var hits: UInt64 = 0
        var misses: UInt64 = 0
        var evictions: UInt64 = 0
        var seed: UInt64

        /// xorshift64; only spread matters here.
        mutating func draw(below bound: Int) -> Int {
            seed ^= seed << 13
            seed ^= seed >> 7
            seed ^= seed << 17
            return Int(seed % UInt64(bound))
        }
    }

    public struct Statistics: Sendable, Hashable {
        public let entries: Int
        public let bytes: Int
        public let capacity: Int
        public let hits: UInt64
        public let misses: UInt64
        public let evictions: UInt64
    }

    /// What an entry takes besides its answer: keys, dictionary slot, counters.
    private static let overhead = 320
    private static let sample = 8

    private let shards: [ShardBox]
    private let capacityPerShard: Int

    private final class ShardBox: Sendable {
        let state: Mutex<Shard>

        init(seed: UInt64) {
            state = Mutex(Shard(seed: seed))
        }
    }

    /// - Parameter capacity: in bytes.
    public init(capacity: Int, shards count: Int = 16) {
        shards = (0..<count).map { ShardBox(seed: UInt64($0) &* 0x9E37_79B9_7F4A_7C15 | 1) }
        capacityPerShard = capacity / count
    }

    /// The answer kept under a key, unless it has expired.
    /// - Parameter now: milliseconds since 1970.
    public func answer(for key: CacheKey, at now: Int64) -> KeptAnswer? {
        shard(of: key).state.withLock { shard in
            guard let place = shard.places[key] else {
                shard.misses += 1
                return nil
            }
            guard shard.entries[place].answer.expiresAt > now else {
                shard.misses += 1
                remove(place, from: &shard)
                return nil
            }
            shard.entries[place].uses += 1
            shard.entries[place].worth = worth(of: shard.entries[place], floor: shard.floor)
            shard.hits += 1
            return shard.entries[place].answer
        }
    }

    public func keep(_ answer: KeptAnswer, for key: CacheKey) {
        let size = Self.size(of: answer)
        guard size <= capacityPerShard / 4 else { return }
        shard(of: key).state.withLock { shard in
            if let place = shard.places[key] { remove(place, from: &shard) }
            while shard.bytes + size > capacityPerShard, !shard.entries.isEmpty { evict(from: &shard) }
            var entry = Entry(key: key, answer: answer, uses: 1, worth: 0)
            entry.worth = worth(of: entry, floor: shard.floor)
            shard.places[key] = shard.entries.count
            shard.entries.append(entry)
            shard.bytes += size
        }
    }

    public func remove(_ key: CacheKey) {
        shard(of: key).state.withLock { shard in
            if let place = shard.places[key] { remove(place, from: &shard) }
        }
    }

    public func purge() {
        for shard in shards {
            shard.state.withLock { $0 = Shard(seed: $0.seed) }
        }
    }

    public var statistics: Statistics {
        let all = shards.map { box in
            box.state.withLock { ($0.entries.count, $0.bytes, $0.hits, $0.misses, $0.evictions) }
        }
        return Statistics(
            entries: all.reduce(0) { $0 + $1.0 }, bytes: all.reduce(0) { $0 + $1.1 },
            capacity: capacityPerShard * shards.count, hits: all.reduce(0) { $0 + $1.2 },
            misses: all.reduce(0) { $0 + $1.3 }, evictions: all.reduce(0) { $0 + $1.4 })
    }

    private func shard(of key: CacheKey) -> ShardBox { shards[Int(key.exact.first ?? 0) % shards.count] }

    private static func size(of answer: KeptAnswer) -> Int {
        answer.body.count + answer.question.utf8.count + overhead
    }

    private func worth(of entry: Entry, floor: Double) -> Double {
        // A micro-cent and a tenth of a millisecond count alike, so that free but slow answers are worth keeping too.
        let price = Double(entry.answer.cost) + Double(entry.answer.latency) * 10 + 1
        return floor + entry.uses * price / Double(Self.size(of: entry.answer))
    }

    private func evict(from shard: inout Shard) {
        var worst = shard.draw(below: shard.entries.count)
        for _ in 1..<Self.sample {
            let other = shard.draw(below: shard.entries.count)
            if shard.entries[other].worth < shard.entries[worst].worth { worst = other }
        }
        shard.floor = max(shard.floor, shard.entries[worst].worth)
        shard.evictions += 1
        remove(worst, from: &shard)
    }

    private func remove(_ place: Int, from shard: inout Shard) {
        let entry = shard.entries[place]
        shard.bytes -= Self.size(of: entry.answer)
        shard.places[entry.key] = nil
        let last = shard.entries.removeLast()
        if place < shard.entries.count {
            shard.entries[place] = last
            shard.places[last.key] = place
        }
    }
}
