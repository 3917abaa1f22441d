/// What the guard says of two questions, and why.
public struct Verdict: Sendable, Hashable {
    /// What speaks against it, the gravest first; empty when nothing was seen. A question that passes may still
    /// carry findings: words that only one side has and that count for too little to refuse it.
    public let findings: [Finding]
    /// How much more than the usual similarity is asked for: 0 when nothing was seen, infinite when no similarity
    /// makes up for what was. In between lie words that only one side has, which the embedding can judge and no list.
    public let margin: Double

    /// True when an answer to the one also answers the other, as far as the words tell.
    public var isSameQuestion: Bool { margin <= Self.slack }

    /// Whether two questions of this similarity are the same one where a threshold is usual: the more the words
    /// differ, the closer the meanings must be. Whoever sets a lower threshold leaves more to the embedding, so the
    /// margin counts in full from ``strictThreshold`` on, where nothing but ``isSameQuestion`` passes, and less below.
    public func holds(similarity: Double, threshold: Double) -> Bool {
        guard threshold < Self.strictThreshold else { return isSameQuestion && similarity >= threshold }
        guard margin.isFinite else { return false }
        let share = (threshold - Self.looseThreshold) / (Self.strictThreshold - Self.looseThreshold)
        return similarity >= threshold + margin * Swift.max(share, 0)
    }

    /// From this threshold on words must agree.
    public static let strictThreshold = 0.95
    /// Up to this threshold only what no similarity makes up for counts.
    public static let looseThreshold = 0.80

    public init(findings: [Finding]) {
        self.findings = findings.sorted { $0.margin > $1.margin }
        margin = findings.reduce(0) { $0 + $1.margin }
    }

    /// Up to here a difference is worth mentioning, not refusing.
    static let slack = 0.02
}

/// One difference between what is asked and what was asked before.
public struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// What sort of difference it is.
    public enum Kind: String, Sendable, CaseIterable {
        case number, unit, version, identifier, quotation, name, negation, opposite, order
        case questionKind = "question kind"
        case tense, person, quantifier, word, length
    }

    public let kind: Kind
    /// What the new question has there; empty when it has nothing.
    public let asked: String
    /// What the kept question has there; empty when it has nothing.
    public let kept: String
    /// By how much it raises the similarity that is asked for.
    public let margin: Double

    /// False for what is only worth mentioning.
    public var refuses: Bool { margin > Verdict.slack }

    public init(_ kind: Kind, asked: String, kept: String, margin: Double = .infinity) {
        self.kind = kind
        self.asked = asked
        self.kept = kept
        self.margin = margin
    }

    /// Like "number 3 vs 5" or "name Paris vs nothing".
    public var description: String {
        "\(kind.rawValue) \(asked.isEmpty ? "nothing" : asked) vs \(kept.isEmpty ? "nothing" : kept)"
    }
}
