/// Draws what all charts with axes share: the frame with its lines and numbers, paths, marks and labels.
struct ChartCanvas {
    let frame: ChartFrame
    private var svg = SVGWriter(reserving: 8192)

    init(frame: ChartFrame) {
        self.frame = frame
    }

    /// Opens the picture with its name and description for those who cannot see it.
    mutating func begin(id: String, title: String, description: String, state: ChartState? = nil) {
        let name = Self.identifier(id)
        svg.markup("<svg class=\"")
        svg.markup(frame.gutter.cssClass)
        if let state {
            svg.markup(" chart-")
            svg.text(state.rawValue)
        }
        svg.markup("\" width=\"100%\" height=\"200\" font-size=\"13\" role=\"img\" aria-labelledby=\"")
        svg.text(name)
        svg.markup("-title\" aria-describedby=\"")
        svg.text(name)
        svg.markup("-desc\"><title id=\"")
        svg.text(name)
        svg.markup("-title\">")
        svg.text(title)
        svg.markup("</title><desc id=\"")
        svg.text(name)
        svg.markup("-desc\">")
        svg.text(description)
        svg.markup("</desc>")
    }

    /// Opens the plot, which stretches across, and draws the grid into it.
    mutating func beginPlot() {
        svg.markup(
            "<svg class=\"chart-plot\" width=\"100%\" height=\"200\" viewBox=\"0 0 6400 2000\" preserveAspectRatio=\"none\">"
        )
        var grid = ChartPath()
        var axis = ChartPath()
        for tick in frame.vertical.ticks where frame.y(tick) < ChartFrame.bottom - 0.5 {
            if tick == 0 { axis.across(frame.y(tick)) } else { grid.across(frame.y(tick)) }
        }
        axis.across(ChartFrame.bottom)
        for tick in frame.horizontal.ticks {
            let across = frame.horizontal.fraction(tick.position)
            axis.move(to: ChartFrame.Place(across: across, y: ChartFrame.bottom))
            axis.line(to: ChartFrame.Place(across: across, y: ChartFrame.bottom + 5))
        }
        path(grid, "chart-grid")
        path(axis, "chart-axis")
    }

    /// Draws a path inside the plot; an empty one leaves nothing.
    mutating func path(_ path: ChartPath, _ cssClass: StaticString) {
        guard !path.isEmpty else { return }
        svg.markup("<path class=\"")
        svg.markup(cssClass)
        svg.markup("\" d=\"")
        svg.html(HTML(markup: path.text))
        svg.markup("\"/>")
    }

    /// Closes the plot and writes the numbers of both axes; `unit` heads the vertical one.
    mutating func endPlot(heading: PlacedLabel) {
        svg.markup("</svg><g class=\"chart-label\">")
        text(heading)
        svg.markup("<g text-anchor=\"end\">")
        for tick in frame.vertical.ticks {
            svg.markup("<text x=\"-8\"")
            svg.attribute("y", tenths: Int((frame.y(tick) * 10).rounded()) + 45)
            svg.markup(">")
            svg.text(frame.vertical.text(tick))
            svg.markup("</text>")
        }
        svg.markup("</g>")
        for label in AxisLabels.placed(in: frame) { text(label) }
        svg.markup("</g>")
    }

    /// Draws today's hairline.
    mutating func hairline(at across: Double) {
        svg.markup("<line class=\"chart-today\"")
        svg.attribute("x1", percent: across)
        svg.attribute("x2", percent: across)
        svg.markup(" y1=\"18\"")
        svg.attribute("y2", tenths: Int(ChartFrame.bottom * 10))
        svg.markup("/>")
    }

    /// Draws the tick of a baseline at the left edge.
    mutating func baseline(at y: Double) {
        svg.markup("<line class=\"chart-baseline\" x1=\"-4\" x2=\"10\"")
        svg.attribute("y1", tenths: Int((y * 10).rounded()))
        svg.attribute("y2", tenths: Int((y * 10).rounded()))
        svg.markup("/>")
    }

    /// Draws a round mark, `radius` in tenths of a px.
    mutating func mark(_ place: ChartFrame.Place, radius: Int, _ cssClass: StaticString) {
        svg.markup("<circle class=\"")
        svg.markup(cssClass)
        svg.markup("\"")
        svg.attribute("cx", percent: place.across)
        svg.attribute("cy", tenths: Int((place.y * 10).rounded()))
        svg.attribute("r", tenths: radius)
        svg.markup("/>")
    }

    /// Writes the labels that found a place.
    mutating func labels(_ placed: [PlacedLabel]) {
        for label in placed { text(label) }
    }

    /// Closes the picture.
    mutating func end() -> HTML {
        svg.markup("</svg>")
        return svg.html
    }

    private mutating func text(_ placed: PlacedLabel) {
        svg.markup("<text")
        if placed.isWideOnly || placed.label.cssClass.utf8CodeUnitCount > 0 {
            svg.markup(" class=\"")
            svg.markup(placed.label.cssClass)
            if placed.isWideOnly {
                svg.markup(placed.label.cssClass.utf8CodeUnitCount > 0 ? " chart-wide" : "chart-wide")
            }
            svg.markup("\"")
        }
        if placed.across == 0 {
            svg.attribute("x", tenths: Int((placed.position.dx * 10).rounded()))
        } else {
            svg.attribute("x", percent: placed.across)
            if placed.position.dx != 0 { svg.attribute("dx", tenths: Int((placed.position.dx * 10).rounded())) }
        }
        svg.attribute("y", tenths: Int(((placed.label.anchor.y + placed.position.dy) * 10).rounded()))
        switch placed.position.alignment {
        case .start: break
        case .middle: svg.markup(" text-anchor=\"middle\"")
        case .end: svg.markup(" text-anchor=\"end\"")
        }
        svg.markup(">")
        svg.text(placed.label.text)
        svg.markup("</text>")
    }

    /// `id` with everything but letters, digits, `-` and `_` replaced, because a reference list is split at spaces.
    private static func identifier(_ id: String) -> String {
        String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "_" ? $0 : "-" })
    }
}
