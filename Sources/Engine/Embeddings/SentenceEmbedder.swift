/// Makes embeddings on threads of its own, so that none of those that serve requests is held meanwhile.
public protocol SentenceEmbedder: Sendable {
    /// How many numbers an embedding has.
    var dimensions: Int { get }

    var standing: EmbedderStanding { get }

    /// The texts' embeddings, in their order. Several callers take turns, however many texts each has.
    /// - Parameter isUrgent: goes before what others wait for; for a single text that a request waits for.
    /// - Throws: `CancellationError` when the calling task is cancelled, and anything when it does not work or has too
    ///   much to do.
    func embed(_ texts: [String], isUrgent: Bool) async throws -> Embeddings
}

/// What texts were made into.
public struct Embeddings: Sendable, Hashable {
    /// One for each text, each of length 1.
    public let vectors: [[Float]]
    /// How many tokens of the texts the model has read.
    public let tokens: Int

    public init(vectors: [[Float]], tokens: Int) {
        self.vectors = vectors
        self.tokens = tokens
    }
}
