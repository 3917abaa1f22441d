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
    private let keys = Mutex(Keys())
    private let capacity: Int

    /// Which answers the questions belong to, in the order in which they were remembered.
    private struct Keys {
        private var known: [UInt64: (key: CacheKey, turn: Int)] = [:]
        private var turns: [(id: UInt64, turn: Int)] = []
        private var oldest = 0
        private var turn = 0

        subscript(id: UInt64) -> CacheKey? { known[id]?.key }

        /// - Returns: the question that has to make room.
        mutating func add(_ key: CacheKey, _ id: UInt64, capacity: Int) -> UInt64? {
            turn += 1
            known[id] = (key, turn)
            turns.append((id, turn))
            guard known.count > capacity else { return nil }
            while oldest < turns.count {
                let (id, turn) = turns[oldest]
                oldest += 1
                guard known[id]?.turn == turn else { continue }
                known[id] = nil
                compact()
                return id
            }
            return nil
        }

        mutating func remove(_ id: UInt64) {
            known[id] = nil
            compact()
        }

        /// Keeps what is no longer known from outnumbering what is.
        private mutating func compact() {
            guard turns.count > 2 * known.count + 1_024 else { return }
            turns = turns[oldest...].filter { known[$0.id]?.turn == $0.turn }
            oldest = 0
        }
    }

    /// - Parameters:
    ///   - threshold: the least similarity that is looked at, 0 to 1.
    ///   - capacity: how many questions are remembered at most, some 1.2 KB each; then the oldest makes room.
    public init(
        embedder: any Embedder, index: any NeighbourIndex, threshold: Float, capacity: Int = 50_000,
        clock: any EngineClock = SystemClock()
    ) {
        self.capacity = capacity
        self.embedder = embedder
        self.index = index
        self.threshold = threshold
        thread = EmbeddingThread(embedder, clock: clock)
    }

    public var count: Int { index.count }

    public var standing: EmbedderStanding { embedder.standing }

    /// How many questions were not looked up or remembered because too many came at once.
    public var skipped: Int { thread.skipped }

    /// How many wait for an embedding.
    var waiting: Int { thread.waiting }

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
        let former = keys.withLock { $0.add(key, id, capacity: capacity) }
        index.add(embedding, id: id, partition: key.partition)
        if let former { index.remove(former) }
    }

    public func forget(_ key: CacheKey) {
        let id = Self.id(of: key)
        keys.withLock { $0.remove(id) }
        index.remove(id)
    }

    public func forgetAll() {
        keys.withLock { $0 = Keys() }
        index.removeAll()
    }

    /// The first eight bytes of a SHA-256: two answers that share them take each other's place, and nothing worse.
    private static func id(of key: CacheKey) -> UInt64 {
        key.exact.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
