/// How well labelled pairs are told apart at each threshold, by their similarity alone and with the guard.
public struct GuardEvaluation: Sendable {
    /// What is accepted as the same question, and how much of it rightly.
    public struct Score: Sendable, Hashable {
        public let accepted: Int
        /// Those of the accepted that are the same question.
        public let right: Int
        /// All pairs that are the same question.
        public let same: Int

        /// Right among the accepted; `nil` where nothing is accepted.
        public var precision: Double? { accepted == 0 ? nil : Double(right) / Double(accepted) }
        /// Right among all that are the same; `nil` where none is.
        public var recall: Double? { same == 0 ? nil : Double(right) / Double(same) }
    }

    public struct Row: Sendable, Hashable {
        public let threshold: Double
        public let alone: Score
        public let guarded: Score
    }

    /// The highest recall at which a precision is reached, and the threshold it takes; `nil` where none does.
    public struct Best: Sendable, Hashable {
        public let precision: Double
        public let alone: Point?
        public let guarded: Point?

        public struct Point: Sendable, Hashable {
            public let recall: Double
            public let threshold: Double
        }
    }

    public static let thresholds = [0.80, 0.82, 0.84, 0.85, 0.86, 0.88, 0.90, 0.92, 0.94, 0.95, 0.96, 0.98]
    public static let precisions = [0.80, 0.85, 0.90]

    public let pairs: Int
    /// How many of them are the same question.
    public let same: Int
    public let rows: [Row]
    public let best: [Best]

    public init(_ judged: [JudgedPair]) {
        pairs = judged.count
        same = judged.count { $0.pair.isSame }
        rows = Self.thresholds.map { Self.row(judged, threshold: $0) }
        // Every 0.0025 from 0.6: finer steps find nothing but noise.
        let sweep = (0...160).map { Self.row(judged, threshold: 0.6 + Double($0) / 400) }
        best = Self.precisions.map { precision in
            Best(
                precision: precision, alone: Self.point(sweep, precision, \.alone),
                guarded: Self.point(sweep, precision, \.guarded))
        }
    }

    private static func row(_ judged: [JudgedPair], threshold: Double) -> Row {
        let same = judged.count { $0.pair.isSame }
        let close = judged.filter { $0.similarity >= threshold }
        let passed = close.filter { $0.verdict.holds(similarity: $0.similarity, threshold: threshold) }
        func score(_ accepted: [JudgedPair]) -> Score {
            Score(accepted: accepted.count, right: accepted.count { $0.pair.isSame }, same: same)
        }
        return Row(threshold: threshold, alone: score(close), guarded: score(passed))
    }

    private static func point(_ rows: [Row], _ precision: Double, _ side: KeyPath<Row, Score>) -> Best.Point? {
        rows.filter { ($0[keyPath: side].precision ?? 0) >= precision }
            .compactMap { row in
                row[keyPath: side].recall.map { Best.Point(recall: $0, threshold: row.threshold) }
            }
            .max { $0.recall < $1.recall }
    }
}
