/// Cuts a question into tokens: words, numbers, identifiers and the ends of sentences.
struct TextSplitter {
    private var tokens: [Token] = []
    private var startsSentence = true
    /// The quotation mark that is open, and how many tokens there were when it opened.
    private var quotation: (mark: Unicode.Scalar, from: Int)?

    static func tokens(of text: String) -> [Token] {
        var splitter = TextSplitter()
        for chunk in Lettering.plain(text).split(separator: " ") { splitter.read(chunk) }
        return splitter.tokens
    }

    /// A run without a space that is longer than this is no word in any language.
    private static let longestWord = 200

    private mutating func read(_ chunk: Substring.UnicodeScalarView) {
        guard chunk.count <= Self.longestWord else {
            append(Token(text: String(chunk), lower: String(chunk).lowercased(), sort: .identifier))
            return
        }
        var rest = chunk[...]
        while let first = rest.first, Lettering.opens(first),
            !("{[*:".unicodeScalars.contains(first) && Lettering.isCode(rest))
        {
            if Lettering.quotes.contains(first) { openOrClose(first) }
            rest.removeFirst()
        }
        var closing: [Unicode.Scalar] = []
        while let last = rest.last, Lettering.closes(last, rest) {
            closing.insert(last, at: 0)
            rest.removeLast()
        }
        if !rest.isEmpty { chunkBody(String(rest)) }
        for mark in closing {
            if Lettering.quotes.contains(mark) { openOrClose(mark) }
            if Lettering.endsSentence.contains(mark), !isInitial(rest, mark) { stop() }
        }
    }

    private mutating func chunkBody(_ text: String) {
        if let numbers = NumberReader.read(text) {
            for number in numbers { append(number) }
        } else if text == "/" {
            return
        } else if text == "&" {
            append(Token(text: "and", lower: "and"))
        } else if let word = Lettering.initials(text) {
            append(Token(text: word.uppercased(), lower: word))
        } else if let word = Lettering.programmingLanguage(text) {
            append(Token(text: text, lower: word))
        } else if Lettering.isCode(text.unicodeScalars[...]) {
            append(Token(text: text, lower: text.lowercased(), sort: .identifier))
        } else {
            words(text)
        }
    }

    /// A chunk of prose: cut at punctuation, hyphens and slashes, contractions taken apart.
    private mutating func words(_ text: String) {
        var isFirst = true
        for piece in text.unicodeScalars.split(whereSeparator: Lettering.separates) {
            let piece = String(piece)
            let before = tokens.count
            if !isFirst, let numbers = NumberReader.read(piece) {
                for number in numbers { append(number) }
            } else {
                word(piece)
            }
            if !isFirst, before < tokens.count { tokens[before].isJoined = true }
            isFirst = false
        }
    }

    private mutating func word(_ text: String) {
        let lower = text.lowercased()
        if let (stem, ending) = Contractions.split(lower) {
            append(Token(text: String(text.prefix(stem.count)), lower: stem))
            append(Token(text: ending, lower: ending, sort: ending == "'s" ? .possessive : .word))
        } else if let (name, number) = Lettering.trailingNumber(lower) {
            append(Token(text: String(text.prefix(name.count)), lower: name))
            append(Token(text: number, lower: number, sort: .number(.cardinal)))
            tokens[tokens.count - 1].isJoined = true
        } else {
            let plain = lower.filter { $0 != "'" }
            append(Token(text: text, lower: plain.isEmpty ? lower : plain))
        }
    }

    private mutating func append(_ token: Token) {
        var token = token
        token.startsSentence = startsSentence
        startsSentence = false
        tokens.append(token)
    }

    private mutating func stop() {
        guard !startsSentence else { return }
        tokens.append(Token(text: ".", lower: ".", sort: .stop))
        startsSentence = true
    }

    private mutating func openOrClose(_ mark: Unicode.Scalar) {
        guard let open = quotation, open.mark == mark else {
            if quotation == nil { quotation = (mark, tokens.count) }
            return
        }
        quotation = nil
        guard tokens.count - open.from <= 12 else { return }
        for index in open.from..<tokens.count where tokens[index].sort != .stop { tokens[index].isQuoted = true }
    }

    /// The full stop of "Mr." or "vs." ends no sentence.
    private func isInitial(_ text: Substring.UnicodeScalarView, _ mark: Unicode.Scalar) -> Bool {
        mark == "." && Lettering.abbreviations.contains(String(text).lowercased())
    }
}
