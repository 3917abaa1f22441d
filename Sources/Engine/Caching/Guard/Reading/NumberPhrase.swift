/// Reads numbers in figures and words together with what follows them: "five", "2 million", "16 GB", "World War II".
enum NumberPhrase {
    /// The number that begins at a token, and where it ends.
    static func read(_ tokens: [Token], at index: Int) -> (Term, Int)? {
        let token = tokens[index]
        if case .number(let style) = token.sort { return figures(tokens, index, style) }
        if NumberWords.cardinals[token.lower] != nil || isLoneMultiplier(tokens, index) { return words(tokens, index) }
        if ["a", "an", "one", "per"].contains(token.lower), index + 1 < tokens.count,
            let unit = Units.alone[tokens[index + 1].lower], Units.ofTime.contains(unit)
        {
            return (Term(kind: .number, root: "1", written: token.text, unit: unit), index + 2)
        }
        if let value = ordinal(tokens, index) {
            return (Term(kind: .ordinal, root: "\(value)", written: token.text), index + 1)
        }
        if index > 0,
            let value = NumberWords.roman[token.text]
                ?? (token.text == "I" && tokens[index - 1].lower == "war" ? 1 : nil),
            tokens[index - 1].isCapitalised
        {
            return (Term(kind: .number, root: "\(value)", written: token.text), index + 1)
        }
        return nil
    }

    private static func figures(_ tokens: [Token], _ index: Int, _ style: NumberReader.Style) -> (Term, Int) {
        let token = tokens[index]
        var term = Term(kind: .number, root: token.lower, written: token.text, unit: token.unit)
        if style == .ordinal { term.kind = .ordinal }
        let before = index > 0 ? tokens[index - 1].lower : ""
        if style == .version || before == "version" || (token.lower.contains(".") && Names.known.contains(before)) {
            term.kind = .version
        }
        var end = index + 1
        while style == .cardinal, end < tokens.count, let factor = Multipliers.words[tokens[end].lower] {
            term.root = NumberReader.scaled(term.root, by: factor)
            term.written += " " + tokens[end].text
            end += 1
        }
        if term.unit == nil, index > 0, let unit = prefixed[tokens[index - 1].lower] { term.unit = unit }
        return attachUnit(&term, tokens, end)
    }

    private static func words(_ tokens: [Token], _ index: Int) -> (Term, Int) {
        var sum = 0
        var part = 0
        var end = index
        while end < tokens.count, tokens[end].sort == .word {
            let lower = tokens[end].lower
            if let value = NumberWords.cardinals[lower] {
                let isContinued = part % 100 >= 20 && part % 10 == 0 && value < 10 || (part >= 100 && part % 100 == 0)
                guard end == index || isContinued || part == 0 else { break }
                part += value
            } else if let factor = Multipliers.words[lower] {
                guard part < 1_000_000, sum < 1_000_000_000_000_000 else { break }
                if factor == 100 {
                    part = max(part, 1) * 100
                } else {
                    sum += max(part, 1) * Int(factor)
                    part = 0
                }
            } else if lower == "and", end + 1 < tokens.count, part >= 100,
                NumberWords.cardinals[tokens[end + 1].lower] != nil
            {
            } else {
                break
            }
            end += 1
        }
        let written = tokens[index..<end].map(\.text).joined(separator: " ")
        var term = Term(kind: .number, root: "\(sum + part)", written: written)
        return attachUnit(&term, tokens, max(end, index + 1))
    }

    private static func attachUnit(_ term: inout Term, _ tokens: [Token], _ end: Int) -> (Term, Int) {
        guard end < tokens.count, term.kind != .ordinal, let unit = Units.afterNumber[tokens[end].lower],
            !isPreposition(tokens, end)
        else { return (term, end) }
        if term.unit == nil || term.unit == unit {
            term.unit = unit
            term.root = NumberReader.withoutTrailingZeros(term.root)
            return (term, end + 1)
        }
        return (term, end)
    }

    /// "5 in Python" are not five inches.
    private static func isPreposition(_ tokens: [Token], _ index: Int) -> Bool {
        tokens[index].lower == "in" && !tokens[index].isJoined
    }

    private static func ordinal(_ tokens: [Token], _ index: Int) -> Int? {
        guard let value = NumberWords.ordinals[tokens[index].lower] else { return nil }
        guard tokens[index].lower == "second", index > 0 else { return value }
        let before = tokens[index - 1]
        if case .number = before.sort { return nil }
        return ["per", "a", "each", "every", "one", "/"].contains(before.lower) ? nil : value
    }

    /// "a hundred", "million": a multiplier with no number before it.
    private static func isLoneMultiplier(_ tokens: [Token], _ index: Int) -> Bool {
        Multipliers.words[tokens[index].lower] != nil && tokens[index].lower.last != "s"
    }

    private static let prefixed = ["rs": "rupee", "inr": "rupee", "usd": "dollar", "eur": "euro", "gbp": "pound"]
}
