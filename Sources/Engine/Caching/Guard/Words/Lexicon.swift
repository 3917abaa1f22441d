/// One form for all the words that mean the same.
enum Lexicon {
    /// The form without inflection.
    static func stem(_ lower: String) -> String { Stemmer.stem(IrregularForms.base[lower] ?? lower) }

    /// The stem, or that of the word which stands for its synonyms.
    static func root(_ lower: String) -> String {
        let stem = stem(lower)
        return Synonyms.root[stem] ?? stem
    }
}
