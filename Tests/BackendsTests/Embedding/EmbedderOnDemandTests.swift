import Engine
import Foundation
import Synchronization
import Testing

@testable import Backends

@Suite("An embedder on demand")
struct EmbedderOnDemandTests {
    private struct Fixed: Embedder {
        let dimensions = 2
        func embed(_ text: String) -> [Float] { [1, Float(text.count)] }
    }

    /// Files that a test breaks and mends.
    private final class Files: EmbedderSource {
        struct State {
            var error: EmbeddingError?
            var stamp: Int64 = 0
            var loads = 0
            var looks = 0
        }

        let state = Mutex(State())

        func set(_ error: EmbeddingError?, changed: Bool = true) {
            state.withLock {
                $0.error = error
                if changed { $0.stamp += 1 }
            }
        }

        var loads: Int { state.withLock { $0.loads } }

        func stamp() -> [Int64] {
            state.withLock {
                $0.looks += 1
                return [$0.stamp]
            }
        }

        func check() throws(EmbeddingError) {}

        func load() throws(EmbeddingError) -> any Embedder {
            let error = state.withLock { state in
                state.loads += 1
                return state.error
            }
            if let error { throw error }
            return Fixed()
        }
    }

    private let files = Files()
    private let clock = TestClock()
    private let embedder: EmbedderOnDemand
    private let damage = EmbeddingError.damaged("model.safetensors", reason: "it ends before byte 7")

    init() {
        embedder = EmbedderOnDemand(dimensions: 2, source: files, clock: clock)
    }

    @Test("it is loaded when it is first asked, and once")
    func once() throws {
        embedder.check()
        #expect(files.loads == 0 && embedder.standing == .waiting)
        #expect(try embedder.embed("abc") == [1, 3])
        #expect(try embedder.embed("a") == [1, 1])
        #expect(files.loads == 1 && embedder.standing == .loaded)
    }

    @Test("when it cannot be loaded it is off with the reason, and nobody tries at each text")
    func off() throws {
        files.set(damage)
        for _ in 0..<100 { #expect(throws: damage) { try embedder.embed("a") } }
        #expect(files.loads == 1)
        #expect(embedder.standing == .off(reason: damage.message, tip: damage.tip))
        // Nor are the files looked at each time.
        #expect(files.state.withLock { $0.looks } == 1)
    }

    @Test("files that have changed are tried at once, others after a pause that doubles")
    func again() throws {
        files.set(damage)
        #expect(throws: damage) { try embedder.embed("a") }
        clock.advance(by: 59_000)
        #expect(throws: damage) { try embedder.embed("a") }
        #expect(files.loads == 1)
        clock.advance(by: 1_000)
        #expect(throws: damage) { try embedder.embed("a") }
        #expect(files.loads == 2)
        clock.advance(by: 119_000)
        #expect(throws: damage) { try embedder.embed("a") }
        #expect(files.loads == 2)
        files.set(nil)
        clock.advance(by: 1_000)
        #expect(try embedder.embed("a") == [1, 1])
        #expect(files.loads == 3 && embedder.standing == .loaded)
    }

    @Test("every change of its standing is told once")
    func told() throws {
        let told = Mutex<[EmbedderStanding]>([])
        embedder.observe { standing in told.withLock { $0.append(standing) } }
        files.set(damage)
        for _ in 0..<3 { _ = try? embedder.embed("a") }
        files.set(nil)
        clock.advance(by: 1_000)
        for _ in 0..<3 { _ = try embedder.embed("a") }
        #expect(told.withLock { $0 } == [.off(reason: damage.message, tip: damage.tip), .loaded])
    }

    @Test("questions are not matched by meaning while it is off, and the cache says why")
    func semanticCache() throws {
        let questions = EmbeddedQuestions(embedder: embedder, index: SievedIndex(dimensions: 96), threshold: 0.95)
        defer { questions.close() }
        let cache = SemanticCache(index: questions)
        #expect(cache.standing.state == .on && cache.standing.reason == nil)
        files.set(damage)
        _ = try? embedder.embed("a")
        #expect(cache.standing.state == .off && cache.standing.reason == damage.message)
        #expect(cache.standing.tip == damage.tip && cache.standing.entries == 0)
    }

    @Test(
        "a folder's files are looked at without loading them", .enabled(if: ModelFolder.isThere),
        arguments: [0, 7, 500, 60_000_000, 89_000_000])
    func folder(size: Int) throws {
        let whole = try FileHandle(forReadingFrom: URL(fileURLWithPath: ModelFolder.path + "/model.safetensors"))
        let part = try whole.read(upToCount: size) ?? Data()
        let vocabulary = try Data(contentsOf: URL(fileURLWithPath: ModelFolder.path + "/vocab.txt"))
        try ModelFolder.with(["model.safetensors": part, "vocab.txt": vocabulary]) { path in
            let folder = MiniLMFolder { path }
            #expect(throws: EmbeddingError.self) { try folder.check() }
            let before = folder.stamp()
            try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/model.safetensors"))
            #expect(folder.stamp() != before)
        }
        try MiniLMFolder { ModelFolder.path }.check()
        #expect(throws: EmbeddingError.missing("/nowhere/vocab.txt")) { try MiniLMFolder { "/nowhere" }.check() }
    }
}
