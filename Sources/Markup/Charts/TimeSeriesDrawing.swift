/// Turns a `TimeSeriesChart` into lines, marks and labels.
struct TimeSeriesDrawing {
    let chart: TimeSeriesChart
    let frame: ChartFrame
    /// The readings as drawn: broken at gaps, thinned.
    let runs: [[ChartFrame.Place]]
    let labels: [PlacedLabel]

    private let steps: [ChartFrame.Place]
    private let trend: [ChartFrame.Place]
    private let heading: PlacedLabel

    init(_ chart: TimeSeriesChart) {
        self.chart = chart
        var values = chart.readings.map(\.y)
        values.append(contentsOf: chart.targets.lazy.map(\.y))
        for point in chart.forecast {
            values.append(point.low)
            values.append(point.high)
        }
        if let baseline = chart.baseline { values.append(baseline) }
        let frame = ChartFrame(
            horizontal: chart.axis, vertical: ValueAxis(values: values, isPercentage: chart.unit.isPercentage))
        let runs = Downsampling.runs(chart.readings, in: chart.axis, gap: chart.gapAfter, limit: chart.maximumPoints)
        self.frame = frame
        self.runs = runs.map { $0.map(frame.place) }
        steps = Self.steps(chart.targets, in: frame)
        let forecast = chart.forecast.map { frame.place(ChartPoint($0.x, $0.y)) }
        trend = forecast.isEmpty ? [] : (chart.readings.last.map { [frame.place($0)] } ?? []) + forecast
        heading = AxisLabels.heading(chart.unit, in: frame)

        let today = chart.today.map(chart.axis.fraction)
        var placer = LabelPlacer(
            frame: frame,
            obstacles: [
                LabelPlacer.Obstacle(places: self.runs.flatMap { $0 }, weight: 6),
                LabelPlacer.Obstacle(places: steps, weight: 3),
                LabelPlacer.Obstacle(places: trend, weight: 3),
                LabelPlacer.Obstacle(places: today.map(Self.hairline) ?? [], weight: 2.5),
            ])
        placer.fix(heading)
        placer.place(Self.labels(chart, frame))
        labels = Array(placer.placed.dropFirst())
    }

    var svg: HTML {
        var canvas = ChartCanvas(frame: frame)
        canvas.begin(id: chart.id, title: chart.title, description: chart.description, state: chart.state)
        canvas.beginPlot()
        canvas.path(band, "chart-band")
        canvas.path(ChartPath(through: steps), "chart-target")
        canvas.path(ChartPath(through: trend), "chart-forecast")
        var line = ChartPath()
        for run in runs {
            line.append(run)
            if run.count == 1 { line.line(to: run[0]) }
        }
        canvas.path(line, "chart-line")
        canvas.endPlot(heading: heading)
        if let today = chart.today { canvas.hairline(at: chart.axis.fraction(today)) }
        if let baseline = chart.baseline { canvas.baseline(at: frame.y(baseline)) }
        for target in chart.targets {
            canvas.mark(frame.place(ChartPoint(target.x, target.y)), radius: 25, "chart-target-mark")
        }
        if let end = trend.last { canvas.mark(end, radius: 25, "chart-forecast-mark") }
        if let last = runs.last?.last { canvas.mark(last, radius: 40, "chart-point") }
        canvas.labels(labels)
        return canvas.end()
    }

    /// The forecast's band: along its upper edge and back along the lower one.
    private var band: ChartPath {
        var path = ChartPath()
        guard chart.forecast.contains(where: { $0.low < $0.high }) else { return path }
        let start = chart.readings.last.map { [frame.place($0)] } ?? []
        path.append(start + chart.forecast.map { frame.place(ChartPoint($0.x, $0.high)) })
        for point in chart.forecast.reversed() { path.line(to: frame.place(ChartPoint(point.x, point.low))) }
        path.close()
        return path
    }

    /// The corners of the target line: each target holds until the next one, the last to the end of the axis.
    private static func steps(_ targets: [TimeSeriesChart.Target], in frame: ChartFrame) -> [ChartFrame.Place] {
        var corners: [ChartFrame.Place] = []
        for target in targets {
            let place = frame.place(ChartPoint(target.x, target.y))
            if let last = corners.last { corners.append(ChartFrame.Place(across: place.across, y: last.y)) }
            corners.append(place)
        }
        if let last = corners.last { corners.append(ChartFrame.Place(across: 1, y: last.y)) }
        return corners
    }

    /// Today's line as something that labels would rather not cover.
    static func hairline(_ across: Double) -> [ChartFrame.Place] {
        [ChartFrame.Place(across: across, y: 18), ChartFrame.Place(across: across, y: ChartFrame.bottom)]
    }

    /// What wants to be said in the picture, the most important first.
    private static func labels(_ chart: TimeSeriesChart, _ frame: ChartFrame) -> [ChartLabel] {
        var labels: [ChartLabel] = []
        if let last = chart.readings.last {
            labels.append(
                ChartLabel(
                    chart.unit.text(last.y), cssClass: "chart-value", at: frame.place(last),
                    positions: [
                        .above, .right, .below, .aboveRight, .aboveLeft, .belowRight, .belowLeft, .left, .highAbove,
                        .farBelow,
                    ],
                    isBold: true, isEssential: true))
        } else {
            labels.append(.empty("no readings yet"))
        }
        let now = chart.today ?? chart.readings.last?.x ?? chart.axis.lower
        let next = chart.targets.firstIndex { $0.x >= now }
        if let next { labels.append(label(chart, frame, next, isEssential: true)) }
        if let today = chart.today { labels.append(.today(at: chart.axis.fraction(today))) }
        if let baseline = chart.baseline {
            labels.append(
                ChartLabel(
                    "baseline " + chart.unit.text(baseline), cssClass: "chart-baseline-label",
                    at: ChartFrame.Place(across: 0, y: frame.y(baseline)),
                    positions: [
                        ChartLabel.Position(alignment: .start, dx: 14, dy: 4.5), .aboveRight, .belowRight, .highRight,
                        .lowRight,
                    ], isEssential: true))
        }
        let final = chart.targets.count - 1
        if final >= 0, final != next { labels.append(label(chart, frame, final)) }
        if let end = chart.forecast.last {
            labels.append(
                ChartLabel(
                    "trend " + chart.unit.text(end.y), cssClass: "chart-forecast-label",
                    at: frame.place(ChartPoint(end.x, end.y)),
                    positions: [
                        .aboveLeft, .belowLeft, .right, .above, .below, .left, .aboveRight, .belowRight, .highLeft,
                        .lowLeft,
                    ]))
        }
        for index in chart.targets.indices where index != next && index != final {
            labels.append(label(chart, frame, index))
        }
        return labels
    }

    /// A target's label, on the side of its step that the dashed line leaves free.
    private static func label(
        _ chart: TimeSeriesChart, _ frame: ChartFrame, _ index: Int, isEssential: Bool = false
    ) -> ChartLabel {
        let target = chart.targets[index]
        let isFalling = index > 0 && chart.targets[index - 1].y > target.y
        let name = target.label.isEmpty ? "" : target.label + " "
        return ChartLabel(
            name + chart.unit.text(target.y), cssClass: "chart-target-label",
            at: frame.place(ChartPoint(target.x, target.y)),
            positions: isFalling
                ? [.belowLeft, .aboveRight, .belowRight, .below, .above, .aboveLeft, .lowLeft, .highRight, .highLeft]
                : [.aboveLeft, .belowRight, .aboveRight, .above, .below, .belowLeft, .highLeft, .lowRight, .highRight],
            isEssential: isEssential)
    }
}
