import Testing

@testable import Engine

@Suite("Cache tiers")
struct TierTests {
    private static func answer(_ size: Int, cost: Int64 = 1000, expiresAt: Int64 = .max) -> KeptAnswer {
        KeptAnswer(
            body: [UInt8](repeating: 0x78, count: size), question: "", storedAt: 0, expiresAt: expiresAt, cost: cost,
            latency: 10)
    }

    private static func key(_ number: Int) -> CacheKey {
        let bytes = withUnsafeBytes(of: number) { Array($0) }
        return CacheKey(partition: bytes, exact: bytes)
    }

    @Test("memory never takes more than it may")
    func bounded() {
        let tier = MemoryTier(capacity: 100_000, shards: 1)
        for number in 0..<1000 { tier.keep(Self.answer(1000), for: Self.key(number)) }
        let statistics = tier.statistics
        #expect(statistics.bytes <= 100_000)
        #expect(statistics.entries > 50)
        #expect(statistics.evictions == 1000 - UInt64(statistics.entries))
    }

    @Test("what is asked for often stays when what is not goes")
    func worth() {
        let tier = MemoryTier(capacity: 100_000, shards: 1)
        tier.keep(Self.answer(1000), for: Self.key(-1))
        for number in 0..<2000 {
            tier.keep(Self.answer(1000), for: Self.key(number))
            for _ in 0..<3 { _ = tier.answer(for: Self.key(-1), at: 0) }
        }
        #expect(tier.answer(for: Self.key(-1), at: 0) != nil)
    }

    @Test("an answer that has expired is not given")
    func expired() {
        let tier = MemoryTier(capacity: 100_000, shards: 1)
        tier.keep(Self.answer(10, expiresAt: 500), for: Self.key(1))
        #expect(tier.answer(for: Self.key(1), at: 499) != nil)
        #expect(tier.answer(for: Self.key(1), at: 500) == nil)
        #expect(tier.statistics.entries == 0)
    }

    @Test("an answer larger than a quarter of memory is not kept there")
    func tooLarge() {
        let tier = MemoryTier(capacity: 10_000, shards: 1)
        tier.keep(Self.answer(5_000), for: Self.key(1))
        #expect(tier.statistics.entries == 0)
    }

    @Test("a tier that fails is left alone for a while and comes back by itself")
    func switchedOff() async {
        let clock = TestClock()
        let tier = TestTier(name: "l2")
        let switched = TierSwitch(tier, clock: clock)
        tier.breakDown(true)
        #expect(await switched.answer(for: Self.key(1)) == nil)
        #expect(switched.standing.state == .off)
        _ = await switched.answer(for: Self.key(1))
        #expect(tier.calls == 1)
        clock.advance(milliseconds: 501)
        _ = await switched.answer(for: Self.key(1))
        #expect(tier.calls == 2)
        tier.breakDown(false)
        clock.advance(milliseconds: 1_001)
        await switched.keep(Self.answer(10), for: Self.key(1))
        #expect(switched.standing.state == .on)
        #expect(await switched.answer(for: Self.key(1)) != nil)
        #expect(switched.standing.failures == 2)
    }

    @Test("a hit in a slow tier is taken up by the fast ones")
    func promoted() async {
        let clock = TestClock()
        let (l2, l3) = (TestTier(name: "l2"), TestTier(name: "l3"))
        let cache = AnswerCache(
            memory: MemoryTier(capacity: 1 << 20), l2: TierSwitch(l2, clock: clock), l3: TierSwitch(l3, clock: clock),
            clock: clock)
        try? await l3.keep(Self.answer(10), for: Self.key(1))
        #expect(await cache.answer(for: Self.key(1))?.outcome == .hitL3)
        #expect(await cache.answer(for: Self.key(1))?.outcome == .hitL1)
        #expect(l2.count == 1)
    }

    @Test("a promoted answer lives no longer than its tier, nor than the original")
    func lifetimes() async {
        let clock = TestClock()
        let l3 = TestTier(name: "l3")
        let cache = AnswerCache(
            memory: MemoryTier(capacity: 1 << 20), l2: nil, l3: TierSwitch(l3, clock: clock), clock: clock)
        try? await l3.keep(Self.answer(10, expiresAt: clock.milliseconds + 1000), for: Self.key(1))
        _ = await cache.answer(for: Self.key(1))
        clock.advance(milliseconds: 1000)
        #expect(cache.remembered(Self.key(1)) == nil)
    }

    @Test("a purge empties every tier that can be, and tells which could not")
    func purge() async throws {
        let clock = TestClock()
        let (l2, l3) = (TestTier(name: "l2"), TestTier(name: "l3"))
        let cache = AnswerCache(
            memory: MemoryTier(capacity: 1 << 20), l2: TierSwitch(l2, clock: clock), l3: TierSwitch(l3, clock: clock),
            clock: clock)
        try await l3.keep(Self.answer(10), for: Self.key(1))
        _ = await cache.answer(for: Self.key(1))
        l2.breakDown(true)
        #expect(await cache.purge().map(\.tier) == ["l2"])
        #expect(l3.count == 0 && cache.memory.statistics.entries == 0)
        l2.breakDown(false)
        #expect(await cache.purge().isEmpty)
        #expect(l2.count == 0)
    }

    @Test("a report tells of each tier what it was asked and what it holds")
    func report() async {
        let clock = TestClock()
        let cache = AnswerCache(
            memory: MemoryTier(capacity: 1 << 20), l2: nil, l3: TierSwitch(TestTier(name: "l3"), clock: clock),
            clock: clock)
        _ = await cache.answer(for: Self.key(1))
        cache.memory.keep(Self.answer(10, expiresAt: 500), for: Self.key(1))
        _ = cache.memory.answer(for: Self.key(1), at: 499)
        _ = cache.memory.answer(for: Self.key(1), at: 500)
        let report = await cache.report()
        #expect(report.map(\.name) == ["l1", "l3"])
        #expect(report.map(\.hits) == [1, 0] && report.map(\.misses) == [2, 1])
        #expect(report[0].contents?.entries == 0 && report[1].contents == nil)
    }
}
