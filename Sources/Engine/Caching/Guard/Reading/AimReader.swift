/// Finds out what a question wants to hear: the first question word of each sentence, or the verb it begins with.
enum AimReader {
    static func read(_ tokens: [Token], into traits: inout Traits) {
        var start = 0
        while start < tokens.count {
            let end = tokens[start...].firstIndex { $0.sort == .stop } ?? tokens.count
            sentence(tokens[start..<end], into: &traits)
            start = end + 1
        }
    }

    private static func sentence(_ tokens: ArraySlice<Token>, into traits: inout Traits) {
        guard let first = tokens.first(where: { !fillers.contains($0.lower) }) else { return }
        if verbs.contains(first.lower) {
            traits.aims.insert(.choice)
            if modals.contains(first.lower), traits.modal.isEmpty { traits.modal = first.lower }
            return
        }
        for index in tokens.indices where !tokens[index].isQuoted {
            let next = index + 1 < tokens.endIndex ? tokens[index + 1].lower : ""
            let lower = tokens[index].lower
            if lower == "when" || lower == "while", index == tokens.startIndex, !verbs.contains(next) { continue }
            let afterNext = index + 2 < tokens.endIndex ? tokens[index + 2].lower : ""
            guard let aim = aim(lower, next, afterNext) else { continue }
            traits.aims.insert(aim)
            return
        }
    }

    private static func aim(_ word: String, _ next: String, _ afterNext: String) -> Traits.Aim? {
        switch word {
        case "what", "which": .thing
        case "who", "whose", "whom": .person
        case "when": .time
        case "where": .place
        case "why": .reason
        case "how" where next == "many" || next == "much": .amount
        case "how" where verbs.contains(next) || FunctionWords.isFunctionWord(next): .manner
        case "how" where verbs.contains(afterNext) || measures.contains(next): .amount
        case "how": .manner
        default: nil
        }
    }

    private static let fillers: Set<String> = ["so", "and", "but", "or", "ok", "okay", "well", "then", "if", "also"]

    private static let measures: Set<String> = [
        "long", "old", "far", "often", "tall", "big", "fast", "cost", "high", "deep",
    ]

    private static let modals: Set<String> = ["can", "should", "must", "may", "might", "could", "would"]

    static let verbs: Set<String> = [
        "is", "are", "am", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would",
        "shall", "should", "may", "might", "must",
    ]
}
