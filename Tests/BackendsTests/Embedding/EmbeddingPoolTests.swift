import Engine
import Synchronization
import Testing

@testable import Backends

@Suite("The embedding threads")
struct EmbeddingPoolTests {
    /// Waits at texts that begin with `wait` until it is let go.
    private final class Slow: Embedder {
        struct Refused: Error {}

        let dimensions = 1
        let seen = Mutex<[String]>([])
        let bell = Bell()
        let arrival = Bell()

        func embed(_ text: String) throws -> [Float] {
            if text == "bad" { throw Refused() }
            if text.hasPrefix("wait") {
                arrival.ring()
                bell.wait()
            }
            seen.withLock { $0.append(text) }
            return [Float(text.count)]
        }
    }

    private let embedder = Slow()
    private let pool: EmbeddingPool

    init() { pool = EmbeddingPool(embedder, threads: 1) }

    @Test("each text has its vector, in their order")
    func order() async throws {
        defer { pool.close() }
        let texts = (0..<50).map { String(repeating: "x", count: $0) }
        let embeddings = try await pool.embed(texts, isUrgent: false)
        #expect(embeddings.vectors == texts.map { [Float($0.count)] })
        #expect(embeddings.tokens == texts.reduce(0) { $0 + $1.utf8.count / 4 })
    }

    @Test("who has one text does not wait for another's two thousand, and who is urgent comes first")
    func turns() async throws {
        defer { pool.close() }
        async let many = pool.embed(["wait"] + (0..<40).map { "many \($0)" }, isUrgent: false)
        embedder.arrival.wait()
        async let other = pool.embed(["other"], isUrgent: false)
        while pool.waiting < 1 { await Task.yield() }
        async let urgent = pool.embed(["urgent"], isUrgent: true)
        while pool.waiting < 2 { await Task.yield() }
        embedder.bell.ring()
        _ = try await (many, other, urgent)
        #expect(embedder.seen.withLock { Array($0.prefix(4)) } == ["wait", "urgent", "other", "many 0"])
    }

    @Test("who goes away is not computed for")
    func cancelled() async throws {
        defer { pool.close() }
        let task = Task { [pool] in try await pool.embed(["wait"] + (0..<40).map { "gone \($0)" }, isUrgent: false) }
        embedder.arrival.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        embedder.bell.ring()
        _ = try await pool.embed(["next"], isUrgent: false)
        #expect(embedder.seen.withLock { $0 }.count == 2)
    }

    @Test("what the embedder throws reaches who asked, and nobody else")
    func failing() async throws {
        defer { pool.close() }
        await #expect(throws: Slow.Refused.self) { try await pool.embed(["good", "bad"], isUrgent: false) }
        #expect(try await pool.embed(["good"], isUrgent: false).vectors == [[4]])
    }

    @Test("after the end everybody is refused")
    func closed() async throws {
        pool.close()
        await #expect(throws: EmbeddingPool.Refusal.self) { try await pool.embed(["a"], isUrgent: false) }
    }
}
