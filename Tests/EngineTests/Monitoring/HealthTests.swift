import Testing

@testable import Engine

@Suite("Verdict of health")
struct HealthTests {
    private static let model = Model(
        name: "custom:a", endpoint: "http://127.0.0.1:9/v1", upstreamID: "a", fallbacks: [])
    private static let other = Model(name: "local:b", endpoint: nil, upstreamID: "b")

    private func ask(_ world: TestWorld, _ question: String, model: String = "custom:a") async {
        _ = try? await world.router.answer(TestWorld.body(question, model: model), from: TestWorld.caller())
    }

    @Test("With nothing wrong it is healthy and says so, be there traffic or none")
    func healthy() async {
        let world = TestWorld([Self.model])
        let monitor = Monitor(world.router, clock: world.clock)
        #expect(monitor.snapshot().verdict.level == .healthy)
        for number in 0..<20 { await ask(world, "question \(number)") }
        let verdict = monitor.snapshot().verdict
        #expect(verdict.level == .healthy && verdict.summary == "Every request of the last minute was answered.")
        #expect(verdict.tip.isEmpty && verdict.reasons.isEmpty)
    }

    @Test(
        "An upstream that fails turns it down within five seconds, with its name and the tip, and back when it is well")
    func upstreamFails() async throws {
        let world = TestWorld([Self.model, Self.other])
        let monitor = Monitor(world.router, clock: world.clock)
        for number in 0..<100 {
            await ask(world, "fine \(number)")
            world.clock.advance(milliseconds: 100)
        }
        world.upstream.script("custom:a", .trouble(.status(503, reason: "overloaded", retryAfter: nil)))
        let start = world.clock.milliseconds
        while world.clock.milliseconds < start + 4_500 {
            await ask(world, "failing \(world.clock.milliseconds)")
            world.clock.advance(milliseconds: 100)
        }
        let verdict = monitor.snapshot().verdict
        #expect(verdict.level == .down)
        #expect(verdict.summary.contains("custom:a"))
        #expect(verdict.reasons.contains { $0.model == "custom:a" && $0.message.contains("http://127.0.0.1:9/v1") })
        #expect(verdict.reasons.contains { $0.tip.contains("endpoint has trouble of its own") })

        world.upstream.script("custom:a", .text("well again"))
        for number in 0..<700 {
            await ask(world, "again \(number)")
            world.clock.advance(milliseconds: 100)
        }
        #expect(monitor.snapshot().verdict.level == .healthy)
    }

    @Test("An upstream that fails behind a fallback degrades it: every request is answered, yet it is named")
    func fallbackHides() async {
        let world = TestWorld([Self.model, Self.other], lastResort: "local:b")
        let monitor = Monitor(world.router, clock: world.clock)
        world.upstream.script("custom:a", .trouble(.connectionRefused))
        for number in 0..<10 { await ask(world, "question \(number)") }
        let snapshot = monitor.snapshot()
        #expect(snapshot.minute.tally.failed == 0)
        #expect(snapshot.verdict.level == .degraded)
        #expect(snapshot.verdict.reasons.first?.model == "custom:a")
        #expect(snapshot.verdict.tip.contains("Verify the endpoint's address"))
    }

    @Test("Requests that nobody could answer say nothing about the router")
    func badRequests() async {
        let world = TestWorld([Self.model])
        let monitor = Monitor(world.router, clock: world.clock)
        for number in 0..<50 { await ask(world, "question \(number)", model: "nobody") }
        let snapshot = monitor.snapshot()
        #expect(snapshot.minute.tally.errorRate == 1 && snapshot.minute.tally.faults == 0)
        #expect(snapshot.verdict.level == .healthy)
    }

    @Test("A tier that is off, an unrecorded request and a condition each degrade it; a note does not")
    func otherTroubles() async {
        let world = TestWorld([Self.model])
        func verdict(unrecorded: UInt64 = 0, _ conditions: MonitoringCondition...) -> HealthVerdict {
            Monitor(world.router, clock: world.clock, unrecorded: { unrecorded }, conditions: { conditions })
                .snapshot().verdict
        }
        #expect(verdict(MonitoringCondition(.note, message: "Note.", tip: "")).level == .healthy)
        #expect(verdict(MonitoringCondition(.degraded, message: "Disk full.", tip: "Tidy up.")).tip == "Tidy up.")
        await ask(world, "first")
        #expect(verdict(unrecorded: 1).level == .degraded)
        world.l3.breakDown(true)
        await ask(world, "second")
        #expect(verdict().level == .degraded && verdict().summary.contains("L3"))
    }

    @Test("Recorded / received is shown as such")
    func coverage() async {
        let world = TestWorld([Self.model])
        #expect(Monitor(world.router, clock: world.clock).snapshot().requestCoverage == nil)
        for number in 0..<4 { await ask(world, "question \(number)") }
        #expect(Monitor(world.router, clock: world.clock, unrecorded: { 1 }).snapshot().requestCoverage == 0.75)
    }
}
