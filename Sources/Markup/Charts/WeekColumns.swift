/// How much of a kind of work was made with BEAST MODE, week by week, against its goal.
public struct WeekColumns: Chart {
    /// One week's entries.
    public struct Week: Sendable, Hashable {
        /// Its name below the column: `W03`.
        public let label: String
        public let made: Int
        public let byHand: Int

        /// Counts below zero count as zero.
        public init(_ label: String, made: Int, byHand: Int) {
            self.label = label
            self.made = min(max(0, made), 1_000_000_000)
            self.byHand = min(max(0, byHand), 1_000_000_000)
        }

        /// How many there were.
        public var total: Int { made + byHand }
        /// The part made with BEAST MODE; nothing when there was nothing.
        public var share: Double? { total > 0 ? Double(made) / Double(total) : nil }
    }

    /// What a column stands for.
    public enum Measure: Sendable, Hashable {
        /// The share in percent, with the goal as a line across.
        case share
        /// The entries themselves, made with BEAST MODE below and by hand above; a tick in each column shows how many would have met the goal.
        case counts
    }

    public let id: String
    public let title: String
    public let weeks: [Week]
    /// The share to reach, 0 to 1.
    public let goal: Double
    public let measure: Measure

    /// The newest 53 of `weeks`, oldest first.
    public init(id: String, title: String, weeks: [Week], goal: Double, measure: Measure = .share) {
        self.id = id
        self.title = title
        self.weeks = weeks.suffix(53)
        self.goal = goal.isFinite ? min(max(goal, 0), 1) : 0
        self.measure = measure
    }

    public var svg: HTML { WeekColumnsDrawing(self).svg }

    public var dataTable: HTML {
        var table = DataTable(columns: ["Week", "With BEAST MODE", "By hand", "Share"])
        for week in weeks.reversed() {
            table.row(
                week.label, DecimalText.readable(Double(week.made)), DecimalText.readable(Double(week.byHand)),
                week.share.map(Self.percent) ?? "no entries")
        }
        return table.html(note: "Goal: \(Self.percent(goal)).")
    }

    /// The description for those who cannot see the picture.
    var description: String {
        guard let last = weeks.last(where: { $0.total > 0 }), let share = last.share else {
            return "No entries yet. Goal \(Self.percent(goal))."
        }
        let met = weeks.count { week in (week.share ?? -1) >= goal }
        let counted = weeks.count { $0.total > 0 }
        return "\(last.label): \(Self.percent(share)), \(last.made) of \(last.total). "
            + "The goal of \(Self.percent(goal)) was met in \(met) of \(counted) weeks with entries."
    }

    /// A share in percent, rounded towards zero so that a goal only missed by a little does not look met.
    static func percent(_ share: Double) -> String {
        DecimalText.fixed((share * 100 + 1e-9).rounded(.down), decimals: 0) + "\u{A0}%"
    }
}
