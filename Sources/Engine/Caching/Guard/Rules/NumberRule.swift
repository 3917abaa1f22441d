/// Numbers must be the same ones with the same units: 3 is not 5, 5 ms are not 5 s, 3.1 is not 3.10.
enum NumberRule {
    static func judge(_ pair: Alignment, into findings: inout [Finding]) {
        let asked = pair.asked.terms.filter(\.isNumeric)
        let kept = pair.kept.terms.filter(\.isNumeric)
        if asked.isEmpty && kept.isEmpty { return }
        var left = asked
        var right = kept
        left.removeAll { number in
            guard let same = right.firstIndex(where: { equal($0, number) }) else { return false }
            right.remove(at: same)
            return true
        }
        // "one" is hardly ever counted.
        if right.isEmpty { left.removeAll(where: isLoneOne) }
        if left.isEmpty { right.removeAll(where: isLoneOne) }
        if right.isEmpty { left.removeAll { isRate($0, into: &findings, isAsked: true) } }
        if left.isEmpty { right.removeAll { isRate($0, into: &findings, isAsked: false) } }
        for place in 0..<max(left.count, right.count) {
            let one = place < left.count ? left[place] : nil
            let other = place < right.count ? right[place] : nil
            findings.append(Finding(kind(one, other), asked: words(one), kept: words(other)))
        }
    }

    private static func isLoneOne(_ term: Term) -> Bool { term.root == "1" && term.kind == .number && term.unit == nil }

    /// "How many calories do I burn a day" against no day at all: that narrows as a word does.
    private static func isRate(_ term: Term, into findings: inout [Finding], isAsked: Bool) -> Bool {
        guard term.root == "1", term.unit != nil, ["a", "an", "per"].contains(term.written.lowercased()) else {
            return false
        }
        let (asked, kept) = isAsked ? (words(term), "") : ("", words(term))
        findings.append(Finding(.number, asked: asked, kept: kept, margin: Margins.added))
        return true
    }

    private static func equal(_ one: Term, _ other: Term) -> Bool {
        one.root == other.root && one.unit == other.unit && (one.kind == .ordinal) == (other.kind == .ordinal)
    }

    private static func kind(_ one: Term?, _ other: Term?) -> Finding.Kind {
        if let one, let other, one.root == other.root { return .unit }
        return one?.kind == .version || other?.kind == .version ? .version : .number
    }

    private static func words(_ term: Term?) -> String {
        guard let term else { return "" }
        guard let unit = term.unit else { return term.written }
        return term.written == term.root ? "\(term.root) \(unit)" : "\(term.written) (\(unit))"
    }
}
