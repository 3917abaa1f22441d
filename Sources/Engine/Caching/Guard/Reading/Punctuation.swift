/// Brings questions that differ in nothing but how carefully they were typed into one form.
public enum Punctuation {
    /// The text as the semantic cache embeds it: white space in single blanks, a question with its question mark, anything
    /// else without a mark at its end. What is written properly stays as it is.
    ///
    /// An embedding makes much of the question mark: "What is the capital of France?" and the same without it are but
    /// 0.91 similar. The embedder itself reads what it is given.
    public static func wellFormed(_ text: String) -> String {
        guard text.utf8.count <= Question.longestText else { return text }
        var rest = Substring(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        var asks = false
        while let last = rest.last, "?？!！.。,;… ".contains(last) {
            asks = asks || last == "?" || last == "？"
            rest.removeLast()
        }
        guard !rest.isEmpty else { return text }
        return rest + (asks || beginsAsQuestion(rest) ? "?" : "")
    }

    private static func beginsAsQuestion(_ text: Substring) -> Bool {
        let first = text.prefix { $0.isLetter || $0 == "'" || $0 == "’" }.lowercased()
        let word = first.prefix { $0.isLetter }
        return openings.contains(first) || (first != word && openings.contains(String(word)))
    }

    private static let openings = AimReader.verbs.subtracting(["have", "had", "do", "may", "might"]).union([
        "what", "which", "who", "whose", "whom", "when", "where", "why", "how", "whats", "hows", "whos", "wheres",
    ])
}
