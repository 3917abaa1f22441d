import Testing

@testable import Engine

@Suite("Models exchanged and tested while requests go on")
struct ModelRegistryTests {
    private static let a = Model(
        name: "custom:a", endpoint: "http://a/v1", upstreamID: "a-1", price: Price(input: 1.0, output: 2.0))
    private static let b = Model(name: "custom:b", endpoint: "http://b/v1", upstreamID: "b-1")

    @Test("a model that stays as it was keeps its circuit and latency, one that changed begins anew")
    func replaced() async throws {
        let world = TestWorld([Self.a, Self.b])
        world.upstream.script("custom:a", .trouble(.status(500, reason: nil, retryAfter: nil)))
        for _ in 0..<5 {
            _ = try? await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        }
        let registry = world.router.registry
        #expect(registry.standings(at: world.clock.milliseconds).map(\.circuit) == [.open, .closed])
        registry.replace(by: [Self.b, Self.a])
        #expect(registry.standings(at: world.clock.milliseconds).map(\.circuit) == [.closed, .open])
        registry.replace(by: [Model(name: "custom:a", endpoint: "http://elsewhere/v1", upstreamID: "a-1")])
        #expect(registry.standings(at: world.clock.milliseconds).map(\.circuit) == [.closed])
    }

    @Test("savings are measured by the reference model in force")
    func reference() {
        let registry = ModelRegistry([Self.a, Self.b], reference: "custom:a")
        #expect(registry.referencePrice == Self.a.price)
        registry.replace(by: [Self.a, Self.b], reference: "custom:b")
        #expect(registry.referencePrice == .free)
        registry.replace(by: [Self.a, Self.b])
        #expect(registry.referencePrice == nil)
    }

    @Test("a test asks the model once, by its own id, and is on record with its price")
    func test() async throws {
        let world = TestWorld([Self.a])
        let test = ModelTest(upstream: { _ in world.upstream }, clock: world.clock)
        let opening = RequestOpening(
            id: "test", receivedAt: 0, tenant: "local", modelAsked: "custom:a", isStreamed: false)
        let outcome = try await test.run(Self.a, as: opening, in: world.router.ledger)
        #expect(outcome.text == "answer of custom:a" && outcome.cost == 200_000)
        #expect(world.upstream.bodies.map { $0["model"]?.stringValue } == ["a-1"])
        #expect(world.journal.records.map(\.cost) == [200_000])
    }

    @Test("a model that fails its test is told with its tip, is not tried again, and is on record as failed")
    func failedTest() async {
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .trouble(.status(401, reason: "no such key", retryAfter: nil)))
        let test = ModelTest(upstream: { _ in world.upstream }, clock: world.clock)
        let opening = RequestOpening(
            id: "test", receivedAt: 0, tenant: "local", modelAsked: "custom:a", isStreamed: false)
        let error = await #expect(throws: RouterError.self) {
            try await test.run(Self.a, as: opening, in: world.router.ledger)
        }
        #expect(error?.message.contains("no such key") == true && error?.tip.contains("API key") == true)
        #expect(world.upstream.calls.count == 1)
        #expect(world.journal.records.map(\.outcome) == [.failed])
        #expect(world.router.ledger.current.inFlight == 0)
    }
}
