/// Words that only one question has: in exchange for one another they ask something else, added they narrow.
enum WordRule {
    static func judge(_ pair: Alignment, into findings: inout [Finding]) {
        let before = findings.count
        opposites(pair, into: &findings)
        guard findings.count == before else { return }
        let asked = pair.lonelyAsked.filter { $0.weight > 0 && !NameRule.concerns($0) && !$0.isNumeric }
        let kept = pair.lonelyKept.filter { $0.weight > 0 && !NameRule.concerns($0) && !$0.isNumeric }
        guard !asked.isEmpty || !kept.isEmpty else { return }
        let isUnit = asked.contains { $0.kind == .unit } && kept.contains { $0.kind == .unit }
        // "1.5e+14", "R2D2": what has digits and is no number is compared letter by letter.
        let hasDigits = asked.contains(where: hasDigit) && kept.contains(where: hasDigit)
        findings.append(
            Finding(
                isUnit ? .unit : hasDigits ? .number : .word, asked: words(asked), kept: words(kept),
                margin: isUnit || hasDigits ? .infinity : margin(asked, kept)))
    }

    private static func hasDigit(_ term: Term) -> Bool { term.written.utf8.contains { (0x30...0x39).contains($0) } }

    private static func margin(_ asked: [Term], _ kept: [Term]) -> Double {
        let isExchange = !asked.isEmpty && !kept.isEmpty
        let (strong, weak) =
            isExchange ? (Margins.exchanged, Margins.exchangedWeak) : (Margins.added, Margins.addedWeak)
        func sum(_ terms: [Term]) -> Double {
            terms.reduce(0) { sum, term in
                if !isExchange, let role = term.role, circumstances.contains(role) { return sum + Margins.circumstance }
                return sum + (term.weight > 1 ? strong : weak)
            }
        }
        return Swift.max(sum(asked), sum(kept))
    }

    /// "for children", "in a workplace", "with gloves".
    private static let circumstances: Set<FunctionWords.Role> = [
        .within, .on, .forPurpose, .with, .from, .by, .under, .over, .against, .through,
    ]

    private static func opposites(_ pair: Alignment, into findings: inout [Finding]) {
        for one in pair.lonelyAsked {
            for other in pair.lonelyKept {
                if Opposites.exclude(word(one), word(other)) {
                    let kind: Finding.Kind = one.kind == .unit && other.kind == .unit ? .unit : .opposite
                    findings.append(Finding(kind, asked: one.written, kept: other.written))
                } else if Privatives.arePair(one.root, other.root) {
                    findings.append(Finding(.negation, asked: one.written, kept: other.written))
                }
            }
        }
    }

    /// "first" is kept as the number 1, but it is also the opposite of "last".
    private static func word(_ term: Term) -> String {
        term.kind == .ordinal ? Lexicon.root(term.written.lowercased()) : term.root
    }

    private static func words(_ terms: [Term]) -> String { terms.map(\.written).joined(separator: ", ") }
}
