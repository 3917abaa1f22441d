/// Reads the tokens of a question into terms and traits.
struct QuestionReader {
    private(set) var terms: [Term] = []
    private(set) var traits = Traits()
    private let tokens: [Token]
    private let trustsCapitals: Bool
    private var role: FunctionWords.Role?
    private var lastTermAt = -2
    private var awaitsNegated = false
    private var lastNameAt = -2

    init(_ tokens: [Token]) {
        self.tokens = tokens
        trustsCapitals = Self.trustsCapitals(tokens)
    }

    mutating func read() {
        AimReader.read(tokens, into: &traits)
        var index = 0
        while index < tokens.count { index = step(index) }
        if awaitsNegated { traits.negated.append("") }
    }

    /// Reads what begins at a token and returns where the next begins.
    private mutating func step(_ index: Int) -> Int {
        let token = tokens[index]
        switch token.sort {
        case .stop:
            role = nil
            return index + 1
        case .possessive:
            if lastTermAt == index - 1, var owner = terms.indices.last {
                while terms[owner].followsTerm, terms[owner].role == nil, owner > 0 { owner -= 1 }
                terms[owner].role = terms[owner].role ?? .of
            }
            return index + 1
        case .identifier:
            let isAddress = token.lower.contains("://") || token.lower.contains("@") || token.lower.hasPrefix("www.")
            let isCode = !isAddress && token.lower.contains { !$0.isLetter && $0 != "." && !$0.isNumber }
            add(
                Term(kind: .identifier, root: token.lower, written: token.text, exact: isCode ? token.text : nil),
                at: index)
            return index + 1
        case .number, .word:
            if !token.isQuoted, let (number, end) = NumberPhrase.read(tokens, at: index) {
                add(number, at: end - 1)
                return end
            }
            word(token, at: index)
            return index + 1
        }
    }

    private mutating func word(_ token: Token, at index: Int) {
        let lower = token.lower
        if token.isQuoted {
            add(Term(kind: .quoted, root: Lexicon.root(lower), written: token.text), at: index)
            return
        }
        if isNegation(lower, at: index) {
            // In "don't penguins fly" the subject follows, in "do not fly" what is negated.
            if index > 0, AimReader.verbs.contains(tokens[index - 1].lower) {
                traits.negated.append("")
            } else {
                awaitsNegated = true
            }
            return
        }
        let isName = isName(token, at: index)
        TraitWords.read(lower, into: &traits)
        if Directions.words.contains(lower) {
            traits.directions.append(Traits.Direction(root: Lexicon.root(lower), written: lower))
        }
        let isLast = index + 1 == tokens.count || tokens[index + 1].sort == .stop
        if Superlatives.contains(lower) { traits.isSuperlative = true }
        if isLast, FunctionWords.roles[lower] != nil { traits.ending = lower }
        if isLast, isMainVerb(lower, at: index) {
            add(Term(kind: .word, root: "do", written: token.text), at: index)
            return
        }
        if FunctionWords.isFunctionWord(lower), !isName {
            if let preposition = FunctionWords.roles[lower], index == 0 || tokens[index - 1].lower != "how" {
                role = preposition
            }
            return
        }
        if !isName, let base = Privatives.base[lower] {
            traits.negated.append(Lexicon.root(base))
            add(Term(kind: .word, root: Lexicon.root(base), written: token.text), at: index)
            return
        }
        add(term(token, at: index, isName: isName), at: index)
    }

    private func term(_ token: Token, at index: Int, isName: Bool) -> Term {
        let lower = token.lower
        let followed = index + 1 < tokens.count && tokens[index + 1].isCapitalised
        var term = Term(kind: isName ? .name : .word, root: Lexicon.root(lower), written: token.text)
        if !Names.known.contains(lower), Lettering.isCamelCase(token.text), token.text.first?.isLowercase == true {
            term.kind = .identifier
            term.exact = token.text
        } else if let unit = Units.alone[lower], !isName {
            term.kind = .unit
            term.root = Lexicon.root(unit)
        }
        if followed, Names.titles.contains(lower) {
            term.weight = 0
        } else if term.kind == .word || term.kind == .unit {
            term.weight = FunctionWords.weight(lower)
            // "Is it possible?" hangs on the word that "a possible answer" can do without.
            let isLast = index + 1 == tokens.count || tokens[index + 1].sort == .stop
            if isLast, term.weight == 0, !lower.hasSuffix("ly"), traits.aims.contains(.choice) { term.weight = 2 }
        }
        return term
    }

    private mutating func add(_ term: Term, at index: Int) {
        var term = term
        term.role = role
        role = nil
        term.followsTerm = lastTermAt == index - 1
        if index > 0, ["and", "or", "vs", "versus", "nor"].contains(tokens[index - 1].lower) { term.isListed = true }
        if term.kind == .name {
            if lastNameAt == index - 1, let last = terms.indices.last {
                terms[last].isPartOfName = true
                term.isPartOfName = true
            }
            lastNameAt = index
        }
        lastTermAt = index
        if awaitsNegated, term.weight > 0 {
            traits.negated.append(term.root)
            awaitsNegated = false
        }
        terms.append(term)
    }

    /// The second do of "what does it do", which asks for what it does and not for what it is.
    private func isMainVerb(_ lower: String, at index: Int) -> Bool {
        guard lower == "do" || lower == "does", index > 1 else { return false }
        let subject = tokens[index - 1].lower
        guard !["i", "you", "we", "one", "people"].contains(subject) else { return false }
        return lower == "does" || tokens[..<index].contains { ["do", "does", "did"].contains($0.lower) }
    }

    private func isNegation(_ lower: String, at index: Int) -> Bool {
        if Negations.words.contains(lower) { return true }
        return Negations.beforeTo.contains(lower) && index + 1 < tokens.count && tokens[index + 1].lower == "to"
    }

    private func isName(_ token: Token, at index: Int) -> Bool {
        if Names.known.contains(token.lower) { return true }
        guard trustsCapitals, token.isCapitalised else { return false }
        if token.isAllCapitals { return !(token.startsSentence && FunctionWords.isFunctionWord(token.lower)) }
        if token.startsSentence {
            guard !FunctionWords.isFunctionWord(token.lower), index + 1 < tokens.count else { return false }
            let next = tokens[index + 1]
            return next.isCapitalised && next.sort == .word && !FunctionWords.isFunctionWord(next.lower)
        }
        return !FunctionWords.isFunctionWord(token.lower) || token.lower == "may"
    }

    /// In a heading or a shout capitals say nothing.
    private static func trustsCapitals(_ tokens: [Token]) -> Bool {
        var capitalised = 0
        var lower = 0
        var shouted = 0
        for token in tokens where token.sort == .word && !token.startsSentence && token.lower.utf8.count > 1 {
            if FunctionWords.isFunctionWord(token.lower) {
                shouted += token.isCapitalised ? 1 : 0
            } else if token.isCapitalised {
                capitalised += 1
            } else {
                lower += 1
            }
        }
        return shouted < 2 && (capitalised <= 3 || capitalised <= 2 * lower)
    }
}
