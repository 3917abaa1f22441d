/// Where the embeddings of cached questions are kept, to find those that lie close to a new one.
///
/// Embeddings live in partitions, and a search sees one partition only: questions asked under other circumstances (by
/// another tenant, of another model, after another history) cannot answer each other however close they are.
public protocol NeighbourIndex: Sendable {
    /// Keeps an embedding of length 1. One that was kept under the same id before is replaced.
    func add(_ embedding: [Float], id: UInt64, partition: [UInt8])

    /// Forgets an embedding; nothing happens when there is none.
    func remove(_ id: UInt64)

    /// Forgets everything.
    func removeAll()

    /// Whether the partition has any embedding.
    func contains(partition: [UInt8]) -> Bool

    /// The closest embeddings of the partition, closest first: at most `limit`, none less similar than `similarity`
    /// (the cosine of the angle between the two).
    func nearest(to embedding: [Float], partition: [UInt8], atLeast similarity: Float, limit: Int) -> [Neighbour]

    /// How many embeddings are kept.
    var count: Int { get }

    /// How much memory is held for them, in bytes; memory of removed ones is held for the next.
    var bytes: Int { get }
}

/// An embedding that lies close to the one searched for.
public struct Neighbour: Sendable, Hashable {
    public let id: UInt64
    /// The cosine of the angle between the two: 1 is the same direction.
    public let similarity: Float

    public init(id: UInt64, similarity: Float) {
        self.id = id
        self.similarity = similarity
    }
}
