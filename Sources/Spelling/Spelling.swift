/// What somebody probably meant by a name that does not exist.
///
/// Letters are compared as people see them: lower-cased, and composed or decomposed accents are the same letter.
public enum Spelling {
    /// The candidates nearest to `text`, nearest first; ties keep the order of `candidates`.
    ///
    /// A candidate is near when at most half of the longer text would have to be edited. When each word of `text`
    /// begins one of the candidate's words it counts as one edit away: "failed tracking" is near "Fix failed request
    /// tracking".
    ///
    /// - Parameter limit: the most names returned; fewer, or none, when fewer are near.
    public static func closest(
        to text: String, among candidates: some Sequence<String>, limit: Int = 3
    ) -> [String] {
        var alphabet = Alphabet()
        let wanted = alphabet.letters(of: text)
        guard !wanted.isEmpty, limit > 0 else { return [] }
        let wantedWords = words(of: text)
        var near: [(name: String, rank: Int, order: Int)] = []
        for (order, candidate) in candidates.enumerated() {
            let letters = alphabet.letters(of: candidate)
            let edits = distance(wanted, letters)
            if begins(words(of: candidate), with: wantedWords) {
                near.append((candidate, min(edits, 1), order))
            } else if edits <= max(wanted.count, letters.count) / 2 {
                near.append((candidate, edits, order))
            }
        }
        near.sort { ($0.rank, $0.order) < ($1.rank, $1.order) }
        return near.prefix(limit).map(\.name)
    }

    /// How many single-letter insertions, deletions, replacements and swaps of neighbours turn one text into the other.
    ///
    /// The Damerau-Levenshtein distance in its "optimal string alignment" form: no letter is edited twice.
    public static func distance(_ first: String, _ second: String) -> Int {
        var alphabet = Alphabet()
        return distance(alphabet.letters(of: first), alphabet.letters(of: second))
    }

    private static func distance(_ first: [Int], _ second: [Int]) -> Int {
        if first.isEmpty { return second.count }
        var beforeLast = [Int](repeating: 0, count: second.count + 1)
        var last = Array(0...second.count)
        var row = last
        for i in 1...first.count {
            row[0] = i
            for j in 1..<(second.count + 1) {
                let replacement = last[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1)
                var best = min(replacement, last[j] + 1, row[j - 1] + 1)
                if i > 1, j > 1, first[i - 1] == second[j - 2], first[i - 2] == second[j - 1] {
                    best = min(best, beforeLast[j - 2] + 1)
                }
                row[j] = best
            }
            (beforeLast, last, row) = (last, row, beforeLast)
        }
        return last[second.count]
    }

    private static func words(of text: String) -> [Substring] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }
    }

    /// One or two letters begin too many words to say anything.
    private static func begins(_ words: [Substring], with starts: [Substring]) -> Bool {
        guard starts.reduce(0, { $0 + $1.count }) >= 3 else { return false }
        return starts.allSatisfy { start in words.contains { $0.hasPrefix(start) } }
    }

    /// Numbers for letters, because comparing a `Character` costs a Unicode normalization and comparing an `Int` nothing.
    private struct Alphabet {
        private var numbers: [Character: Int] = [:]

        mutating func letters(of text: String) -> [Int] {
            text.lowercased().map { letter in
                if let number = numbers[letter] { return number }
                numbers[letter] = numbers.count
                return numbers.count - 1
            }
        }
    }
}
