/// Turns a `BurnUpChart` into lines, marks and labels.
struct BurnUpDrawing {
    let chart: BurnUpChart
    let frame: ChartFrame
    let labels: [PlacedLabel]
    /// The corners of both lines and the two ends of the ideal one.
    let scope, done, ideal: [ChartFrame.Place]

    private let heading: PlacedLabel

    init(_ chart: BurnUpChart) {
        self.chart = chart
        let values = [0] + chart.scope.map(\.y) + chart.done.map(\.y)
        let frame = ChartFrame(
            horizontal: chart.axis,
            vertical: ValueAxis(values: values.count > 1 ? values : [], isCount: true, preferring: .linear))
        self.frame = frame
        scope = Self.corners(chart.scope, until: chart.axis.upper, chart, frame)
        done = Self.corners(chart.done, until: chart.today ?? chart.axis.lower, chart, frame)
        ideal =
            chart.scope.last.map { last in
                [frame.place(ChartPoint(chart.axis.lower, 0)), frame.place(ChartPoint(chart.axis.upper, last.y))]
            } ?? []
        heading = AxisLabels.heading(ChartUnit(chart.noun), in: frame)
        let today = chart.today.map(chart.axis.fraction)
        var placer = LabelPlacer(
            frame: frame,
            obstacles: [
                LabelPlacer.Obstacle(places: done, weight: 6), LabelPlacer.Obstacle(places: scope, weight: 6),
                LabelPlacer.Obstacle(places: ideal, weight: 3),
                LabelPlacer.Obstacle(places: today.map(TimeSeriesDrawing.hairline) ?? [], weight: 2.5),
            ])
        placer.fix(heading)
        placer.place(Self.labels(chart, frame, done.last))
        labels = Array(placer.placed.dropFirst())
    }

    var svg: HTML {
        var canvas = ChartCanvas(frame: frame)
        canvas.begin(id: chart.id, title: chart.title, description: chart.description)
        canvas.beginPlot()
        var area = ChartPath()
        if let first = done.first, let last = done.last {
            area.append(done)
            area.line(to: ChartFrame.Place(across: last.across, y: ChartFrame.bottom))
            area.line(to: ChartFrame.Place(across: first.across, y: ChartFrame.bottom))
            area.close()
        }
        canvas.path(area, "chart-area")
        canvas.path(ChartPath(through: ideal), "chart-ideal")
        canvas.path(ChartPath(through: scope), "chart-scope")
        canvas.path(ChartPath(through: done), "chart-done")
        canvas.endPlot(heading: heading)
        if let today = chart.today { canvas.hairline(at: chart.axis.fraction(today)) }
        for (point, _) in chart.scopeChanges.suffix(40) {
            canvas.mark(frame.place(point), radius: 25, "chart-scope-mark")
        }
        if let last = done.last { canvas.mark(last, radius: 40, "chart-point") }
        canvas.labels(labels)
        return canvas.end()
    }

    /// The corners of a line that holds each value until the next one, and the last until `end`.
    private static func corners(
        _ points: [ChartPoint], until end: Double, _ chart: BurnUpChart, _ frame: ChartFrame
    ) -> [ChartFrame.Place] {
        let kept = Downsampling.runs(points, in: chart.axis, gap: nil, limit: chart.maximumPoints).flatMap { $0 }
        var corners: [ChartFrame.Place] = []
        for point in kept {
            let place = frame.place(point)
            if let last = corners.last { corners.append(ChartFrame.Place(across: place.across, y: last.y)) }
            corners.append(place)
        }
        if let last = kept.last, end > last.x { corners.append(frame.place(ChartPoint(end, last.y))) }
        return corners
    }

    /// What wants to be said in the picture, the most important first.
    private static func labels(_ chart: BurnUpChart, _ frame: ChartFrame, _ doneEnd: ChartFrame.Place?) -> [ChartLabel]
    {
        var labels: [ChartLabel] = []
        if let last = chart.done.last, let doneEnd {
            labels.append(
                ChartLabel(
                    DecimalText.readable(last.y) + " done", cssClass: "chart-value", at: doneEnd,
                    positions: [.right, .aboveLeft, .above, .belowRight, .aboveRight, .below, .left, .highAbove],
                    isBold: true, isEssential: true))
        }
        guard let scope = chart.scope.last else { return labels + [.empty("no \(chart.noun) yet")] }
        labels.append(
            ChartLabel(
                "scope " + DecimalText.readable(scope.y), cssClass: "chart-scope-label",
                at: frame.place(ChartPoint(chart.axis.upper, scope.y)), positions: [.aboveLeft, .belowLeft],
                isEssential: true))
        if let today = chart.today { labels.append(.today(at: chart.axis.fraction(today))) }
        let changes = chart.scopeChanges.sorted {
            ($0.change.magnitude, $0.point.x) > ($1.change.magnitude, $1.point.x)
        }
        for (point, change) in changes.prefix(12) {
            labels.append(
                ChartLabel(
                    BurnUpChart.signed(change), cssClass: "chart-scope-label", at: frame.place(point),
                    positions: [.above, .aboveLeft, .aboveRight, .below, .belowRight]))
        }
        return labels
    }
}
