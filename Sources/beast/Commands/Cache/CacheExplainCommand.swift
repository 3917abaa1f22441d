import Backends
import Engine
import JSON
import Roadmap

enum CacheExplainCommand: Command {
    static let name = "cache explain"
    static let summary = "Says whether an answer to one question would be given to another, and why."
    static let operands = "QUESTION QUESTION"
    static let options = [Option.flag("json", "print it as JSON")]
    static let details = """
        The first question is the new one, the second the one that was answered before. A hit needs an embedding that is
        similar enough, nothing in the words that changes the answer, and that both together make it likely enough.

          beast cache explain "How do I turn caching on?" "How do I turn caching off?"
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 2 else {
            throw UsageError(
                "`beast cache explain` takes two questions.",
                tip: "For example: beast cache explain \"What is due?\" \"What is due this week?\"")
        }
        let (asked, kept) = (arguments.operands[0], arguments.operands[1])
        let threshold = Float(try environment.settings(arguments).cache.semanticThreshold.value)
        var similarity: Float?
        if let folder = try ChatService.weights() {
            let embedder = try MiniLMEmbedder(folder: folder)
            let (one, other) = (Punctuation.wellFormed(asked), Punctuation.wellFormed(kept))
            similarity = zip(embedder.embed(one), embedder.embed(other)).reduce(0) { $0 + $1.0 * $1.1 }
        } else {
            environment.terminal.say(ChatService.weightsMissing + " This is what the guard alone says.")
        }
        let explanation = Explanation(
            similarity: asked == kept ? 1 : similarity, threshold: threshold,
            verdict: QuestionGuard().compare(asked, kept))
        try environment.terminal.write(
            arguments.has("json") ? explanation.json.pretty : explanation.text(environment.terminal))
    }
}

/// Why two questions count as the same, or not.
private struct Explanation {
    /// `nil` without an embedder.
    let similarity: Float?
    let threshold: Float
    let verdict: Verdict

    /// `nil` when that cannot be told for want of an embedding.
    private var isHit: Bool? {
        if verdict.isForbidden { return false }
        return similarity.map { SemanticCache.isHit(similarity: $0, verdict: verdict, threshold: threshold) }
    }

    /// How likely they are the same question, and how likely they have to be.
    private var chance: Double? { similarity.map { verdict.chance(similarity: Double($0)) } }
    private var leastChance: Double { Verdict.leastChance(threshold: Double(threshold)) }

    private var reason: String {
        if verdict.isForbidden {
            return "the guard sees another question" + (verdict.findings.first.map { ": \($0)" } ?? "")
        }
        guard let similarity, let chance else {
            return "the guard forbids nothing; without an embedding nothing hits by meaning"
        }
        if similarity < threshold { return "they are not similar enough" }
        guard chance < leastChance else { return "they are similar enough and likely enough the same question" }
        let words = verdict.findings.first.map { ": \($0)" } ?? ""
        return "they are similar, but not likely enough the same question" + words
    }

    func text(_ terminal: Terminal) -> String {
        var text = ""
        func row(_ name: String, _ value: String) { text += padded(name, 12) + value + "\n" }
        row("similarity", similarity.map(Self.figure) ?? "not known")
        row("threshold", Self.figure(threshold))
        row("guard", verdict.findings.isEmpty ? "sees no difference" : Self.words(verdict.findings[0]))
        for finding in verdict.findings.dropFirst() { row("", Self.words(finding)) }
        row("chance", (chance.map(Self.percent) ?? "not known") + ", needed \(Self.percent(leastChance))")
        let word = isHit.map { $0 ? terminal.styled("hit", .good) : terminal.styled("miss", .attention) } ?? "open"
        row("verdict", "\(word): \(reason)")
        return text
    }

    var json: JSON {
        func number(_ margin: Double) -> JSON { margin.isFinite ? .number(margin) : .null }
        return [
            "similarity": similarity.map { .number(Double($0)) } ?? .null,
            "threshold": .number((Double(threshold) * 10_000).rounded() / 10_000),
            "findings": .array(
                verdict.findings.map { finding -> JSON in
                    [
                        "kind": .string(finding.kind.rawValue), "asked": .string(finding.asked),
                        "kept": .string(finding.kept), "refuses": .bool(finding.refuses),
                        "margin": number(finding.margin),
                    ]
                }),
            // No similarity makes up for what was seen.
            "refusesAnySimilarity": .bool(verdict.isForbidden), "margin": number(verdict.margin),
            "chance": chance.map { .number($0) } ?? .null, "leastChance": .number(leastChance),
            "isSameQuestion": .bool(verdict.isSameQuestion), "isHit": isHit.map { .bool($0) } ?? .null,
            "reason": .string(reason),
        ]
    }

    private static func words(_ finding: Finding) -> String {
        let weight = finding.margin.isFinite ? "weighed against the similarity" : "another question"
        return "\(finding)  (\(finding.refuses ? weight : "does not matter"))"
    }

    private static func percent(_ chance: Double) -> String { "\(Int((chance * 100).rounded())) %" }

    private static func figure(_ value: Float) -> String { Figure.text((Double(value) * 1000).rounded() / 1000) }
}
