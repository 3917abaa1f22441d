import JSON

@testable import Engine

/// A world whose router remembers what it is asked, with a warmer beside it.
final class WarmingWorld: Sendable {
    static let paid = Model(
        name: "custom:a", endpoint: nil, upstreamID: "a", price: Price(input: 1.0, output: 2.0),
        fallbacks: ["custom:b"],
        concurrency: 8)
    static let other = Model(name: "custom:b", endpoint: nil, upstreamID: "b")
    /// What the stand-in's 1,000 and 500 tokens cost at the first one's price, in micro-cents.
    static let cost: Int64 = 200_000

    let asked: TestAskedRequests
    let memory: WarmingMemory
    let world: TestWorld
    let warmer: CacheWarmer

    var clock: TestClock { world.clock }
    var router: ModelRouter { world.router }
    var calls: Int { world.upstream.calls.count }

    init(_ models: [Model] = [paid, other], budget: Int64? = nil, lastResort: String? = nil) {
        asked = TestAskedRequests()
        memory = WarmingMemory(asked)
        world = TestWorld(models, lastResort: lastResort, warming: memory)
        warmer = Self.warmer(world, memory, budget)
    }

    /// The same after a start: memory is empty, L3 and what was asked are as they were.
    init(restarting former: WarmingWorld, models: [Model] = [paid, other], budget: Int64? = nil) {
        asked = former.asked
        memory = WarmingMemory(asked)
        world = TestWorld(
            models, warming: memory, upstream: former.world.upstream, l3: former.world.l3, clock: former.clock)
        warmer = Self.warmer(world, memory, budget)
    }

    private static func warmer(_ world: TestWorld, _ memory: WarmingMemory, _ budget: Int64?) -> CacheWarmer {
        var settings = CacheWarmer.Settings()
        settings.budget = budget
        return CacheWarmer(world.router, memory: memory, settings: settings, clock: world.clock)
    }

    @discardableResult
    func ask(_ question: String, tenant: String = "team", times: Int = 1, model: String = "custom:a") async throws
        -> RoutedAnswer.Facts
    {
        var facts: RoutedAnswer.Facts?
        for _ in 0..<times {
            facts = try await router.answer(TestWorld.body(question, model: model), from: TestWorld.caller(tenant))
                .facts
        }
        guard let facts else { throw UpstreamTrouble.cancelled }
        return facts
    }

    static func list(_ bodies: [UInt8]...) -> WarmingList { WarmingList(Array(bodies.joined(separator: [10]))) }
}
