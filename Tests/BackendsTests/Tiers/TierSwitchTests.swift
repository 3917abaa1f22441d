import Engine
import Testing

@testable import Backends
@testable import Engine

@Suite("The engine's switch around a tier")
struct TierSwitchTests {
    private let clock = TestClock()

    @Test("a Redis that is killed is switched off, and on again when it is back")
    func redis() async throws {
        let server = try RedisServer()
        let tier = try RedisTier(try RedisAddress(server.url), timeout: .seconds(10), clock: clock)
        let l2 = TierSwitch(tier, clock: clock)
        let answer = Answers.answer(at: clock.milliseconds)
        await l2.keep(answer, for: Answers.key(1))
        #expect(await l2.answer(for: Answers.key(1)) == answer)

        server.kill()
        #expect(await l2.answer(for: Answers.key(1)) == nil)
        #expect(l2.standing.state == .off)
        #expect(l2.standing.lastError?.contains("redis://127.0.0.1") == true)

        try server.start()
        // Not asked before its pause is over.
        #expect(await l2.answer(for: Answers.key(1)) == nil)
        #expect(l2.standing.state == .off && l2.standing.failures == 1)
        clock.advance(by: 500)
        await l2.keep(answer, for: Answers.key(1))
        #expect(l2.standing.state == .on)
        #expect(await l2.answer(for: Answers.key(1)) == answer)
    }

    @Test("an L3 whose file was damaged is switched off for a moment and works again")
    func file() async throws {
        let scratch = try Scratch()
        let tier = try SQLiteTier(at: scratch.path("cache.db"), capacity: 1 << 20, clock: clock)
        let l3 = TierSwitch(tier, clock: clock)
        let answer = Answers.answer(at: clock.milliseconds)
        await l3.keep(answer, for: Answers.key(1))
        #expect(await l3.answer(for: Answers.key(1)) == answer)
        tier.close()
        #expect(await l3.answer(for: Answers.key(1)) == nil)
        #expect(l3.standing.state == .off)
    }
}
