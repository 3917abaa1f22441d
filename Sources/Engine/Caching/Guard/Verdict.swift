/// What the guard says of two questions, and why.
public struct Verdict: Sendable, Hashable {
    /// What speaks against it, the gravest first; empty when nothing was seen. A question that passes may still
    /// carry findings: words that only one side has and that count for too little to refuse it.
    public let findings: [Finding]
    /// What weighs against it, all findings together: 0 when nothing was seen, infinite for what no similarity makes up.
    public let margin: Double
    /// What the chance is reckoned from; `nil` for two texts that differ in nothing but form.
    public let resemblance: Resemblance?

    /// True when an answer to the one also answers the other, as far as the words alone tell.
    public var isSameQuestion: Bool { margin <= Self.slack }

    /// True when the questions differ in what no similarity makes up for: a number, a name, a negation.
    public var isForbidden: Bool { !margin.isFinite }

    /// How likely two questions of this similarity (a cosine) are the same one, 0 to 1.
    public func chance(similarity: Double) -> Double {
        if isForbidden { return 0 }
        return resemblance?.chance(similarity: similarity) ?? 1
    }

    /// Whether an answer to the one answers the other: nothing forbids it, their similarity reaches the threshold (a
    /// cosine), and it is likely enough that they are the same question.
    public func holds(similarity: Double, threshold: Double) -> Bool {
        !isForbidden && similarity >= threshold
            && chance(similarity: similarity) >= Self.leastChance(threshold: threshold)
    }

    /// How likely two questions must be the same one where a threshold is usual: 0.6 at 0.80, 0.8 at 0.95. Whoever sets a
    /// lower threshold wants more answers from the cache and takes a greater risk with each; 0.5 is the greatest.
    public static func leastChance(threshold: Double) -> Double {
        Swift.min(Swift.max(0.6 + (threshold - 0.8) * 4 / 3, 0.5), 0.85)
    }

    public init(findings: [Finding], resemblance: Resemblance? = nil) {
        self.findings = findings.sorted { $0.margin > $1.margin }
        self.resemblance = resemblance
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
    /// What it weighs: infinite for what no similarity makes up for.
    public let margin: Double

    /// False for what is only worth mentioning: words alone would refuse it, similarity may make up for it.
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
