import Testing

@testable import Engine

@Suite("A key's meter")
struct KeyMeterTests {
    private let clock = TestClock()
    private let meter: KeyMeter

    init() { meter = KeyMeter(clock: clock) }

    /// How many of so many requests pass now.
    private func passes(_ count: Int, under limit: Int) -> Int {
        (0..<count).count { _ in meter.takeRequest(under: KeyLimits(requestsPerMinute: limit)) == nil }
    }

    private func takes(_ tokens: Int64, of limit: Int) -> Bool {
        meter.takeTokens(tokens, under: KeyLimits(tokensPerMinute: limit)) == nil
    }

    @Test("exactly as many pass as the limit says, whatever it is", arguments: [1, 2, 3, 7, 60, 61, 1_000, 100_003])
    func exactly(limit: Int) {
        #expect(passes(limit + 5, under: limit) == limit)
    }

    @Test("a minute later there is all of it again, and in between its part of it, neither more nor less")
    func refill() {
        #expect(passes(10, under: 7) == 7)
        // 7 a minute is one every 8,571.43 milliseconds.
        clock.advance(milliseconds: 8_571)
        #expect(passes(5, under: 7) == 0)
        clock.advance(milliseconds: 1)
        #expect(passes(5, under: 7) == 1)
        clock.advance(milliseconds: 60_000)
        #expect(passes(10, under: 7) == 7)
        clock.advance(milliseconds: 3_600_000)
        #expect(passes(10, under: 7) == 7)
    }

    @Test("asked all the time, it lets a burst and then its rate through: nothing is lost to rounding")
    func rate() {
        var passed = passes(20, under: 7)
        for _ in 0..<600_000 / 50 {
            clock.advance(milliseconds: 50)
            passed += passes(1, under: 7)
        }
        #expect(passed == 7 + 70)
    }

    @Test("eight threads at once pass exactly the limit together", arguments: [1, 500, 7_999])
    func concurrency(limit: Int) async {
        let passed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { passes(1_000, under: limit) } }
            return await group.reduce(0, +)
        }
        #expect(passed == limit)
        let tokens = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { (0..<1_000).count { _ in takes(3, of: limit) } } }
            return await group.reduce(0, +)
        }
        #expect(tokens == limit / 3)
    }

    @Test("what is over the limit says how long to wait, and waiting so long is enough")
    func wait() throws {
        let limits = KeyLimits(requestsPerMinute: 7)
        _ = passes(7, under: 7)
        let refusal = try #require(meter.takeRequest(under: limits))
        #expect(refusal.wait == 8_572)
        #expect(meter.takeRequest(under: limits)?.wait == 8_572)
        clock.advance(milliseconds: 8_572)
        #expect(meter.takeRequest(under: limits) == nil)
    }

    @Test("a limit of nothing lets nothing through, and no waiting helps")
    func nothing() throws {
        for limit in [0, -1, Int.min] {
            let refusal = try #require(meter.takeRequest(under: KeyLimits(requestsPerMinute: limit)))
            #expect(refusal.wait == nil && !refusal.error.isRetryable)
        }
    }

    @Test("without limits nothing is counted")
    func unlimited() {
        for _ in 0..<100 { #expect(meter.takeRequest(under: .none) == nil) }
        #expect(meter.takeTokens(.max, under: .none) == nil)
        #expect(meter.standing(under: .none) == KeyStanding(requests: nil, tokens: nil))
        #expect(passes(3, under: 2) == 2)
    }

    @Test("what was taken and not used is there again; what was used beyond it is made up for")
    func settle() {
        let limits = KeyLimits(tokensPerMinute: 1_000)
        #expect(takes(600, of: 1_000) && !takes(401, of: 1_000))
        meter.settleTokens(taken: 600, used: 100, under: limits)
        #expect(meter.standing(under: limits).tokens?.remaining == 900)
        #expect(takes(900, of: 1_000) && !takes(1, of: 1_000))
        // 3,000 in all: two minutes' worth more than there is.
        meter.settleTokens(taken: 900, used: 2_900, under: limits)
        #expect(meter.standing(under: limits).tokens?.remaining == 0)
        #expect(meter.standing(under: limits).tokens?.reset == 180_000)
        clock.advance(milliseconds: 120_000)
        #expect(!takes(1, of: 1_000))
        clock.advance(milliseconds: 60)
        #expect(takes(1, of: 1_000))
    }

    @Test("what is settled after it has drained gives nothing that was never taken")
    func lateSettling() {
        let limits = KeyLimits(tokensPerMinute: 1_000)
        #expect(takes(1_000, of: 1_000))
        clock.advance(milliseconds: 3_600_000)
        meter.settleTokens(taken: 1_000, used: 0, under: limits)
        #expect(meter.standing(under: limits).tokens == .init(limit: 1_000, remaining: 1_000, reset: 0))
        #expect(takes(1_000, of: 1_000) && !takes(1, of: 1_000))
    }

    @Test("numbers as large as they come neither overflow nor let too much through")
    func hugeNumbers() throws {
        let limits = KeyLimits(requestsPerMinute: .max, tokensPerMinute: .max)
        #expect(meter.takeRequest(under: limits) == nil)
        #expect(meter.takeTokens(.max, under: limits)?.wait == .some(nil))
        #expect(meter.takeTokens(1 << 39, under: limits) == nil)
        for _ in 0..<100 { meter.settleTokens(taken: 0, used: .max, under: limits) }
        #expect(meter.standing(under: limits).tokens?.remaining == 0)
        #expect(meter.takeTokens(1, under: limits)?.wait ?? 0 > 0)
        meter.settleTokens(taken: .max, used: -1, under: limits)
        clock.advance(milliseconds: .max / 4_000_000)
        #expect(meter.takeTokens(1 << 39, under: limits) == nil)
    }

    @Test("a clock that jumps back gives nothing away and keeps nobody waiting for it to catch up")
    func backwards() {
        #expect(passes(10, under: 6) == 6)
        clock.advance(milliseconds: -3_600_000)
        #expect(passes(10, under: 6) == 0)
        clock.advance(milliseconds: 10_000)
        #expect(passes(10, under: 6) == 1)
        clock.advance(milliseconds: -10_000)
        #expect(passes(10, under: 6) == 0)
        clock.advance(milliseconds: 60_000)
        #expect(passes(10, under: 6) == 6)
    }

    @Test(
        "another limit holds from the next request on: a raised one gives what is new, a lowered one a minute's wait at most"
    )
    func changes() {
        #expect(passes(20, under: 10) == 10)
        #expect(passes(200, under: 100) == 90)
        #expect(passes(1, under: 5) == 0)
        clock.advance(milliseconds: 60_000)
        #expect(passes(10, under: 5) == 5)
    }

    @Test("the standing says what remains and when all of it is there again")
    func standing() {
        let limits = KeyLimits(requestsPerMinute: 60, tokensPerMinute: 10_000)
        #expect(meter.standing(under: limits).requests == .init(limit: 60, remaining: 60, reset: 0))
        _ = passes(3, under: 60)
        #expect(takes(5_000, of: 10_000))
        #expect(meter.standing(under: limits).requests == .init(limit: 60, remaining: 57, reset: 3_000))
        #expect(meter.standing(under: limits).tokens == .init(limit: 10_000, remaining: 5_000, reset: 30_000))
        clock.advance(milliseconds: 1_500)
        // A request that is half there is not there.
        #expect(meter.standing(under: limits).requests == .init(limit: 60, remaining: 58, reset: 1_500))
    }
}
