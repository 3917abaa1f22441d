import JSON
import Testing

@testable import Engine

@Suite("Warming the cache")
struct CacheWarmerTests {
    private static let day = AskedRequest.day

    @Test("after a start brings valuable answers into memory without a call, and without a budget does no more")
    func promotion() async throws {
        let before = WarmingWorld()
        try await before.ask("often", times: 3)
        try await before.ask("once")
        await before.warmer.round()
        let after = WarmingWorld(restarting: before)
        await after.warmer.round()
        #expect(after.calls == 2)
        #expect(try await after.ask("often").cache == .hitL1)
        #expect(try await after.ask("once").cache == .hitL3)
        let statistics = after.warmer.statistics
        #expect(statistics.promoted == 1 && statistics.warmed == 0 && statistics.spent == 0)
        // Unwarmed it had been a hit all the same: nothing was gained over the upstream.
        #expect(statistics.firstRequestGain == nil)
        after.clock.advance(milliseconds: Self.day)
        await after.warmer.round()
        #expect(after.calls == 2)
        #expect(after.warmer.statistics.skipped[.budget] == 1)
    }

    @Test("asks again before the answer expires, so that the next ask is a hit all along")
    func askedAgain() async throws {
        let world = WarmingWorld(budget: 100_000_000)
        try await world.ask("often", times: 5)
        await world.warmer.round()
        #expect(world.calls == 1)
        world.clock.advance(milliseconds: Self.day * 21 / 24)
        await world.warmer.round()
        #expect(world.calls == 1)
        world.clock.advance(milliseconds: Self.day / 24)
        await world.warmer.round()
        #expect(world.calls == 2)
        world.clock.advance(milliseconds: Self.day * 3 / 24)
        await world.warmer.round()
        #expect(try await world.ask("often").cache == .hitL1)
        #expect(world.calls == 2)
        let statistics = world.warmer.statistics
        #expect(statistics.warmed == 1 && statistics.spent == WarmingWorld.cost)
        #expect(statistics.spentToday <= statistics.spent)
    }

    @Test("is no request: nothing is received, recorded or counted as a hit")
    func recorded() async throws {
        let world = WarmingWorld(budget: 100_000_000)
        try await world.ask("often", times: 3)
        world.clock.advance(milliseconds: Self.day)
        await world.warmer.round()
        #expect(world.calls == 2)
        #expect(world.router.ledger.current.received == 3)
        #expect(world.world.journal.records.count == 3)
        #expect(world.router.cache.memory.statistics.hits == 2)
    }

    @Test("says how much faster the first ask of a warmed answer is")
    func gain() async throws {
        let world = WarmingWorld(budget: 100_000_000)
        let body = TestWorld.body("never asked")
        world.world.upstream.script("custom:a", .slow(800, world.clock, "late"))
        let report = await world.warmer.warm(
            WarmingWorld.list(body), tenant: "team", budget: nil, limit: nil, isDryRun: false)
        #expect(report.lines.map(\.outcome) == [.warmed(cost: WarmingWorld.cost)])
        #expect(world.warmer.statistics.firstRequestGain == nil)
        #expect(try await world.ask("never asked").cache == .hitL1)
        #expect(try await world.ask("never asked").cache == .hitL1)
        let tally = world.warmer.statistics.firstAsks
        #expect(tally.count == 1 && tally.unwarmed == 800 && tally.warmed == 0)
        #expect(world.warmer.statistics.firstRequestGain == 100)
        // One that had expired when it was asked for gained nothing.
        world.clock.advance(milliseconds: Self.day)
        _ = await world.warmer.warm(
            WarmingWorld.list(body), tenant: "team", budget: 100_000_000, limit: nil, isDryRun: false)
        world.clock.advance(milliseconds: Self.day)
        for _ in 0..<2 { _ = try await world.ask("never asked") }
        #expect(world.warmer.statistics.warmed == 2)
        #expect(world.warmer.statistics.firstAsks.count == 1)
    }

    @Test("never spends more than its budget, however many calls are under way")
    func budget() async throws {
        let world = WarmingWorld()
        let bodies = (0..<20).map { TestWorld.body("question \($0)", ["max_tokens": 500]) }
        for body in bodies { _ = try await world.router.answer(body, from: TestWorld.caller()) }
        world.clock.advance(milliseconds: Self.day)
        let list = WarmingList(Array(bodies.joined(separator: [10])))
        let report = await world.warmer.warm(
            list, tenant: "team", budget: WarmingWorld.cost * 5 + 1, limit: nil, isDryRun: false)
        #expect(world.calls == 25)
        #expect(report.cost == WarmingWorld.cost * 5)
        #expect(report.lines.count { $0.outcome == .skipped(.budget) } == 15)
        #expect(!report.hasFailures)
        #expect(world.warmer.statistics.spent == report.cost)
    }

    @Test("sets aside what calls at the same time may cost")
    func reserved() {
        let budget = WarmingBudget(limit: 10)
        #expect(budget.reserve(6))
        #expect(!budget.reserve(6))
        #expect(budget.reserve(0))
        budget.settle(reserved: 6, spent: 3)
        #expect(budget.reserve(6))
        budget.settle(reserved: 6, spent: 9)
        #expect(budget.spent == 12 && !budget.reserve(1))
    }

    @Test("a day's budget holds over a start, and the next day has its own")
    func dayBudget() async throws {
        let world = WarmingWorld(budget: WarmingWorld.cost)
        try await world.ask("a", times: 9)
        try await world.ask("b", times: 9)
        world.clock.advance(milliseconds: Self.day)
        await world.warmer.round()
        #expect(world.calls == 3)
        let after = WarmingWorld(restarting: world, budget: WarmingWorld.cost)
        await after.warmer.round()
        #expect(after.calls == 3)
        #expect(after.warmer.statistics.spentToday == WarmingWorld.cost)
        after.clock.advance(milliseconds: Self.day - 3_600_000)
        await after.warmer.round()
        #expect(after.calls == 4)
    }

    @Test("a free model is asked again within a budget of nothing, a paid one is not")
    func free() async throws {
        let world = WarmingWorld(budget: 0)
        try await world.ask("often", times: 9)
        try await world.ask("often", times: 9, model: "custom:b")
        world.clock.advance(milliseconds: Self.day)
        await world.warmer.round()
        #expect(world.world.upstream.calls == ["custom:a", "custom:b", "custom:b"])
    }

    @Test("leaves a model that fails alone, longer each time, and asks no other in its place")
    func failing() async throws {
        let world = WarmingWorld(budget: 100_000_000)
        try await world.ask("a", times: 9)
        try await world.ask("b", times: 9)
        world.clock.advance(milliseconds: Self.day)
        world.world.upstream.script("custom:a", .trouble(.status(503, reason: nil, retryAfter: nil)))
        await world.warmer.round()
        let first = world.calls
        #expect(first <= 4 && !world.world.upstream.calls.contains("custom:b"))
        await world.warmer.round()
        #expect(world.calls == first)
        #expect(world.warmer.statistics.skipped[.failing] == 2)
        #expect(world.warmer.statistics.spent == 0)
        world.clock.advance(milliseconds: 60_000)
        await world.warmer.round()
        let second = world.calls
        #expect(second > first)
        world.clock.advance(milliseconds: 60_000)
        await world.warmer.round()
        #expect(world.calls == second)
    }

    @Test("does not probe a model whose circuit is open")
    func circuit() async throws {
        let world = WarmingWorld(budget: 100_000_000)
        try await world.ask("a", times: 9)
        world.clock.advance(milliseconds: Self.day)
        world.world.upstream.script("custom:a", .trouble(.reset))
        for number in 0..<3 { _ = try? await world.ask("other \(number)") }
        let calls = world.calls
        world.clock.advance(milliseconds: 600_000)
        await world.warmer.round()
        #expect(world.calls == calls)
        #expect(world.warmer.statistics.skipped[.failing] == 1)
    }

    @Test("gives its place to a request that needs it, and counts what it may have cost")
    func sentAway() async throws {
        let model = Model(
            name: "custom:a", endpoint: nil, upstreamID: "a", price: Price(input: 1.0, output: 2.0), concurrency: 1)
        let world = WarmingWorld([model], budget: 100_000_000)
        try await world.ask("a", times: 9)
        world.clock.advance(milliseconds: Self.day)
        let gate = Gate()
        world.world.upstream.script("custom:a", .wait(gate, "warm"), .text("for a user"))
        async let round: Void = world.warmer.round()
        await gate.arrival(of: 1)
        #expect(try await world.ask("something else").cache == .miss)
        await round
        #expect(world.warmer.statistics.skipped[.busy] == 1)
        #expect(world.warmer.statistics.warmed == 0)
        #expect(world.warmer.statistics.spent == WarmingWorld.cost)
        // The place is free again.
        #expect(try await world.ask("a").cache == .miss)
    }

    @Test("takes no place while requests have them all")
    func busy() async throws {
        let model = Model(name: "custom:a", endpoint: nil, upstreamID: "a", concurrency: 1)
        let world = WarmingWorld([model], budget: 0)
        try await world.ask("a", times: 9)
        world.clock.advance(milliseconds: Self.day)
        let gate = Gate()
        world.world.upstream.script("custom:a", .wait(gate, "user"), .text("warm"))
        async let answer = world.ask("something else")
        await gate.arrival(of: 1)
        await world.warmer.round()
        #expect(world.calls == 2 && world.warmer.statistics.skipped[.busy] == 1)
        gate.open()
        _ = try await answer
    }

    @Test("somebody who asks the same meanwhile waits for the one call, and goes their own way when that fails")
    func together() async throws {
        let world = WarmingWorld(budget: 100_000_000)
        try await world.ask("a", times: 9)
        world.clock.advance(milliseconds: Self.day)
        let gate = Gate()
        world.world.upstream.script("custom:a", .wait(gate, "warm"))
        async let round: Void = world.warmer.round()
        await gate.arrival(of: 1)
        async let facts = world.ask("a")
        gate.open()
        await round
        #expect(try await facts.cache == .hitL1)
        #expect(world.calls == 2)
        world.clock.advance(milliseconds: Self.day)
        let second = Gate()
        world.world.upstream.script("custom:a", .fail(second, .status(503, reason: nil, retryAfter: nil)), .text("own"))
        async let failing: Void = world.warmer.round()
        await second.arrival(of: 1)
        async let own = world.ask("a")
        second.open()
        await failing
        #expect(try await own.cache == .miss)
        #expect(world.warmer.statistics.failed == 1)
    }

    @Test("warms nothing across tenants")
    func tenants() async throws {
        let world = WarmingWorld(budget: 100_000_000)
        try await world.ask("a", tenant: "one", times: 9)
        world.clock.advance(milliseconds: Self.day)
        await world.warmer.round()
        #expect(world.calls == 2)
        #expect(try await world.ask("a", tenant: "two").cache == .miss)
        #expect(try await world.ask("a", tenant: "one").cache == .hitL1)
        // A request that is remembered under another's name is not asked.
        world.clock.advance(milliseconds: Self.day)
        world.asked.state.withLock { state in
            for request in state.requests.values where request.tenant == "one" {
                state.requests[request.key] = AskedRequest(
                    key: request.key, tenant: "three", model: request.model, asks: request.asks, cost: request.cost,
                    latency: request.latency, lastAsked: request.lastAsked, expiresAt: 0, size: request.size)
            }
        }
        let calls = world.calls
        await world.warmer.round()
        #expect(world.calls == calls && world.warmer.statistics.skipped[.changed] == 1)
    }

    @Test("remembers neither what is not to be kept, nor what has a lifetime of its own, nor failures")
    func notRemembered() async throws {
        let world = WarmingWorld()
        var store = Caller.CacheControls()
        store.skipsKeeping = true
        _ = try await world.router.answer(TestWorld.body("a"), from: TestWorld.caller("team", store))
        var lifetime = Caller.CacheControls()
        lifetime.lifetime = 1_000
        _ = try await world.router.answer(TestWorld.body("b"), from: TestWorld.caller("team", lifetime))
        world.world.upstream.script("custom:a", .trouble(.tlsFailed))
        _ = try? await world.ask("c")
        world.world.upstream.script("custom:a", .bytes(TestUpstream.completion("cut", finish: "length")))
        try await world.ask("d")
        #expect(try world.asked.all().isEmpty)
    }

    @Test("an answer that was cut is paid for, not kept, and no failure")
    func incomplete() async throws {
        let world = WarmingWorld()
        world.world.upstream.script("custom:a", .bytes(TestUpstream.completion("cut", finish: "length")))
        let report = await world.warmer.warm(
            WarmingWorld.list(TestWorld.body("a")), tenant: "team", budget: 100_000_000, limit: nil, isDryRun: false)
        #expect(report.lines.map(\.outcome) == [.skipped(.incomplete)])
        #expect(world.warmer.statistics.spent == WarmingWorld.cost)
        #expect(world.world.l3.count == 0)
    }

    @Test("a memory that fails stops nothing")
    func broken() async throws {
        let world = WarmingWorld(budget: 100_000_000)
        try await world.ask("a", times: 9)
        world.asked.state.withLock { $0.isBroken = true }
        await world.warmer.round()
        #expect(world.warmer.statistics.lastError != nil)
        #expect(try await world.ask("a").cache == .hitL1)
    }

    @Test("a tier that is down is waited for, rather than everything in it asked again")
    func tierDown() async throws {
        let before = WarmingWorld()
        try await before.ask("often", times: 3)
        await before.warmer.round()
        let after = WarmingWorld(restarting: before, budget: 100_000_000)
        after.world.l3.breakDown(true)
        await after.warmer.round()
        #expect(after.calls == 1)
        after.world.l3.breakDown(false)
        after.clock.advance(milliseconds: 60_000)
        await after.warmer.round()
        #expect(after.calls == 1 && after.warmer.statistics.promoted == 1)
    }
}
