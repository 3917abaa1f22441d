import Engine
import Synchronization

/// Kept questions by what they mean: each question's embedding in an index, by its partition.
public final class EmbeddedQuestions: QuestionIndex {
    /// Questions looked at for one that is asked; the guard decides among them.
    private static let candidates = 4

    private let embedder: any Embedder
    private let index: any NeighbourIndex
    private let threshold: Float
    private let keys = Mutex<[UInt64: CacheKey]>([:])

    /// - Parameter threshold: the least similarity that is looked at, 0 to 1.
    public init(embedder: any Embedder, index: any NeighbourIndex, threshold: Float) {
        self.embedder = embedder
        self.index = index
        self.threshold = threshold
    }

    public func nearest(
        to question: String, in partition: [UInt8]
    ) throws -> [(key: CacheKey, similarity: Float)] {
        let near = index.nearest(
            to: try embedder.embed(question), partition: partition, atLeast: threshold, limit: Self.candidates)
        return keys.withLock { keys in
            near.compactMap { neighbour in
                guard let key = keys[neighbour.id], key.partition == partition else { return nil }
                return (key, neighbour.similarity)
            }
        }
    }

    public func remember(_ question: String, for key: CacheKey) throws {
        let embedding = try embedder.embed(question)
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

    public var count: Int { index.count }

    /// The first eight bytes of a SHA-256: two answers that share them take each other's place, and nothing worse.
    private static func id(of key: CacheKey) -> UInt64 {
        key.exact.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
