import Testing

@testable import Engine

@Suite("Warming from a list")
struct WarmingListTests {
    private static let list = WarmingList(
        Array(
            """
            {"model":"custom:a","messages":[{"role":"user","content":"one"}]}

            not JSON
            {"model":"custom:c","messages":[{"role":"user","content":"two"}]}
            {"model":"custom:a","stream":true,"messages":[{"role":"user","content":"three"}]}\r
            """.utf8))

    private static func name(_ outcome: WarmingReport.Outcome) -> String {
        switch outcome {
        case .failed: "failed"
        case .skipped(let reason): reason.rawValue
        case .warmed: "warmed"
        case .promoted: "promoted"
        case .wouldAsk: "would ask"
        case .wouldPromote: "would promote"
        }
    }

    @Test("a bad line is told by its number, and the others go on")
    func badLines() async throws {
        let world = WarmingWorld()
        let report = await world.warmer.warm(
            Self.list, tenant: "team", budget: 100_000_000, limit: nil, isDryRun: false)
        #expect(report.lines.map(\.number) == [1, 3, 4, 5])
        #expect(report.lines.map { Self.name($0.outcome) } == ["warmed", "failed", "failed", "warmed"])
        #expect(report.hasFailures)
        guard case .failed(let message, let tip) = report.lines[2].outcome else { return }
        #expect(message.contains("custom:c") && tip.contains("custom:a"))
        #expect(try await world.ask("three").cache == .hitL1)
        #expect(world.calls == 2)
    }

    @Test("what is warm already is not asked again")
    func twice() async {
        let world = WarmingWorld()
        for expected in ["warmed", "warm"] {
            let report = await world.warmer.warm(
                WarmingWorld.list(TestWorld.body("a")), tenant: "team", budget: 100_000_000, limit: nil,
                isDryRun: false)
            #expect(report.lines.map { Self.name($0.outcome) } == [expected])
        }
        #expect(world.calls == 1)
    }

    @Test("a dry run asks nothing and sets nothing aside")
    func dryRun() async throws {
        let world = WarmingWorld(budget: 300_000)
        for _ in 0..<2 {
            let report = await world.warmer.warm(
                Self.list, tenant: "team", budget: nil, limit: 1, isDryRun: true)
            #expect(report.lines.map { Self.name($0.outcome) } == ["would ask", "failed", "failed", "limit"])
            // 1,024 tokens at two dollars a million, and one token of input; nobody knows better yet.
            #expect(report.cost == 204_800)
        }
        #expect(world.calls == 0)
        try await world.ask("often", times: 3)
        world.clock.advance(milliseconds: AskedRequest.day)
        let report = await world.warmer.warmMostValuable(budget: nil, limit: nil, isDryRun: true)
        #expect(report.lines.map { Self.name($0.outcome) } == ["would ask"])
        #expect(report.cost == WarmingWorld.cost && report.lines[0].frequency != nil)
        #expect(world.calls == 1)
    }
}
