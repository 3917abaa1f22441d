/// A labelled pair, how similar its embeddings are, and what the guard says of it.
public struct JudgedPair: Sendable {
    public let pair: LabelledPair
    /// The cosine of the two as ``Punctuation/wellFormed(_:)`` writes them.
    public let similarity: Double
    public let verdict: Verdict

    public init(_ pair: LabelledPair, similarity: Double) {
        self.pair = pair
        self.similarity = similarity
        verdict = QuestionGuard().compare(pair.asked, pair.kept)
    }

    /// What ``row`` holds.
    public static let columns = [
        "label", "similarity", "chance", "forbidden", "wordsAgree", "spelling", "words", "endsDiffer",
        "prepositionsDiffer", "findings", "asked", "kept",
    ]

    /// Everything that a verdict rests on, for whoever wants to look into single pairs or to fit the chance again. Two
    /// questions that differ in nothing but form have no figures.
    public var row: [String] {
        let resemblance = verdict.resemblance
        func bit(_ value: Bool?) -> String { value.map { $0 ? "1" : "0" } ?? "" }
        return [
            pair.isSame ? "1" : "0", "\(similarity)", "\(verdict.chance(similarity: similarity))",
            bit(verdict.isForbidden), bit(resemblance?.wordsAgree), resemblance.map { "\($0.spelling)" } ?? "",
            resemblance.map { "\($0.words)" } ?? "", bit(resemblance?.endsDiffer), bit(resemblance?.prepositionsDiffer),
            verdict.findings.map(\.description).joined(separator: "; "), pair.asked, pair.kept,
        ]
    }
}
