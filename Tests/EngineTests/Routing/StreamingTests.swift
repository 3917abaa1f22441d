import JSON
import Synchronization
import Testing

@testable import Engine

@Suite("Streaming")
struct StreamingTests {
    private static let a = Model(
        name: "custom:a", endpoint: "http://a/v1", upstreamID: "a-1", price: Price(input: 1.0, output: 2.0))
    private static let pieces = [
        TestUpstream.chunk("Good "), TestUpstream.chunk("morning"), TestUpstream.chunk(nil, finish: "stop"),
        TestUpstream.usageChunk, TestUpstream.end,
    ]

    @Test("a stream is passed on event by event and ends with [DONE]")
    func passedOn() async throws {
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .stream(Self.pieces, nil))
        let answer = try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller())
        let events = try await TestWorld.events(answer)
        #expect(events.count == 4)
        #expect(events.last == "data: [DONE]\n\n")
        #expect(!events.joined().contains("usage"))
        #expect(world.upstream.bodies.first?["stream_options"]?["include_usage"]?.boolValue == true)
        #expect(world.journal.records.first?.cost == 200_000)
    }

    @Test("whoever asks for the usage gets its chunk before the end")
    func usage() async throws {
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .stream(Self.pieces, nil))
        let body = TestWorld.body("Hi", ["stream": true, "stream_options": ["include_usage": true]])
        let events = try await TestWorld.events(try await world.router.answer(body, from: TestWorld.caller()))
        #expect(events.dropLast().last?.contains("\"prompt_tokens\":1000") == true)
        // From the cache it comes just so.
        let again = try await TestWorld.events(try await world.router.answer(body, from: TestWorld.caller()))
        #expect(again.dropLast().last?.contains("\"prompt_tokens\":1000") == true)
        #expect(again.last == "data: [DONE]\n\n")
    }

    @Test("events cut anywhere are put together again")
    func cutAnywhere() async throws {
        let world = TestWorld([Self.a])
        let bytes = Array(Self.pieces.joined().utf8)
        world.upstream.script("custom:a", .stream(bytes.map { String(decoding: [$0], as: UTF8.self) }, nil))
        _ = try await TestWorld.events(
            try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller()))
        let whole = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        #expect(whole.facts.cache == .hitL1)
        #expect(try TestWorld.text(whole) == "Good morning")
    }

    @Test("a whole answer is replayed as a stream")
    func replayed() async throws {
        let world = TestWorld([Self.a])
        _ = try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller())
        let answer = try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller())
        #expect(answer.facts.cache == .hitL1)
        let events = try await TestWorld.events(answer)
        #expect(events.first?.contains("answer of custom:a") == true)
        #expect(events.last == "data: [DONE]\n\n")
        #expect(world.upstream.calls.count == 1)
    }

    @Test("a stream that breaks midway ends with an error event, fails, and is not kept")
    func broken() async throws {
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .stream([TestUpstream.chunk("Good ")], .reset))
        let answer = try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller())
        let events = try await TestWorld.events(answer)
        #expect(events.last?.contains("\"error\"") == true)
        #expect(events.last?.contains("\"tip\"") == true)
        #expect(world.journal.records.map(\.outcome) == [.failed])
        #expect(world.l3.count == 0)
    }

    @Test("a stream that fails before its first event falls over")
    func failsOver() async throws {
        let a = Model(name: "custom:a", endpoint: "http://a", upstreamID: "a", fallbacks: ["custom:b"])
        let world = TestWorld([a, Model(name: "custom:b", endpoint: "http://b", upstreamID: "b")])
        world.upstream.script("custom:a", .stream([], .malformed))
        world.upstream.script("custom:b", .stream(Self.pieces, nil))
        let answer = try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller())
        #expect(answer.facts.model == "custom:b")
    }

    @Test(
        "a stream of nothing falls over, and the client is told why",
        arguments: [
            "data: [DONE]\n\n", "<html></html>\n\n", "data: 5\n\n", "data: {\"error\": {\"message\": \"no\"}}\n\n",
        ])
    func nothing(bytes: String) async throws {
        let world = TestWorld([Self.a, Model(name: "last", endpoint: nil, upstreamID: "last")], lastResort: "last")
        world.upstream.script("custom:a", .stream([bytes], nil))
        let answer = try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller())
        #expect(answer.facts.model == "last")
        let code = bytes.contains("error") ? "http_500" : "malformed"
        #expect(answer.facts.trouble?.code == code)
        // The last resort answers whole; who asked for a stream gets one.
        let events = try await TestWorld.events(answer)
        #expect(events.first?.contains("answer of last") == true)
        #expect(events.last == "data: [DONE]\n\n")
        #expect(world.journal.records.map(\.errorCode) == [code])
        #expect(world.journal.records.map(\.outcome) == [.succeeded])
    }

    @Test("a client that hangs up midway is recorded as cancelled, with what was used")
    func hangsUp() async throws {
        struct Gone: Error {}
        let world = TestWorld([Self.a])
        world.upstream.script("custom:a", .stream(Self.pieces, nil))
        let answer = try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller())
        guard case .stream(let produce) = answer.body else {
            Issue.record("not a stream")
            return
        }
        await #expect(throws: Gone.self) { try await produce { _ in throw Gone() } }
        let record = try #require(world.journal.records.first)
        #expect(record.outcome == .cancelled)
        #expect(record.usage.output > 0)
        #expect(world.router.ledger.current.inFlight == 0)
    }

    @Test("a stream that nobody reads is recorded as cancelled, and its place is free again")
    func neverRead() async throws {
        let world = TestWorld([Model(name: "custom:a", endpoint: nil, upstreamID: "a", concurrency: 1)])
        world.upstream.script("custom:a", .stream(Self.pieces, nil))
        do {
            _ = try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller())
        }
        #expect(world.journal.records.map(\.outcome) == [.cancelled])
        let next = try await world.router.answer(TestWorld.body("Hi", ["stream": true]), from: TestWorld.caller())
        #expect(try await TestWorld.events(next).last == "data: [DONE]\n\n")
    }

    @Test("a hundred equal requests at once make one call")
    func singleFlight() async throws {
        let world = TestWorld([Self.a])
        let gate = Gate()
        world.upstream.script("custom:a", .wait(gate, "once"))
        try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try TestWorld.text(try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller()))
                }
            }
            await gate.arrival(of: 1)
            gate.open()
            var texts: [String?] = []
            for try await text in group { texts.append(text) }
            #expect(texts == Array(repeating: "once", count: 100))
        }
        #expect(world.upstream.calls.count == 1)
        #expect(world.router.ledger.current.succeeded == 100)
    }

    @Test("those who wait for an answer that another model gives are told so, and had no hit")
    func singleFlightFallsOver() async throws {
        let a = Model(name: "custom:a", endpoint: "http://a", upstreamID: "a", fallbacks: ["custom:b"])
        let world = TestWorld([a, Model(name: "custom:b", endpoint: "http://b", upstreamID: "b")])
        let gate = Gate()
        world.upstream.script("custom:a", .trouble(.status(401, reason: nil, retryAfter: nil)))
        world.upstream.script("custom:b", .wait(gate, "instead"))
        try await withThrowingTaskGroup(of: RoutedAnswer.Facts.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller()).facts
                }
            }
            await gate.arrival(of: 1)
            gate.open()
            for try await facts in group {
                #expect(facts.cache == .miss && facts.model == "custom:b" && facts.trouble?.code == "http_401")
            }
        }
        #expect(world.journal.records.map(\.cache) == Array(repeating: .miss, count: 10))
        #expect(world.journal.records.map(\.errorCode) == Array(repeating: "http_401", count: 10))
    }

    @Test("when the one who made the call hangs up, another makes it for those who wait")
    func leaderLeaves() async throws {
        let world = TestWorld([Self.a])
        let gate = Gate()
        world.upstream.script("custom:a", .wait(gate, "first"), .text("second"))
        let leader = Task { try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller()) }
        await gate.arrival(of: 1)
        let passenger = Task {
            try TestWorld.text(try await world.router.answer(TestWorld.body("Hi"), from: TestWorld.caller()))
        }
        leader.cancel()
        #expect(try await passenger.value == "second")
        await #expect(throws: RouterError.self) { try await leader.value }
        #expect(world.router.ledger.current.cancelled == 1)
    }
}
