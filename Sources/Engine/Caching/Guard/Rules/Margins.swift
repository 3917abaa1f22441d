/// How much more similarity each difference that can be made up for asks for.
///
/// The figures are rounded from a set of question pairs; what matters is their order: a word exchanged for another
/// may be its synonym, which the embedding knows, while a word added leaves the embedding almost unmoved.
enum Margins {
    /// A word of some weight that only one side has.
    static let added = 0.03
    /// A word that says little and that only one side has.
    static let addedWeak = 0.015
    /// A circumstance that only one side has.
    static let circumstance = 0.06
    /// A word of some weight in exchange for another.
    static let exchanged = 0.025
    /// A weak word in exchange for another.
    static let exchangedWeak = 0.022
    /// What and how, what and which person.
    static let looseAim = 0.02
    /// "Can it" and "how can it".
    static let doubtfulAim = 0.04
    /// The same words in another order where other words differ too.
    static let looseOrder = 0.04
    /// "Is it" and "should it be".
    static let modal = 0.02
    /// Tense where it hardly matters: beside a superlative and in "how did" and "how does".
    static let looseTense = 0.03
}
