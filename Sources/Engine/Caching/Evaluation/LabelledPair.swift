/// Two questions of which a person has said whether they are the same.
public struct LabelledPair: Sendable, Hashable {
    public let isSame: Bool
    public let asked: String
    public let kept: String

    public init(isSame: Bool, asked: String, kept: String) {
        self.isSame = isSame
        self.asked = asked
        self.kept = kept
    }

    /// Reads lines of a label (1 the same, 0 not) and two questions, separated by tabs. Empty lines are passed over.
    /// - Parameter step: takes every so manieth pair, the first, the one `step` lines later and so on.
    public static func read(_ text: String, every step: Int = 1) throws(PairError) -> [LabelledPair] {
        var pairs: [LabelledPair] = []
        var count = 0
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            if line.isEmpty { continue }
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 3, fields[0] == "0" || fields[0] == "1" else { throw PairError(line: number) }
            if count % step == 0 {
                pairs.append(
                    LabelledPair(isSame: fields[0] == "1", asked: String(fields[1]), kept: String(fields[2])))
            }
            count += 1
        }
        return pairs
    }

    /// Every question of the pairs once, in the order of their first use.
    public static func questions(_ pairs: [LabelledPair]) -> [String] {
        var seen: Set<String> = []
        return pairs.flatMap { [$0.asked, $0.kept] }.filter { seen.insert($0).inserted }
    }
}

/// A line that is no pair.
public struct PairError: Error, Hashable {
    /// From 1.
    public let line: Int
    public var message: String { "Line \(line) is not a label and two questions." }
    public var tip: String { Self.form }

    /// What every line has to look like.
    public static let form =
        "Write 1 (the same question) or 0, a tab, a question, a tab and the other question."
}
