import Engine
import Synchronization

/// Kept questions by what they mean: each question's embedding in an index, by its partition.
public final class EmbeddedQuestions: QuestionIndex {
    /// Questions looked at for one that is asked; the guard decides among them.
    private static let candidates = 4

    private let index: any NeighbourIndex
    private let threshold: Float
    private let embedder: any Embedder
    private let thread: EmbeddingThread
    private let keys = Mutex<[UInt64: CacheKey]>([:])

    /// - Parameter threshold: the least similarity that is looked at, 0 to 1.
    public init(embedder: any Embedder, index: any NeighbourIndex, threshold: Float) {
        self.embedder = embedder
        self.index = index
        self.threshold = threshold
        thread = EmbeddingThread(embedder)
    }

    public var count: Int { index.count }

    public var standing: EmbedderStanding { embedder.standing }

    /// How many questions were not looked up or remembered because too many came at once.
    public var skipped: Int { thread.skipped }

    public func contains(partition: [UInt8]) -> Bool { index.contains(partition: partition) }

    /// - Throws: also when too many others wait for an embedding; a miss is better than a wait.
    public func nearest(
        to question: String, in partition: [UInt8]
    ) async throws -> [(key: CacheKey, similarity: Float)] {
        guard index.contains(partition: partition) else { return [] }
        let embedding = try await thread.embedding(of: question)
        // A look at a large partition takes a while; the thread that the request runs on may have others to serve.
        let near = await withTaskExecutorPreference(globalConcurrentExecutor) {
            index.nearest(to: embedding, partition: partition, atLeast: threshold, limit: Self.candidates)
        }
        return keys.withLock { keys in
            near.compactMap { neighbour in
                guard let key = keys[neighbour.id], key.partition == partition else { return nil }
                return (key, neighbour.similarity)
            }
        }
    }

    public func remember(_ question: String, for key: CacheKey) {
        thread.embedLater(question) { [self] result in
            guard case .success(let embedding) = result else { return }
            keep(embedding, for: key)
        }
    }

    /// Remembers a question at once, on the caller's thread.
    public func take(_ question: String, for key: CacheKey) throws {
        keep(try embedder.embed(Punctuation.wellFormed(question)), for: key)
    }

    /// Waits until everything that was to be remembered is.
    public func settle() { thread.drain() }

    /// Ends the thread that embeds; nothing is found or remembered any more.
    public func close() { thread.close() }

    private func keep(_ embedding: [Float], for key: CacheKey) {
        let id = Self.id(of: key)
        keys.withLock { $0[id] = key }
        index.add(embedding, id: id, partition: key.partition)
    }

    public func forget(_ key: CacheKey) {
        let id = Self.id(of: key)
        keys.withLock { $0[id] = nil }
        index.remove(id)
    }

    public func forgetAll() {
        keys.withLock { $0 = [:] }
        index.removeAll()
    }

    /// The first eight bytes of a SHA-256: two answers that share them take each other's place, and nothing worse.
    private static func id(of key: CacheKey) -> UInt64 {
        key.exact.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
