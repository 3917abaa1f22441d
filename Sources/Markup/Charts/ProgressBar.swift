/// A part of a whole as a bar 6 px high, as wide as its container.
///
/// It is SVG and not `<progress>`, because fills are printed where backgrounds are not, and every browser draws it alike.
public struct ProgressBar: Sendable {
    public let done: Int
    public let total: Int
    /// What a screen reader says; made from the numbers when empty.
    public let label: String
    public let state: ChartState?

    /// Counts below zero count as zero.
    public init(done: Int, of total: Int, label: String = "", state: ChartState? = nil) {
        self.total = max(0, total)
        self.done = min(max(0, done), self.total)
        self.label = label
        self.state = state
    }

    /// The picture. It is full only when everything is done, and empty only when nothing is.
    public var html: HTML {
        var svg = SVGWriter(reserving: 384)
        svg.markup("<svg class=\"bar")
        if let state {
            svg.markup(" chart-")
            svg.text(state.rawValue)
        }
        svg.markup("\" width=\"100%\" height=\"6\" role=\"img\"")
        svg.attribute("aria-label", label.isEmpty ? words : label)
        svg.markup("><rect class=\"bar-track\" width=\"100%\" height=\"6\" rx=\"3\"/>")
        if done > 0 {
            svg.markup("<rect class=\"bar-fill\" height=\"6\" rx=\"3\"")
            svg.attribute("width", percent: share)
            svg.markup("/>")
        }
        svg.markup("</svg>")
        return svg.html
    }

    private var share: Double {
        done == total ? 1 : min(max(Double(done) / Double(total), 0.01), 0.99)
    }

    private var words: String {
        total == 0 ? "nothing to do" : "\(done) of \(total) done"
    }
}
