import Testing

@testable import Roadmap

@Suite("Searching") struct SearchIndexTests {
    private let test: TestTracker
    private let index: SearchIndex

    init() throws {
        test = try TestTracker()
        index = try SearchIndex()
        try test.folder.write(
            """
            # Guide

            ## Warming the cache

            Warming pays off.

            ## Other matters

            Nothing here but one word about warming, and a lot of other words that make this passage longer.

            ## Safety <b>first</b>

            Quotes "and" <script>alert(1)</script> signs.
            """, to: "roadmap/GUIDE.md")
    }

    private func find(_ words: String, limit: Int = 20) throws -> SearchIndex.Results {
        try index.find(words, in: test.tracker.library.refresh(), limit: limit)
    }

    @Test("documents, tasks and metrics are found, each with what matched")
    func kinds() throws {
        let results = try find("cache hit")
        #expect(results.metrics.map(\.metric.name) == ["cacheHitRate"])
        #expect(results.tasks.map(\.task.title) == ["Track cache hits separately"])
        #expect(
            results.tasks[0].title.parts.map { $0.isMatch ? "[\($0.text)]" : $0.text }.joined()
                == "Track [cache] [hits] separately")
        #expect(results.documents.contains { $0.name == "TARGETS" && $0.anchor == "cache-hit-rate-cachehitrate" })
    }

    @Test("words match from their beginning, in any order and case, and all have to be there")
    func prefixes() throws {
        #expect(try find("track fail").tasks.map(\.task.title) == [TestPlan.first])
        #expect(try find("FAILED Request").tasks.count == 1)
        #expect(try find("failed dashboard").tasks.isEmpty)
        #expect(try find("ailed").tasks.isEmpty)
        #expect(try find("latency").metrics.map(\.metric.name) == ["latency"])
    }

    @Test("a match in a heading comes before one in the text")
    func ranking() throws {
        #expect(try find("warming").documents.map(\.heading) == ["Warming the cache", "Other matters"])
        #expect(try find("warming", limit: 1).documents.count == 1)
    }

    @Test(
        "what FTS5 would read as syntax is harmless",
        arguments: [
            "\"", "cache*", "cache AND", "NOT cache", "OR", "NEAR(cache hit)", "title:cache", "(cache", "cache)",
            "^cache",
            "-cache", "cache + hit", "{title}: cache", "cache''; DROP TABLE passage", "\u{0}", "%", "日本 🚀", "²",
        ])
    func syntax(words: String) throws {
        _ = try find(words)
        #expect(try find("cache").count > 0)
    }

    @Test("nothing asked for is nothing found", arguments: ["", "   ", "!?*", "\u{2}\u{3}"])
    func empty(words: String) throws {
        #expect(try find(words).count == 0)
    }

    @Test("the snippet shows the match and is text, not markup")
    func snippet() throws {
        let hit = try #require(try find("alert").documents.first)
        #expect(hit.snippet.plain.contains("<script>alert(1)</script>"))
        #expect(hit.snippet.parts.filter(\.isMatch).map(\.text) == ["alert"])
    }

    @Test("a changed document is found by its new words and no longer by its old ones")
    func changes() throws {
        #expect(try find("warming").documents.count == 2)
        try test.folder.write("# Guide\n\nZeppelin.", to: "roadmap/GUIDE.md")
        #expect(try find("warming").documents.isEmpty)
        #expect(try find("zeppelin").documents.count == 1)
    }

    @Test("marked text is taken apart, whatever stands in it")
    func highlighted() {
        func parts(_ text: String) -> [String] { Highlighted(text).parts.map { ($0.isMatch ? "+" : "-") + $0.text } }
        #expect(parts("a \u{2}b\u{3} c\u{2}d\u{3}") == ["-a ", "+b", "- c", "+d"])
        #expect(parts("plain") == ["-plain"] && parts("") == [])
        #expect(parts("\u{2}open") == ["-open"] && parts("a\u{3}b") == ["-ab"])
    }
}
