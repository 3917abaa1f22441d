/// Finds kept questions that lie close to another one.
public protocol QuestionIndex: Sendable {
    /// The kept questions of a partition nearest to this one, the nearest first, with their similarity (0 to 1).
    /// - Throws: when no embedding can be made.
    func nearest(to question: String, in partition: [UInt8]) throws -> [(key: CacheKey, similarity: Float)]

    /// Remembers a question whose answer is kept under `key`.
    func remember(_ question: String, for key: CacheKey) throws

    func forget(_ key: CacheKey)

    func forgetAll()
}

/// Tells questions apart that lie close together and ask different things.
public protocol QuestionJudge: Sendable {
    func isSameQuestion(_ asked: String, _ kept: String) -> Bool
}

/// Answers a question with the answer to one that means the same.
///
/// Close by embedding is not enough: no embedding tells "turn caching on" from "turn caching off". What is close still has
/// to pass the judge, for a wrong answer is worse than a miss.
public struct SemanticCache: Sendable {
    private let index: any QuestionIndex
    private let judge: any QuestionJudge
    private let threshold: Float

    /// - Parameter threshold: the least similarity, 0 to 1.
    public init(index: any QuestionIndex, judge: any QuestionJudge, threshold: Float = 0.95) {
        self.index = index
        self.judge = judge
        self.threshold = threshold
    }

    /// The answer to the most similar question that is the same one.
    /// - Parameter kept: looks an answer up; one that is gone is forgotten here too.
    func answer(
        to question: String, in partition: [UInt8], kept: (CacheKey) async -> KeptAnswer?
    ) async -> (answer: KeptAnswer, similarity: Float)? {
        let near: [(key: CacheKey, similarity: Float)]
        do {
            near = try index.nearest(to: question, in: partition)
        } catch {
            // Without an embedding there are no semantic hits; whoever makes embeddings says why.
            return nil
        }
        for candidate in near where candidate.similarity >= threshold {
            guard let answer = await kept(candidate.key) else {
                index.forget(candidate.key)
                continue
            }
            if judge.isSameQuestion(question, answer.question) { return (answer, candidate.similarity) }
        }
        return nil
    }

    func remember(_ question: String, for key: CacheKey) {
        do {
            try index.remember(question, for: key)
        } catch {
            // The answer stays to be hit exactly.
        }
    }
}
