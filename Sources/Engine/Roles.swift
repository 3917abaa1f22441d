/// What the engine needs of the world around it. Each role is small enough to be played by a few lines in a test.

/// Text as a point, so that texts that mean the same lie close together.
public protocol Embedder: Sendable {
    /// How many numbers an embedding has.
    var dimensions: Int { get }

    /// The text's embedding, of length 1. Texts longer than the model reads are cut at its end.
    /// - Throws: when the model cannot be used (any more).
    func embed(_ text: String) throws -> [Float]
}

/// One of the slower places where answers are kept: L2 or L3.
public protocol CacheTier: Sendable {
    /// `l2` or `l3`, for headers and pages.
    var name: String { get }

    /// The answer kept under a key, unless it has expired.
    /// - Throws: when the tier does not work; the engine then switches it off for a while.
    func answer(for key: CacheKey) async throws -> KeptAnswer?

    /// Keeps an answer until it expires.
    func keep(_ answer: KeptAnswer, for key: CacheKey) async throws

    /// Forgets every answer.
    func purge() async throws
}
