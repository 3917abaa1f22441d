/// The runs of three characters of a text, by which spellings are compared.
struct Trigrams: Sendable, Equatable {
    /// Each run in one number, in order.
    private let runs: [UInt64]

    init(_ text: String) {
        let letters = Array(text.lowercased().unicodeScalars)
        guard letters.count > 2 else {
            runs = []
            return
        }
        // A scalar has 21 bits.
        runs = (2..<letters.count).map { end in
            UInt64(letters[end - 2].value) << 42 | UInt64(letters[end - 1].value) << 21 | UInt64(letters[end].value)
        }
        .sorted()
    }

    /// Twice the runs that both have, by all runs of both: 1 for the same ones, 0 for none.
    func share(with other: Trigrams) -> Double {
        guard !runs.isEmpty || !other.runs.isEmpty else { return 1 }
        var (one, two, common) = (0, 0, 0)
        while one < runs.count, two < other.runs.count {
            if runs[one] == other.runs[two] {
                (one, two, common) = (one + 1, two + 1, common + 1)
            } else if runs[one] < other.runs[two] {
                one += 1
            } else {
                two += 1
            }
        }
        return 2 * Double(common) / Double(runs.count + other.runs.count)
    }
}
