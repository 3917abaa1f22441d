/// Tense, person, quantity and the small words of direction.
enum TraitRule {
    static func judge(_ pair: Alignment, into findings: inout [Finding]) {
        let asked = pair.asked.traits
        let kept = pair.kept.traits
        directions(asked, kept, into: &findings)
        tense(asked, kept, into: &findings)
        ending(pair, into: &findings)
        person(pair, into: &findings)
        quantity(asked, kept, into: &findings)
    }

    private static func directions(_ asked: Traits, _ kept: Traits, into findings: inout [Finding]) {
        if asked.directions.isEmpty || kept.directions.isEmpty { return }
        for one in asked.directions where !kept.directions.contains(one) {
            for other in kept.directions
            where !asked.directions.contains(other) && Opposites.exclude(one.root, other.root) {
                findings.append(Finding(.opposite, asked: one.written, kept: other.written))
            }
        }
    }

    private static func tense(_ one: Traits, _ other: Traits, into findings: inout [Finding]) {
        let (asked, kept) = (one.tenses, other.tenses)
        guard !asked.isEmpty, !kept.isEmpty,
            asked.contains(.past) != kept.contains(.past) || asked.contains(.future) != kept.contains(.future)
        else { return }
        let timeless: Traits.Aim = [.manner, .reason]
        // "What will it be" is mostly asked as "what is it".
        let isLoose =
            (!asked.contains(.past) && !kept.contains(.past))
            || (one.isSuperlative && other.isSuperlative)
            || (!one.aims.isEmpty && timeless.isSuperset(of: one.aims.union(other.aims)))
        let margin = isLoose ? Margins.looseTense : .infinity
        findings.append(Finding(.tense, asked: words(asked), kept: words(kept), margin: margin))
    }

    /// "What is money" and "what is money for".
    private static func ending(_ pair: Alignment, into findings: inout [Finding]) {
        let (one, other) = (pair.asked.traits.ending, pair.kept.traits.ending)
        guard one.isEmpty != other.isEmpty else { return }
        let missing = one.isEmpty ? pair.asked : pair.kept
        guard !missing.text.lowercased().split(separator: " ").contains(Substring(one + other)) else { return }
        findings.append(Finding(.word, asked: one, kept: other, margin: Margins.added))
    }

    private static func words(_ tense: Traits.Tense) -> String {
        tense.contains(.past) ? "past" : tense.contains(.future) ? "future" : "present"
    }

    private static func person(_ pair: Alignment, into findings: inout [Finding]) {
        let asked = pair.asked.traits.persons
        let kept = pair.kept.traits.persons
        for couple: Traits.Person in [[.male, .female], [.first, .second]] {
            let one = pair.asked.traits.leads.intersection(couple)
            let other = pair.kept.traits.leads.intersection(couple)
            if one != other, asked.isSuperset(of: couple), kept.isSuperset(of: couple) {
                findings.append(Finding(.person, asked: words(one), kept: words(other)))
            }
        }
        let one = asked.intersection([.first, .second])
        let other = kept.intersection([.first, .second])
        if !one.isEmpty, !other.isEmpty, one.isDisjoint(with: other), !isGeneric(pair) {
            findings.append(Finding(.person, asked: words(one), kept: words(other)))
        }
        if asked.contains(.male) && !asked.contains(.female) && kept.contains(.female) && !kept.contains(.male) {
            findings.append(Finding(.person, asked: "he", kept: "she"))
        } else if asked.contains(.female) && !asked.contains(.male) && kept.contains(.male) && !kept.contains(.female) {
            findings.append(Finding(.person, asked: "she", kept: "he"))
        }
    }

    /// In "how do I" and "where can you" anyone is meant, but my name is not your name.
    private static func isGeneric(_ pair: Alignment) -> Bool {
        let generic: Traits.Aim = [.manner, .place, .amount, .time, .reason]
        return !pair.asked.traits.aims.isDisjoint(with: generic) && !pair.kept.traits.aims.isDisjoint(with: generic)
    }

    private static func words(_ person: Traits.Person) -> String {
        person == .male ? "he" : person == .female ? "she" : person == .first ? "I" : "you"
    }

    private static func quantity(_ asked: Traits, _ kept: Traits, into findings: inout [Finding]) {
        let one = asked.quantities
        let other = kept.quantities
        if one.contains(.only) != other.contains(.only) {
            findings.append(
                Finding(
                    .quantifier, asked: one.contains(.only) ? "only" : "", kept: other.contains(.only) ? "only" : ""))
        }
        if one.contains(.all) != other.contains(.all), asked.aims == .choice, kept.aims == .choice,
            one.isEmpty || other.isEmpty
        {
            findings.append(Finding(.quantifier, asked: one.isEmpty ? "" : "all", kept: other.isEmpty ? "" : "all"))
        }
        guard !one.isEmpty, !other.isEmpty, one.isDisjoint(with: other),
            !asked.aims.contains(.thing) || !kept.aims.contains(.thing)
        else { return }
        findings.append(Finding(.quantifier, asked: words(one), kept: words(other)))
    }

    private static func words(_ quantity: Traits.Quantity) -> String {
        quantity.contains(.all) ? "all" : quantity.contains(.most) ? "most" : "some"
    }
}
