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
}

/// Answers a question with the answer to one that means the same.
///
/// Close by embedding is not enough: no embedding tells "turn caching on" from "turn caching off". What is close still has
/// to pass the guard, for a wrong answer is worse than a miss.
public struct SemanticCache: Sendable {
    private let index: any QuestionIndex
    private let guardian = QuestionGuard()
    private let threshold: Float

    /// - Parameter threshold: the least similarity, 0 to 1.
    public init(index: any QuestionIndex, threshold: Float = 0.95) {
        self.index = index
        self.threshold = threshold
    }

    /// The answer to the most similar question that is the same one.
    /// - Parameter kept: looks an answer up; one that is gone is forgotten here too.
    func answer(
        to question: String, in partition: [UInt8], kept: (CacheKey) async -> KeptAnswer?
    ) async -> (answer: KeptAnswer, similarity: Float)? {
        let near: [(key: CacheKey, similarity: Float)]
        do {
            near = try await index.nearest(to: question, in: partition)
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
            if verdict.isSameQuestion { return (answer, candidate.similarity) }
        }
        return nil
    }

    /// Remembers a question whose answer has just been kept, soon; nobody waits for it.
    func remember(_ question: String, for key: CacheKey) { index.remember(question, for: key) }

    /// Takes up a question whose answer was kept before, and waits for it.
    /// - Throws: when no embedding can be made.
    public func take(_ question: String, for key: CacheKey) throws { try index.take(question, for: key) }
}
