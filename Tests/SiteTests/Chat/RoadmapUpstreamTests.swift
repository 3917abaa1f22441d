import Backends
import Engine
import Foundation
import JSON
import Roadmap
import Synchronization
import Testing

@testable import Site

@Suite("Answers from the roadmap documents")
struct RoadmapUpstreamTests {
    private static let weights = TestSite.root + "/.models/minilm"
    static let hasWeights = FileManager.default.fileExists(atPath: weights + "/model.safetensors")
    private static let library = Library(folder: TestSite.root + "/roadmap")

    private func links(_ question: String, _ upstream: RoadmapUpstream) async throws -> [String] {
        let answer = try await text(question, upstream)
        return answer.split(separator: "](").dropFirst().compactMap { $0.split(separator: ")").first.map(String.init) }
    }

    private func text(_ question: String, _ upstream: RoadmapUpstream) async throws -> String {
        let body: JSON = ["messages": [["role": "user", "content": .string(question)]]]
        guard case .whole(let bytes) = try await upstream.send(body.bytes, to: RoadmapUpstream.model, isStreamed: false)
        else { return "" }
        return try JSON(parsing: bytes)["choices"]?[0]?["message"]?["content"]?.stringValue ?? ""
    }

    /// Asks once, and waits until the passages have been embedded.
    private func warm(_ upstream: RoadmapUpstream) async throws {
        _ = try await text("anything", upstream)
        await upstream.settle()
        #expect(upstream.revision?.hasSuffix("by meaning") == true)
    }

    @Test("questions are answered by meaning in other words than the documents'", .enabled(if: hasWeights))
    func byMeaning() async throws {
        let pool = EmbeddingPool(try MiniLMEmbedder(folder: Self.weights))
        defer { pool.close() }
        let upstream = RoadmapUpstream(library: Self.library, search: try SearchIndex(), embedder: pool)
        try await warm(upstream)
        let plan = "/docs/ML_LLM_12_MONTH_ROADMAP#"
        for (question, place) in [
            ("How do we stop losing requests?", plan + "week-1-request-tracking"),
            ("Who gets told before the money runs out?", plan + "week-4-budget-management"),
            ("Can the system take back a change that did harm?", plan + "week-4-safety-of-automatic-changes"),
            ("What happens when Redis dies?", "/docs/LEARNINGS_AND_STATUS#degrade-never-fail"),
            ("How do two variants get compared fairly?", plan + "week-3-multi-variant-testing"),
        ] {
            #expect(try await links(question, upstream).contains(place), "\(question)")
        }
        #expect(try await text("How do we stop losing requests?", upstream).contains("Fix failed request tracking"))
    }

    @Test("without an embedder, or with one that is off, passages are found by their words")
    func byWords() async throws {
        for embedder in [nil, Stand(works: false)] {
            let upstream = RoadmapUpstream(library: Self.library, search: try SearchIndex(), embedder: embedder)
            let found = try await links("How much quicker is a warmed request?", upstream)
            #expect(found.first == "/docs/TARGETS#first-request-gain-firstrequestgain")
            #expect(try await text("xyzzy plugh", upstream).contains("say nothing"))
            #expect(upstream.revision?.hasSuffix("by meaning") == false)
        }
    }

    @Test("no request waits for the passages, and one that is asked later has them")
    func background() async throws {
        let stand = Stand(works: true)
        let upstream = RoadmapUpstream(library: Self.library, search: try SearchIndex(), embedder: stand)
        let before = try #require(upstream.revision)
        #expect(stand.count == 0)
        #expect(try await links("How much quicker is a warmed request?", upstream).count == 3)
        #expect(upstream.revision == before)
        stand.open()
        try await warm(upstream)
        let count = stand.count
        #expect(count > 100)
        _ = try await text("anything", upstream)
        #expect(stand.count == count + 1)
    }

    @Test("a document that changes is embedded anew, all others are not, and its answers are other answers")
    func changes() async throws {
        let folder = try TestFolder()
        try folder.write(TestSite.plan, to: "roadmap/PLAN.md")
        try folder.write(TestSite.targets, to: "roadmap/TARGETS.md")
        try folder.write(TestSite.guide, to: "roadmap/GUIDE.md")
        let stand = Stand(works: true)
        stand.open()
        let library = Library(folder: folder.path("roadmap"))
        let upstream = RoadmapUpstream(library: library, search: try SearchIndex(), embedder: stand)
        try await warm(upstream)
        let (first, texts) = (upstream.revision, stand.texts)
        try folder.write("# The guide\n\nAnother text altogether.", to: "roadmap/GUIDE.md")
        #expect(upstream.revision != first)
        try await warm(upstream)
        let added = stand.texts.dropFirst(texts.count).filter { $0 != "anything" }
        #expect(Set(added) == ["The guide\nAnother text altogether.", "Another text altogether."])
        try folder.write(TestSite.guide, to: "roadmap/GUIDE.md")
        try await warm(upstream)
        #expect(upstream.revision == first)
    }

    @Test("a streamed request streams, a paragraph at a time, with its usage and end")
    func streams() async throws {
        let upstream = RoadmapUpstream(library: Self.library, search: try SearchIndex())
        let body: JSON = ["messages": [["role": "user", "content": "How much quicker is a warmed request?"]]]
        guard
            case .stream(let stream) = try await upstream.send(
                body.bytes, to: RoadmapUpstream.model, isStreamed: true)
        else {
            Issue.record("it is no stream")
            return
        }
        var events: [String] = []
        while let bytes = try await stream.next() { events.append(String(decoding: bytes, as: UTF8.self)) }
        #expect(events.count == 6 && events.last == "data: [DONE]\n\n")
        let chunks = try events.dropLast().map { try JSON(parsing: Array($0.dropFirst(6).utf8)) }
        let whole = chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.stringValue }.joined()
        #expect(whole == (try await text("How much quicker is a warmed request?", upstream)))
        #expect(chunks[3]["choices"]?[0]?["finish_reason"] == "stop")
        #expect((chunks[4]["usage"]?["completion_tokens"]?.integerValue ?? 0) > 0)
    }

    /// Embeds when it is let: every text the same.
    private final class Stand: SentenceEmbedder {
        struct Off: Error {}

        private struct State {
            var texts: [String] = []
            var isOpen = false
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        let dimensions = 2
        private let works: Bool
        private let state = Mutex(State())

        init(works: Bool) { self.works = works }

        var texts: [String] { state.withLock { $0.texts } }
        var count: Int { texts.count }
        var standing: EmbedderStanding { works ? .loaded : .off(reason: "It is off.", tip: "") }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume() }
        }

        func embed(_ texts: [String], isUrgent: Bool) async throws -> Embeddings {
            guard works else { throw Off() }
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            state.withLock { $0.texts += texts }
            return Embeddings(vectors: texts.map { _ in [1, 0] }, tokens: texts.count)
        }
    }
}
