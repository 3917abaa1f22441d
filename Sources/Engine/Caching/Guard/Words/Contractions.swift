/// Takes "don't" and "what's" apart, also where the apostrophe was forgotten.
enum Contractions {
    /// The word and its ending ("not", "'s", "is", "are", …), or nil.
    static func split(_ lower: String) -> (String, String)? {
        if let whole = irregular[lower] { return whole }
        guard let mark = lower.lastIndex(of: "'"), mark > lower.startIndex else { return nil }
        let stem = String(lower[..<mark])
        switch lower[lower.index(after: mark)...] {
        case "s": return (stem, clauses.contains(stem) ? "is" : "'s")
        case "": return (stem, "'s")
        case "t" where stem.hasSuffix("n"): return (String(stem.dropLast()), "not")
        case "re": return (stem, "are")
        case "ll": return (stem, "will")
        case "ve": return (stem, "have")
        case "m": return (stem, "am")
        case "d": return (stem, "would")
        default: return nil
        }
    }

    private static let clauses: Set<String> = [
        "what", "who", "where", "when", "how", "why", "it", "that", "there", "here", "he", "she", "this",
    ]

    private static let irregular: [String: (String, String)] = [
        "can't": ("can", "not"), "cant": ("can", "not"), "cannot": ("can", "not"), "won't": ("do", "not"),
        "wont": ("do", "not"), "shan't": ("will", "not"), "dont": ("do", "not"), "doesnt": ("does", "not"),
        "didnt": ("did", "not"), "isnt": ("is", "not"), "arent": ("are", "not"), "wasnt": ("was", "not"),
        "werent": ("were", "not"), "hasnt": ("has", "not"), "havent": ("have", "not"), "hadnt": ("had", "not"),
        "wouldnt": ("would", "not"), "couldnt": ("could", "not"), "shouldnt": ("should", "not"), "aint": ("is", "not"),
        "ain't": ("is", "not"), "whats": ("what", "is"), "hows": ("how", "is"), "wheres": ("where", "is"),
        "whos": ("who", "is"), "im": ("i", "am"), "ive": ("i", "have"), "youre": ("you", "are"), "let's": ("let", "us"),
    ]
}
