/// A share against its goal as a bar as wide as its container: the filled part, and a tick where the goal is.
public struct ShareBar: Sendable {
    public let made: Int
    public let byHand: Int
    /// The share to reach, 0 to 1.
    public let goal: Double
    /// What a screen reader says; made from the numbers when empty.
    public let label: String
    public let state: ChartState?

    /// Counts below zero count as zero, a goal outside 0 to 1 as the nearer end.
    public init(made: Int, byHand: Int, goal: Double, label: String = "", state: ChartState? = nil) {
        self.made = min(max(0, made), 1_000_000_000)
        self.byHand = min(max(0, byHand), 1_000_000_000)
        self.goal = goal.isFinite ? min(max(goal, 0), 1) : 0
        self.label = label
        self.state = state
    }

    /// The picture, 14 px high with the bar in its middle. A total of zero is an empty bar with its goal, described as "no entries yet".
    public var html: HTML {
        var svg = SVGWriter(reserving: 512)
        svg.markup("<svg class=\"bar")
        if let state {
            svg.markup(" chart-")
            svg.text(state.rawValue)
        }
        svg.markup("\" width=\"100%\" height=\"14\" role=\"img\"")
        svg.attribute("aria-label", label.isEmpty ? words : label)
        svg.markup("><rect class=\"bar-track\" y=\"4\" width=\"100%\" height=\"6\" rx=\"3\"/>")
        if made > 0 {
            svg.markup("<rect class=\"bar-fill\" y=\"4\" height=\"6\" rx=\"3\"")
            svg.attribute("width", percent: Double(made) / Double(made + byHand))
            svg.markup("/>")
        }
        svg.markup("<line class=\"bar-goal\" y1=\"0\" y2=\"14\"")
        // A goal of everything would stand half outside the picture.
        let tick = min(goal, 0.995)
        svg.attribute("x1", percent: tick)
        svg.attribute("x2", percent: tick)
        svg.markup("/></svg>")
        return svg.html
    }

    private var words: String {
        let total = made + byHand
        guard total > 0 else { return "no entries yet, goal \(WeekColumns.percent(goal))" }
        return
            "\(WeekColumns.percent(Double(made) / Double(total))), \(made) of \(total), goal \(WeekColumns.percent(goal))"
    }
}
