import JSON
import Testing

@testable import Engine

@Suite("Repeated answers")
struct RepeatedAnswerTests {
    private static let a = Model(
        name: "custom:a", endpoint: "http://a/v1", upstreamID: "a-1", price: Price(input: 1.0, output: 2.0))

    /// A world whose router has answered this request from memory once.
    private static func world(_ body: [UInt8], _ model: Model = a) async throws -> TestWorld {
        let world = TestWorld([model])
        _ = try await world.router.answer(body, from: TestWorld.caller())
        _ = try await world.router.answer(body, from: TestWorld.caller())
        return world
    }

    @Test("a request answered from memory before is answered without being read, and recorded like any other")
    func repeated() async throws {
        let body = TestWorld.body("Hello?")
        let world = TestWorld([Self.a])
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) == nil)
        _ = try await world.router.answer(body, from: TestWorld.caller())
        // A miss is not worth remembering; a hit is.
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) == nil)
        let second = try await world.router.answer(body, from: TestWorld.caller())
        let third = try #require(try world.router.answerRepeated(body, from: TestWorld.caller()))
        #expect(third.facts == second.facts)
        guard case .whole(let bytes) = third.body, case .whole(let former) = second.body else {
            Issue.record("the answer is not whole")
            return
        }
        #expect(bytes == former)
        #expect(world.journal.open == 0)
        #expect(world.journal.records.count == 3)
        #expect(world.journal.records[2] == world.journal.records[1])
        #expect(world.journal.records[2].saving == 200_000)
        let totals = world.router.ledger.current
        #expect(totals.received == 3 && totals.succeeded == 3)
    }

    @Test("one tenant's repeated request is not another's")
    func tenants() async throws {
        let body = TestWorld.body("Hello?")
        let world = try await Self.world(body)
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller("other")) == nil)
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) != nil)
    }

    @Test("no-cache and no-store are asked again")
    func controls() async throws {
        let body = TestWorld.body("Hello?")
        let world = try await Self.world(body)
        var controls = Caller.CacheControls()
        controls.skipsLookup = true
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller("team", controls)) == nil)
    }

    @Test("an answer that has expired is not given again")
    func expired() async throws {
        let body = TestWorld.body("Hello?")
        let world = try await Self.world(body)
        world.clock.advance(milliseconds: 3_599_999)
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) != nil)
        world.clock.advance(milliseconds: 1)
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) == nil)
    }

    @Test("an answer that is purged is not given again")
    func purged() async throws {
        let body = TestWorld.body("Hello?")
        let world = try await Self.world(body)
        _ = await world.router.cache.purge()
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) == nil)
    }

    @Test("when a model is no longer shared, what was shared is not given again")
    func replaced() async throws {
        let shared = Model(name: "custom:a", endpoint: nil, upstreamID: "a", isShared: true)
        let body = TestWorld.body("Hello?")
        let world = try await Self.world(body, shared)
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) != nil)
        world.router.registry.replace(by: [Model(name: "custom:a", endpoint: nil, upstreamID: "a")])
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) == nil)
        _ = try await world.router.answer(body, from: TestWorld.caller())
        #expect(world.upstream.calls.count == 2)
    }

    @Test("when a model is removed, what it answered is not given any more")
    func removed() async throws {
        let body = TestWorld.body("Hello?")
        let world = try await Self.world(body)
        world.router.registry.replace(by: [Model(name: "custom:other", endpoint: nil, upstreamID: "o")])
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) == nil)
        await #expect(throws: RouterError.self) { try await world.router.answer(body, from: TestWorld.caller()) }
        #expect(world.journal.records.last?.errorCode == "model_not_found")
    }

    @Test("a stream asked for again is the same stream, on record before its end", arguments: [false, true])
    func streamed(withUsage: Bool) async throws {
        let body = TestWorld.body(
            "Hello?", ["stream": true, "stream_options": ["include_usage": .bool(withUsage)]])
        let world = TestWorld([Self.a])
        _ = try await world.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller())
        let first = try await TestWorld.events(try await world.router.answer(body, from: TestWorld.caller()))
        let again = try #require(try world.router.answerRepeated(body, from: TestWorld.caller()))
        #expect(world.journal.open == 1)
        #expect(try await TestWorld.events(again) == first)
        #expect(first.last == "data: [DONE]\n\n")
        #expect(first.contains { $0.contains("\"prompt_tokens\":1000") } == withUsage)
        #expect(world.journal.open == 0)
        #expect(world.journal.records.allSatisfy { $0.outcome == .succeeded })
    }

    @Test("a stream that nobody reads to its end is recorded as cancelled")
    func abandoned() async throws {
        let body = TestWorld.body("Hello?", ["stream": true])
        let world = TestWorld([Self.a])
        _ = try await world.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller())
        _ = try await TestWorld.events(try await world.router.answer(body, from: TestWorld.caller()))
        #expect(try world.router.answerRepeated(body, from: TestWorld.caller()) != nil)
        #expect(world.journal.records.last?.outcome == .cancelled)
    }

    @Test("an answer from a slower tier is given again from memory")
    func promoted() async throws {
        let body = TestWorld.body("Hello?")
        let world = TestWorld([Self.a])
        _ = try await world.router.answer(body, from: TestWorld.caller())
        world.router.cache.memory.purge()
        #expect(try await world.router.answer(body, from: TestWorld.caller()).facts.cache == .hitL3)
        #expect(try await world.router.answer(body, from: TestWorld.caller()).facts.cache == .hitL1)
        let again = try #require(try world.router.answerRepeated(body, from: TestWorld.caller()))
        #expect(again.facts.model == "custom:a")
        #expect(world.journal.records.last?.usage == Usage(input: 1000, cachedInput: 0, output: 500))
    }
}
