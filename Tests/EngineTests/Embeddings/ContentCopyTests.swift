import JSON
import Synchronization
import Testing

@testable import Engine

@Suite("Prompts and answers")
struct ContentCopyTests {
    private final class Kept: ContentKeeper {
        private let contents = Mutex<[RequestContent]>([])
        var all: [RequestContent] { contents.withLock { $0 } }
        func keep(_ content: RequestContent) { contents.withLock { $0.append(content) } }
    }

    private let kept = Kept()
    private let upstream = TestUpstream()
    private let router: ModelRouter

    init() {
        let clock = TestClock()
        router = ModelRouter(
            registry: ModelRegistry([Model(name: "custom:a", endpoint: "http://a/v1", upstreamID: "id")]),
            cache: AnswerCache(memory: MemoryTier(capacity: 1 << 20, shards: 1), l2: nil, l3: nil, clock: clock),
            semantic: nil,
            ledger: Ledger(journal: TestJournal(), totals: Ledger.Totals(), clock: clock, contents: kept),
            lastResort: nil, clock: clock, digest: TestWorld.digest, random: { $0 / 2 },
            upstream: { [upstream] _ in upstream })
    }

    private func ask(_ question: String, _ more: JSON.Object = [:]) async throws -> RoutedAnswer {
        try await router.answer(TestWorld.body(question, more), from: TestWorld.caller())
    }

    private func text(_ content: RequestContent) throws -> String? {
        try JSON(parsing: content.answer)["choices"]?[0]?["message"]?["content"]?.stringValue
    }

    @Test("of an answer, of a hit and of a stream the same is kept")
    func kinds() async throws {
        _ = try await ask("hello")
        _ = try await ask("hello")
        _ = try await TestWorld.events(try await ask("hello", ["stream": true]))
        upstream.script(
            "custom:a",
            .stream(
                [TestUpstream.chunk("answer "), TestUpstream.chunk("of custom:a", finish: "stop"), TestUpstream.end],
                nil))
        _ = try await TestWorld.events(try await ask("anew", ["stream": true]))
        #expect(try kept.all.map(text) == Array(repeating: "answer of custom:a", count: 4))
        #expect(kept.all.map(\.number) == [0, 1, 2, 3])
        #expect(try JSON(parsing: kept.all[0].prompt)["messages"]?[0]?["content"] == "hello")
    }

    @Test("of a request that fails the prompt is kept, of a stream that breaks what had come")
    func failures() async throws {
        upstream.script("custom:a", .trouble(.status(400, reason: nil, retryAfter: nil)))
        await #expect(throws: RouterError.self) { try await ask("wrong") }
        upstream.script("custom:a", .stream([TestUpstream.chunk("half")], .reset))
        _ = try await TestWorld.events(try await ask("broken", ["stream": true]))
        #expect(kept.all.count == 2 && kept.all[0].answer.isEmpty)
        #expect(try text(kept.all[1]) == "half")
    }
}
