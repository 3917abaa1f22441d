/// The runs of three characters of a text, by which spellings are compared.
struct Trigrams: Sendable, Equatable {
    /// Each run of three bytes of UTF-8 in one number, in order.
    private let runs: [UInt32]

    /// Capitals of the Latin alphabet count as small letters.
    init(_ text: String) {
        var runs: [UInt32] = []
        runs.reserveCapacity(text.utf8.count)
        var run: UInt32 = 0
        for (place, byte) in text.utf8.enumerated() {
            let letter = byte >= 65 && byte <= 90 ? byte | 32 : byte
            run = (run << 8 | UInt32(letter)) & 0xFF_FFFF
            if place > 1 { runs.append(run) }
        }
        runs.sort()
        self.runs = runs
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
