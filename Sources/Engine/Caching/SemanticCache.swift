/// Finds kept questions that lie close to another one.
public protocol QuestionIndex: Sendable {
    /// Whether a partition has any kept question.
    func contains(partition: [UInt8]) -> Bool

    /// The kept questions of a partition nearest to this one, the nearest first, with their similarity (0 to 1) as
    /// ``Punctuation/wellFormed(_:)`` writes them.
    /// - Throws: when no embedding can be made.
    func nearest(to question: String, in partition: [UInt8]) async throws -> [(key: CacheKey, similarity: Float)]

    /// Remembers a question whose answer is kept under `key`, soon; nobody waits for it.
    func remember(_ question: String, for key: CacheKey)

    /// Remembers it before it returns, however long that takes.
    func take(_ question: String, for key: CacheKey) throws

    func forget(_ key: CacheKey)

    func forgetAll()

    /// How many questions are kept.
    var count: Int { get }

    /// Whether questions can be embedded.
    var standing: EmbedderStanding { get }
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
    /// - Parameters:
    ///   - similarity: of the two as ``Punctuation/wellFormed(_:)`` writes them.
    ///   - verdict: what the guard says of the two.
    public static func isHit(similarity: Float, verdict: Verdict, threshold: Float) -> Bool {
        verdict.holds(similarity: Double(similarity), threshold: Double(threshold))
    }

    /// The answer to the most similar question that is the same one.
    /// - Parameter kept: looks an answer up; one that is gone is forgotten here too.
    func answer(
        to question: String, in partition: [UInt8], kept: (CacheKey) async -> KeptAnswer?
    ) async -> (answer: KeptAnswer, similarity: Float)? {
        guard index.contains(partition: partition) else { return nil }
        let near: [(key: CacheKey, similarity: Float)]
        do {
            near = try await index.nearest(to: question, in: partition)
        } catch {
            // Without an embedding there are no semantic hits; whoever makes embeddings says why.
            return nil
        }
        // To read a question takes longer than all else that a new one needs, and most have nothing near.
        lazy var asked = Question(question)
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

    /// What `/monitoring` shows of it.
    public struct Standing: Sendable, Hashable {
        public enum State: String, Sendable {
            case on, off
        }

        public let state: State
        /// Why it is off; `nil` when it is on.
        public let reason: String?
        /// What to do about that.
        public let tip: String?
        /// Questions that may be hit.
        public let entries: Int
    }

    /// Whether questions are matched by meaning now. While they are not, repeats are hit exactly as ever.
    public var standing: Standing {
        guard case .off(let reason, let tip) = index.standing else {
            return Standing(state: .on, reason: nil, tip: nil, entries: index.count)
        }
        return Standing(state: .off, reason: reason, tip: tip, entries: index.count)
    }

    /// Remembers a question whose answer has just been kept, soon; nobody waits for it.
    func remember(_ question: String, for key: CacheKey) {
        index.remember(question, for: key)
    }

    /// Takes up a question whose answer was kept before, and waits for it.
    /// - Throws: when no embedding can be made.
    public func take(_ question: String, for key: CacheKey) throws {
        try index.take(question, for: key)
    }
}
