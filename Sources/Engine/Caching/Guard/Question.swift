/// A question taken apart once, to be compared with many.
public struct Question: Sendable {
    public let text: String
    let terms: [Term]
    let traits: Traits
    /// Too long to be understood: equal only to itself.
    let isTooLong: Bool
    /// How many words it has.
    let wordCount: Int
    let spelling: Trigrams
    /// All its words in lower case: questions that share it differ in form only.
    let form: String
    /// What it says where no term carries weight ("Why?", "Thanks!"): equal only to the same words.
    let bare: String?

    /// The longest text that is taken apart, in bytes of UTF-8. The embedder reads no more than 256 word pieces, so two
    /// longer texts can differ where it does not look.
    public static let longestText = 2048

    /// The most terms that are compared: comparing takes time with the square of them.
    static let mostTerms = 160

    public init(_ text: String) {
        self.text = text
        guard text.utf8.count <= Self.longestText else {
            (terms, traits, isTooLong, bare) = ([], Traits(), true, nil)
            (wordCount, spelling, form) = (0, Trigrams(""), text)
            return
        }
        let tokens = TextSplitter.tokens(of: text)
        var reader = QuestionReader(PhraseReader.rewritten(tokens))
        reader.read()
        isTooLong = reader.terms.count > Self.mostTerms
        terms = isTooLong ? [] : reader.terms
        traits = reader.traits
        spelling = Trigrams(text)
        let words = tokens.filter { $0.sort != .stop }
        wordCount = words.count
        form = words.map { $0.sort == .identifier ? $0.text : $0.lower }.joined(separator: " ")
        bare = terms.contains { $0.weight > 0 } ? nil : form
    }
}
