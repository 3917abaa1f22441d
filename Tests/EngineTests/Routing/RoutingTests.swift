import JSON
import Testing

@testable import Engine

@Suite("Routing")
struct RoutingTests {
    private static let a = Model(
        name: "custom:a", endpoint: "http://a/v1", upstreamID: "a-1", price: Price(input: 1.0, output: 2.0))
    private static let b = Model(name: "custom:b", endpoint: "http://b/v1", upstreamID: "b-1")

    @Test("an answer comes from the model asked for, under its public name, priced and recorded")
    func plain() async throws {
        let world = TestWorld([Self.a])
        let answer = try await world.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller())
        #expect(try TestWorld.text(answer) == "answer of custom:a")
        #expect(answer.facts.cache == .miss)
        #expect(world.upstream.bodies.first?["model"]?.stringValue == "a-1")
        let record = try #require(world.journal.records.first)
        #expect(record.outcome == .succeeded)
        #expect(record.modelServed == "custom:a")
        // 1,000 tokens at $1 and 500 at $2 for a million: 0.2 cents.
        #expect(record.cost == 200_000)
        #expect(answer.facts.cost == 200_000)
    }

    @Test("parameters that this program does not know reach the upstream")
    func passThrough() async throws {
        let world = TestWorld([Self.a])
        let body = TestWorld.body("Hello?", ["tools": [["type": "function"]], "x_unknown": ["deep": [1, 2]]])
        _ = try await world.router.answer(body, from: TestWorld.caller())
        #expect(world.upstream.bodies.first?["x_unknown"]?["deep"]?[1]?.integerValue == 2)
        #expect(world.upstream.bodies.first?["tools"]?[0]?["type"]?.stringValue == "function")
    }

    @Test("an answer is handed on as it came, but for the model's name")
    func verbatim() async throws {
        let world = TestWorld([Self.a])
        let rest = #""usage": {"prompt_tokens": 1.0, "x_time": 0.50}, "choices": [ {"finish_reason": "stop"} ] }"#
        world.upstream.script("custom:a", .bytes(Array((#"{ "model": "a-1", "# + rest).utf8)))
        let answer = try await world.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller())
        guard case .whole(let bytes) = answer.body else { return #expect(Bool(false), "it is streamed") }
        #expect(String(decoding: bytes, as: UTF8.self) == #"{ "model": "custom:a", "# + rest)
        #expect(world.journal.records.first?.usage.input == 1)
    }

    @Test("the same question is answered from memory the second time, costs nothing and saves its price")
    func exactHit() async throws {
        let world = TestWorld([Self.a])
        _ = try await world.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller())
        let again = try await world.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller())
        #expect(again.facts.cache == .hitL1)
        #expect(world.upstream.calls.count == 1)
        let record = try #require(world.journal.records.last)
        #expect(record.cost == 0)
        #expect(record.saving == 200_000)
    }

    @Test("two tenants never share an answer, unless the model is shared")
    func tenants() async throws {
        let world = TestWorld([Self.a])
        _ = try await world.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller("one"))
        _ = try await world.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller("two"))
        #expect(world.upstream.calls.count == 2)

        let shared = TestWorld([Model(name: "custom:a", endpoint: nil, upstreamID: "a", isShared: true)])
        _ = try await shared.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller("one"))
        _ = try await shared.router.answer(TestWorld.body("Hello?"), from: TestWorld.caller("two"))
        #expect(shared.upstream.calls.count == 1)
    }

    @Test("another temperature is another request; another order of members is not")
    func identity() async throws {
        let world = TestWorld([Self.a])
        _ = try await world.router.answer(
            TestWorld.body("Hi", ["temperature": 0, "seed": 1]), from: TestWorld.caller())
        _ = try await world.router.answer(
            TestWorld.body("Hi", ["seed": 1, "temperature": 0]), from: TestWorld.caller())
        #expect(world.upstream.calls.count == 1)
        _ = try await world.router.answer(
            TestWorld.body("Hi", ["seed": 1, "temperature": 1]), from: TestWorld.caller())
        #expect(world.upstream.calls.count == 2)
    }

    @Test("no-store is neither answered from the cache nor kept; no-cache is asked again and kept")
    func controls() async throws {
        let world = TestWorld([Self.a])
        var noStore = Caller.CacheControls()
        (noStore.skipsLookup, noStore.skipsKeeping) = (true, true)
        let first = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller("t", noStore))
        #expect(first.facts.cache == .bypass)
        _ = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller("t"))
        #expect(world.upstream.calls.count == 2)
        var noCache = Caller.CacheControls()
        noCache.skipsLookup = true
        _ = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller("t", noCache))
        #expect(world.upstream.calls.count == 3)
        #expect(try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller("t")).facts.cache == .hitL1)
    }

    @Test("an answer that was cut short or filtered is not kept", arguments: ["length", "content_filter"])
    func incomplete(reason: String) async throws {
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .bytes(TestUpstream.completion("cut", finish: reason)))
        _ = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        _ = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        #expect(world.upstream.calls.count == 2)
        #expect(world.l3.count == 0)
    }

    @Test("an unknown model is refused with the closest names, and recorded as failed")
    func unknownModel() async throws {
        let world = TestWorld([Self.a])
        let error = await #expect(throws: RouterError.self) {
            try await world.router.answer(TestWorld.body("Hi", model: "custom:aa"), from: TestWorld.caller())
        }
        #expect(error?.status == 404)
        #expect(error?.tip.contains("custom:a") == true)
        #expect(world.journal.records.map(\.outcome) == [.failed])
        #expect(world.router.ledger.current.inFlight == 0)
    }

    @Test(
        "what cannot be read is answered 400 and recorded",
        arguments: ["", "{", "[]", "{}", "{\"model\":\"custom:a\"}", "{\"model\":\"custom:a\",\"messages\":[{}]}"])
    func malformed(body: String) async throws {
        let world = TestWorld([Self.a])
        let error = await #expect(throws: RouterError.self) {
            try await world.router.answer(Array(body.utf8), from: TestWorld.caller())
        }
        #expect(error?.status == 400)
        #expect(world.router.ledger.current.received == 1)
        #expect(world.router.ledger.current.failed == 1)
        #expect(world.upstream.calls.isEmpty)
    }

    @Test("a passing trouble is tried again, a lasting one falls over at once")
    func fallback() async throws {
        let a = Model(name: "custom:a", endpoint: "http://a", upstreamID: "a", fallbacks: ["custom:b"])
        let world = TestWorld([a, Self.b])
        world.upstream.script("custom:a", .trouble(.status(503, reason: nil, retryAfter: nil)))
        let answer = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        #expect(world.upstream.calls == ["custom:a", "custom:a", "custom:b"])
        #expect(answer.facts.model == "custom:b")
        #expect(answer.facts.attempts == 3)

        let other = TestWorld([a, Self.b])
        other.upstream.script("custom:a", .trouble(.status(401, reason: nil, retryAfter: nil)))
        _ = try await other.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        #expect(other.upstream.calls == ["custom:a", "custom:b"])
    }

    @Test("an answer of a fallback is not kept as the answer of the model asked for")
    func fallbackIsNotKept() async throws {
        let a = Model(name: "custom:a", endpoint: "http://a", upstreamID: "a", fallbacks: ["custom:b"])
        let world = TestWorld([a, Self.b])
        world.upstream.script("custom:a", .trouble(.malformed), .text("well again"))
        _ = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        let again = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        #expect(try TestWorld.text(again) == "well again")
    }

    @Test("a request the upstream calls wrong is not tried elsewhere")
    func badRequest() async throws {
        let a = Model(name: "custom:a", endpoint: "http://a", upstreamID: "a", fallbacks: ["custom:b"])
        let world = TestWorld([a, Self.b])
        world.upstream.script(
            "custom:a", .trouble(.status(400, reason: "maximum context length is 8192", retryAfter: nil)))
        let error = await #expect(throws: RouterError.self) {
            try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        }
        #expect(world.upstream.calls == ["custom:a"])
        #expect(error?.message.contains("maximum context length") == true)
        #expect(error?.tip.contains("context window") == true)
    }

    @Test(
        "garbage, HTML and choices: null count as no answer",
        arguments: ["<html>", "{\"choices\":null}", "{}", "\u{0}"])
    func garbage(text: String) async throws {
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .bytes(Array(text.utf8)))
        let error = await #expect(throws: RouterError.self) {
            try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        }
        #expect(error?.code == "malformed")
        #expect(world.journal.records.first?.errorCode == "malformed")
    }

    @Test("the last resort answers when every other model fails")
    func lastResort() async throws {
        let world = TestWorld(
            [Self.a, Model(name: "local:roadmap", endpoint: nil, upstreamID: "r")], lastResort: "local:roadmap")
        world.upstream.script("custom:a", .trouble(.connectionRefused))
        let answer = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        #expect(answer.facts.model == "local:roadmap")
    }

    @Test("five failures open the circuit; a probe closes it again")
    func circuit() async throws {
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .trouble(.malformed))
        for index in 0..<5 {
            await #expect(throws: RouterError.self) {
                try await world.router.answer(TestWorld.body("Hi \(index)"), from: TestWorld.caller())
            }
        }
        let error = await #expect(throws: RouterError.self) {
            try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        }
        #expect(error?.code == "circuit_open")
        #expect(world.upstream.calls.count == 5)
        world.clock.advance(milliseconds: 2_001)
        world.upstream.script("custom:a", .text("well again"))
        let answer = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        #expect(try TestWorld.text(answer) == "well again")
    }

    @Test("auto takes only models that can do what the request needs")
    func capabilities() async throws {
        let blind = Model(name: "custom:blind", endpoint: "http://x", upstreamID: "x", weight: 100, capabilities: [])
        let world = TestWorld([blind, Self.a])
        for index in 0..<8 {
            _ = try await world.router.answer(
                TestWorld.body("Hi \(index)", model: "auto", ["tools": [["type": "function"]]]),
                from: TestWorld.caller())
        }
        #expect(Set(world.upstream.calls) == ["custom:a"])
    }

    @Test("received is always succeeded and failed and cancelled and in flight")
    func ledger() async throws {
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .text("one"), .trouble(.malformed), .text("three"))
        for index in 0..<3 {
            do {
                _ = try await world.router.answer(TestWorld.body("Hi \(index)"), from: TestWorld.caller())
            } catch {}
        }
        let totals = world.router.ledger.current
        #expect(
            (totals.received, totals.succeeded, totals.failed, totals.cancelled, totals.inFlight) == (3, 2, 1, 0, 0))
        #expect(world.journal.open == 0)
    }
}
