/// Names, identifiers and quotations must all be on both sides; of a person's name the first part may be left out.
enum NameRule {
    static func judge(_ pair: Alignment, into findings: inout [Finding]) {
        let asked = telling(pair.onlyAsked, pair.asked, pair.kept)
        let kept = telling(pair.onlyKept, pair.kept, pair.asked)
        for place in 0..<max(asked.count, kept.count) {
            let one = place < asked.count ? asked[place] : nil
            let other = place < kept.count ? kept[place] : nil
            findings.append(
                Finding(kind(one, other), asked: one?.written ?? "", kept: other?.written ?? ""))
        }
    }

    /// Whether a term is this rule's business.
    static func concerns(_ term: Term) -> Bool {
        term.kind == .name || term.kind == .identifier || term.kind == .quoted
    }

    private static func telling(_ places: [Int], _ question: Question, _ other: Question) -> [Term] {
        places.compactMap { place in
            let term = question.terms[place]
            guard concerns(term), term.weight > 0 else { return nil }
            if term.kind == .quoted, other.text.lowercased().contains(term.written.lowercased()) { return nil }
            return isFirstName(place, in: question.terms, other) ? nil : term
        }
    }

    /// "Donald" of "Donald Trump" where the other side just says "Trump".
    private static func isFirstName(_ place: Int, in terms: [Term], _ other: Question) -> Bool {
        guard Names.given.contains(terms[place].written.lowercased()), place + 1 < terms.count,
            terms[place + 1].followsTerm,
            let surname = other.terms.firstIndex(where: { $0.root == terms[place + 1].root })
        else { return false }
        return surname == 0 || !(other.terms[surname].followsTerm && other.terms[surname - 1].isPartOfName)
    }

    private static func kind(_ one: Term?, _ other: Term?) -> Finding.Kind {
        let kinds = [one?.kind, other?.kind]
        if kinds.contains(.identifier) { return .identifier }
        return kinds.contains(.name) ? .name : .quotation
    }
}
