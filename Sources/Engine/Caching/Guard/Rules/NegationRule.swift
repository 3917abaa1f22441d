/// Both questions are negated or neither is, and what is negated is the same.
enum NegationRule {
    static func judge(_ pair: Alignment, into findings: inout [Finding]) {
        let asked = pair.asked.traits.negated
        let kept = pair.kept.traits.negated
        if asked.isEmpty && kept.isEmpty { return }
        if asked.count % 2 != kept.count % 2 {
            findings.append(Finding(.negation, asked: words(asked), kept: words(kept)))
        } else if !asked.contains(where: kept.contains), isElsewhere(asked, pair.kept), isElsewhere(kept, pair.asked) {
            findings.append(Finding(.negation, asked: words(asked), kept: words(kept)))
        }
    }

    /// Whether the other question has what is negated here, but does not negate it.
    private static func isElsewhere(_ roots: [String], _ other: Question) -> Bool {
        roots.allSatisfy { root in other.terms.contains { $0.root == root } }
    }

    private static func words(_ negated: [String]) -> String {
        negated.isEmpty ? "" : negated.map { $0.isEmpty ? "not" : "not \($0)" }.joined(separator: ", ")
    }
}
