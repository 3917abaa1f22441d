/// A metric's recent course, 120 × 28 px, for a cell of a table.
///
/// It has no axis: it says up or down and how restless, and the number stands beside it.
public struct Sparkline: Sendable {
    public let readings: [ChartPoint]
    public let target: Double?
    /// What a screen reader says; without it the picture is decoration and hidden from it.
    public let label: String?
    public let gapAfter: Double?
    public let state: ChartState?

    /// Readings that are not finite are left out. At most 60 points are drawn.
    public init(
        _ readings: [ChartPoint], target: Double? = nil, label: String? = nil, gapAfter: Double? = nil,
        state: ChartState? = nil
    ) {
        self.readings = readings.filter(\.isFinite)
        self.target = target.flatMap { $0.isFinite ? $0 : nil }
        self.label = label
        self.gapAfter = gapAfter.flatMap { $0 > 0 ? $0 : nil }
        self.state = state
    }

    /// The picture; without readings a dash and words.
    public var html: HTML {
        guard !readings.isEmpty else {
            return HTML(markup: "<span class=\"spark-none\">\u{2013} no readings yet</span>")
        }
        let axis = ChartAxis(from: readings.map(\.x).min() ?? 0, to: readings.map(\.x).max() ?? 1)
        let points = readings.drawable(in: axis)
        let scale = scale
        // A single reading stands at the right end, where the last one of any other stands.
        let place = { (point: ChartPoint) in
            let across = points.count == 1 ? 1 : axis.fraction(point.x)
            return (x: Int((40 + across * 1_110).rounded()), y: Int((250 - scale.fraction(point.y) * 220).rounded()))
        }
        var svg = SVGWriter(reserving: 1024)
        svg.markup("<svg class=\"spark")
        if let state {
            svg.markup(" chart-")
            svg.text(state.rawValue)
        }
        svg.markup("\" width=\"120\" height=\"28\" viewBox=\"0 0 1200 280\"")
        if let label {
            svg.markup(" role=\"img\"")
            svg.attribute("aria-label", label)
        } else {
            svg.markup(" aria-hidden=\"true\"")
        }
        svg.markup(">")
        if let target {
            svg.markup("<path class=\"chart-target\" d=\"M0 ")
            svg.integer(place(ChartPoint(axis.lower, target)).y)
            svg.markup("h1200\"/>")
        }
        svg.markup("<path class=\"chart-line\" d=\"")
        for run in Downsampling.runs(points, in: axis, gap: gapAfter, limit: 60) {
            var previous = place(run[0])
            svg.markup("M")
            svg.integer(previous.x)
            svg.markup(" ")
            svg.integer(previous.y)
            svg.markup(run.count == 1 ? "h0" : "l")
            for (index, point) in run.dropFirst().enumerated() {
                let next = place(point)
                if index > 0, next.x >= previous.x { svg.markup(" ") }
                svg.integer(next.x - previous.x)
                if next.y >= previous.y { svg.markup(" ") }
                svg.integer(next.y - previous.y)
                previous = next
            }
        }
        svg.markup("\"/>")
        if let last = points.last {
            svg.markup("<circle class=\"chart-point\" r=\"30\" cx=\"")
            svg.integer(place(last).x)
            svg.markup("\" cy=\"")
            svg.integer(place(last).y)
            svg.markup("\"/>")
        }
        svg.markup("</svg>")
        return svg.html
    }

    /// From the least to the greatest value, so that the little height shows the course; equal values stand in the middle.
    private var scale: Span {
        var least = Double.infinity
        var most = -Double.infinity
        for value in readings.map(\.y) + (target.map { [$0] } ?? []) {
            least = min(least, min(max(value, -ValueAxis.limit), ValueAxis.limit))
            most = max(most, min(max(value, -ValueAxis.limit), ValueAxis.limit))
        }
        return Span(least: least, most: most)
    }

    private struct Span {
        let least, most: Double

        func fraction(_ value: Double) -> Double {
            most > least ? min(max((value - least) / (most - least), 0), 1) : 0.5
        }
    }
}
