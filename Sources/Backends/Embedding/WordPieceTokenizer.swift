/// Turns text into the numbers of the word pieces that a BERT model reads.
struct WordPieceTokenizer: Sendable {
    let vocabulary: Vocabulary

    /// A word of more scalars is unknown as a whole; BERT's own limit.
    private static let longestWord = 100
    /// The unfolded hash of `##`, which every piece but a word's first begins with.
    private static let continuation = "##".utf8.reduce(Vocabulary.emptyHash, Vocabulary.extended)

    /// The pieces of the text between the classification and the separator token, at most `limit` with these two: what
    /// does not fit at the end is left out, and not even looked at.
    func tokens(in text: String, limit: Int) -> [Int32] {
        var tokens = [vocabulary.classification]
        UncasedText.words(in: text, longest: Self.longestWord) { word, scalars in
            if scalars > Self.longestWord {
                tokens.append(vocabulary.unknown)
            } else {
                append(word, to: &tokens)
            }
            return tokens.count < limit - 1
        }
        if tokens.count > limit - 1 { tokens.removeSubrange((limit - 1)...) }
        tokens.append(vocabulary.separator)
        return tokens
    }

    /// The word's pieces, each the longest known one from where the last one ended; a word with a rest that no piece
    /// begins is unknown as a whole.
    private func append(_ word: [UInt8], to tokens: inout [Int32]) {
        let before = tokens.count
        var start = 0
        while start < word.count {
            var hash = start == 0 ? Vocabulary.emptyHash : Self.continuation
            var found: (piece: Int32, end: Int)?
            var candidates: [(end: Int, hash: UInt64)] = []
            for end in start + 1...word.count {
                hash = Vocabulary.extended(hash, by: word[end - 1])
                // A piece ends where a scalar does.
                if end == word.count || word[end] & 0xC0 != 0x80 { candidates.append((end, Vocabulary.folded(hash))) }
            }
            for candidate in candidates.reversed() {
                let bytes = word[start..<candidate.end]
                let piece =
                    start == 0
                    ? vocabulary.piece(bytes, hash: candidate.hash)
                    : vocabulary.piece([0x23, 0x23] + bytes, hash: candidate.hash)
                if let piece {
                    found = (piece, candidate.end)
                    break
                }
            }
            guard let found else {
                tokens.removeSubrange(before...)
                tokens.append(vocabulary.unknown)
                return
            }
            tokens.append(found.piece)
            start = found.end
        }
    }
}
