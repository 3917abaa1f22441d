/// Puts the plain word in place of a roundabout wording.
enum PhraseReader {
    static func rewritten(_ tokens: [Token]) -> [Token] {
        var rest = tokens
        // A second pass, because "can you tell me what is the way to" is two wordings, one inside the other.
        for _ in 0..<2 {
            let once = pass(rest)
            if once == rest { break }
            rest = once
        }
        return particles(rest)
    }

    private static func pass(_ tokens: [Token]) -> [Token] {
        var result: [Token] = []
        result.reserveCapacity(tokens.count)
        var index = 0
        var startsSentence = true
        while index < tokens.count {
            if let phrase = phrase(at: index, in: tokens) {
                for (offset, word) in phrase.meaning.enumerated() {
                    var token = tokens[index]
                    if phrase.words.count > 1 || phrase.meaning.count > 1 || token.lower != word {
                        token = Token(text: word, lower: word)
                    }
                    token.startsSentence = startsSentence && offset == 0
                    result.append(token)
                }
                index += phrase.words.count
                if !phrase.meaning.isEmpty { startsSentence = false }
            } else {
                var token = tokens[index]
                token.startsSentence = token.startsSentence || startsSentence
                startsSentence = token.sort == .stop
                result.append(token)
                index += 1
            }
        }
        return result
    }

    private static func phrase(at index: Int, in tokens: [Token]) -> Phrases.Phrase? {
        guard let candidates = Phrases.byFirstWord[tokens[index].lower] else { return nil }
        return candidates.first { phrase in
            guard index + phrase.words.count <= tokens.count else { return false }
            for (offset, word) in phrase.words.enumerated() {
                let token = tokens[index + offset]
                guard token.lower == word, !token.isQuoted, token.sort == .word else { return false }
            }
            return true
        }
    }

    /// "turn caching off" is "disable caching".
    private static func particles(_ tokens: [Token]) -> [Token] {
        var tokens = tokens
        for index in tokens.indices where ["turn", "switch", "turned", "turning"].contains(tokens[index].lower) {
            for later in (index + 1)..<max(index + 1, min(index + 6, tokens.count)) {
                let particle = tokens[later].lower
                guard particle == "on" || particle == "off" else { continue }
                let isLast = later + 1 == tokens.count || tokens[later + 1].sort == .stop
                guard particle == "off" || isLast || FunctionWords.isFunctionWord(tokens[later + 1].lower) else {
                    break
                }
                let word = particle == "on" ? "enable" : "disable"
                tokens[index] = Token(text: word, lower: word, startsSentence: tokens[index].startsSentence)
                tokens.remove(at: later)
                return tokens
            }
        }
        return tokens
    }
}
