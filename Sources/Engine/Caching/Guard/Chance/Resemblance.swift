/// What two questions have in common on the surface, from which together with their similarity follows how likely they
/// are the same.
public struct Resemblance: Sendable, Hashable {
    /// Nothing was found that counts: what is left differs in form.
    let wordsAgree: Bool
    /// How much of their spelling they share, 0 to 1: twice the common runs of three characters by all of them (Dice).
    let spelling: Double
    /// Words of the shorter one.
    let words: Int
    /// They end on another word.
    let endsDiffer: Bool
    /// They end on another preposition, or only one of them does: "what is money", "what is money for".
    let prepositionsDiffer: Bool

    /// How likely two questions of this similarity are the same one, 0 to 1.
    ///
    /// A logistic regression of the labels of half of a set of question pairs (9,725 of them; those of a similarity above
    /// 0.7 that nothing forbids), rounded. It bends at a similarity of 0.9, beyond which each hundredth tells more. Where
    /// words differ, shared spelling counts against a pair: an embedding rewards it, so among pairs of one similarity those
    /// that are spelled alike differ in the one word that matters, and those that are not say the same in other words.
    /// To fit it again, take the columns of `beast cache evaluate FILE --pairs` for half of the pairs.
    func chance(similarity: Double) -> Double {
        var logit = -8.4 + 11.7 * similarity + 9 * Swift.max(similarity - 0.9, 0)
        if wordsAgree {
            logit -= 1.2
        } else {
            logit += 0.57 * Double(words).squareRoot() - 4.3 * spelling
        }
        if endsDiffer { logit -= 0.5 }
        if prepositionsDiffer { logit -= 0.8 }
        return 1 / (1 + Self.exponential(-logit))
    }

    /// eˣ as (1 + x / 1024)¹⁰²⁴, by ten squarings: true to one in a hundred where x is within 4 of 0, which moves a chance
    /// by less than 0.002. The standard library has none.
    private static func exponential(_ x: Double) -> Double {
        var power = 1 + Swift.max(x, -1024) / 1024
        for _ in 0..<10 { power *= power }
        return power
    }
}

extension Resemblance {
    init(_ pair: Alignment, wordsAgree: Bool) {
        self.wordsAgree = wordsAgree
        spelling = pair.asked.spelling.share(with: pair.kept.spelling)
        words = Swift.min(pair.asked.wordCount, pair.kept.wordCount)
        let asked = pair.asked.terms.last { $0.weight > 0 }
        let kept = pair.kept.terms.last { $0.weight > 0 }
        endsDiffer = asked.map { one in kept.map { !one.means($0) } ?? false } ?? false
        prepositionsDiffer = pair.asked.traits.ending != pair.kept.traits.ending
    }
}
