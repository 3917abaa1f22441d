/// Finds kept questions that lie close to another one.
public protocol QuestionIndex: Sendable {
    /// The kept questions of a partition nearest to this one, the nearest first, with their similarity (0 to 1).
    /// - Throws: when no embedding can be made.
    func nearest(to question: String, in partition: [UInt8]) async throws -> [(key: CacheKey, similarity: Float)]

    /// Remembers a question whose answer is kept under `key`, soon; nobody waits for it.
    func remember(_ question: String, for key: CacheKey)

    /// Remembers it before it returns, however long that takes.
    func take(_ question: String, for key: CacheKey) throws

    func forget(_ key: CacheKey)

    func forgetAll()

    /// How many questions are remembered.
    var count: Int { get }
}

/// Answers a question with the answer to one that means the same.
///
/// Close by embedding is not enough: no embedding tells "turn caching on" from "turn caching off". What is close still has
/// to pass the guard, for a wrong answer is worse than a miss.
public struct SemanticCache: Sendable {
    private let index: any QuestionIndex
    private let guardian = QuestionGuard()
    /// The least similarity of a hit.
    public let threshold: Float

    /// - Parameter threshold: the cosine, 0 to 1, below which nothing hits; what reaches it must also be likely enough to
    ///   be the same question (see ``Verdict/holds(similarity:threshold:)``).
    public init(index: any QuestionIndex, threshold: Float = 0.95) {
        self.index = index
        self.threshold = threshold
    }

    /// How many questions can be found by meaning.
    public var count: Int { index.count }

    public func forgetAll() { index.forgetAll() }

    /// Whether a kept question is taken for the same one.
    /// - Parameter similarity: of the two as ``Punctuation/wellFormed(_:)`` writes them.
    /// - Parameter verdict: what the guard says of the two.
    public static func isHit(similarity: Float, verdict: Verdict, threshold: Float) -> Bool {
        verdict.holds(similarity: Double(similarity), threshold: Double(threshold))
    }

    /// The answer to the most similar question that is the same one.
    /// - Parameter kept: looks an answer up; one that is gone is forgotten here too.
    func answer(
        to question: String, in partition: [UInt8], kept: (CacheKey) async -> KeptAnswer?
    ) async -> (answer: KeptAnswer, similarity: Float)? {
        let near: [(key: CacheKey, similarity: Float)]
        do {
            near = try await index.nearest(to: Punctuation.wellFormed(question), in: partition)
        } catch {
            // Without an embedding there are no semantic hits; whoever makes embeddings says why.
            return nil
        }
        let asked = Question(question)
        for candidate in near where candidate.similarity >= threshold {
            guard let answer = await kept(candidate.key) else {
                index.forget(candidate.key)
                continue
            }
            let verdict = guardian.compare(asked, Question(answer.question))
            if Self.isHit(similarity: candidate.similarity, verdict: verdict, threshold: threshold) {
                return (answer, candidate.similarity)
            }
        }
        return nil
    }

    /// Remembers a question whose answer has just been kept, soon; nobody waits for it.
    func remember(_ question: String, for key: CacheKey) { index.remember(Punctuation.wellFormed(question), for: key) }

    /// Takes up a question whose answer was kept before, and waits for it.
    /// - Throws: when no embedding can be made.
    public func take(_ question: String, for key: CacheKey) throws {
        try index.take(Punctuation.wellFormed(question), for: key)
    }
}
