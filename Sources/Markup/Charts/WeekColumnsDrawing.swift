/// Turns `WeekColumns` into columns, the goal and labels.
struct WeekColumnsDrawing {
    let chart: WeekColumns
    let frame: ChartFrame
    let labels: [PlacedLabel]

    private let heading: PlacedLabel

    init(_ chart: WeekColumns) {
        self.chart = chart
        // Few weeks stand at the left with the width they will have later, instead of filling the column as slabs.
        let axis = ChartAxis(
            from: 0, to: Double(max(12, chart.weeks.count)),
            ticks: chart.weeks.indices.map { ChartAxis.Tick(at: Double($0) + Self.gap, chart.weeks[$0].label) })
        let hasEntries = chart.weeks.contains { $0.total > 0 }
        let isShare = chart.measure == .share
        let values = isShare ? [0, 100] : hasEntries ? [0] + chart.weeks.map { Double($0.total) } : []
        let frame = ChartFrame(
            horizontal: axis,
            vertical: ValueAxis(values: values, isPercentage: isShare, isCount: !isShare, preferring: .linear))
        self.frame = frame
        heading = AxisLabels.heading(
            ChartUnit(isShare ? "%" : "entries, goal \(Self.percent(chart.goal)) marked"), in: frame)
        let goalLine = isShare ? [ChartPoint(0, chart.goal * 100), ChartPoint(axis.upper, chart.goal * 100)] : []
        let heads = chart.weeks.enumerated().flatMap { index, week in
            let head = isShare ? (week.share ?? 0) * 100 : Double(week.total)
            return Self.outline(index, in: frame, from: frame.y(0), to: frame.y(head))
        }
        var placer = LabelPlacer(
            frame: frame,
            obstacles: [
                LabelPlacer.Obstacle(places: goalLine.map(frame.place), weight: 3),
                LabelPlacer.Obstacle(places: heads, weight: 6),
            ])
        placer.fix(heading)
        placer.place(Self.labels(chart, frame, hasEntries: hasEntries))
        labels = Array(placer.placed.dropFirst())
    }

    var svg: HTML {
        var canvas = ChartCanvas(frame: frame)
        canvas.begin(id: chart.id, title: chart.title, description: chart.description)
        canvas.beginPlot()
        var made = ChartPath()
        var missed = ChartPath()
        var byHand = ChartPath()
        var goal = ChartPath()
        for (index, week) in chart.weeks.enumerated() {
            guard let share = week.share else { continue }
            switch chart.measure {
            case .share where share >= chart.goal:
                column(&made, index, from: frame.y(0), to: frame.y(share * 100))
            case .share:
                column(&missed, index, from: frame.y(0), to: frame.y(share * 100))
            case .counts:
                column(&made, index, from: frame.y(0), to: frame.y(Double(week.made)))
                column(&byHand, index, from: frame.y(Double(week.made)), to: frame.y(Double(week.total)))
                goal.append(tick(index, at: chart.goal * Double(week.total)))
            }
        }
        if chart.measure == .share { goal.across(frame.y(chart.goal * 100)) }
        canvas.path(byHand, "chart-byhand")
        canvas.path(missed, "chart-missed")
        canvas.path(made, "chart-made")
        canvas.path(goal, chart.measure == .share ? "chart-target" : "chart-goal")
        canvas.endPlot(heading: heading)
        canvas.labels(labels)
        return canvas.end()

        func tick(_ index: Int, at value: Double) -> [ChartFrame.Place] {
            [Self.gap / 2, 1 - Self.gap / 2].map { frame.place(ChartPoint(Double(index) + $0, value)) }
        }
    }

    /// The space on either side of a column, of its week's width.
    private static let gap = 0.16

    private func column(_ path: inout ChartPath, _ index: Int, from foot: Double, to head: Double) {
        guard head < foot else { return }
        path.append(Self.outline(index, in: frame, from: foot, to: head))
        path.close()
    }

    private static func outline(
        _ index: Int, in frame: ChartFrame, from foot: Double, to head: Double
    ) -> [ChartFrame.Place] {
        let left = frame.horizontal.fraction(Double(index) + gap)
        let right = frame.horizontal.fraction(Double(index) + 1 - gap)
        return [
            ChartFrame.Place(across: left, y: foot), ChartFrame.Place(across: left, y: head),
            ChartFrame.Place(across: right, y: head), ChartFrame.Place(across: right, y: foot),
        ]
    }

    /// What wants to be said in the picture, the most important first: the newest week, the goal, and which weeks had nothing.
    private static func labels(_ chart: WeekColumns, _ frame: ChartFrame, hasEntries: Bool) -> [ChartLabel] {
        var labels: [ChartLabel] = []
        if let last = chart.weeks.last, let share = last.share {
            let head = chart.measure == .share ? share * 100 : Double(last.total)
            labels.append(
                ChartLabel(
                    percent(share), cssClass: "chart-value",
                    at: frame.place(ChartPoint(Double(chart.weeks.count) - 0.5, head)),
                    positions: [
                        ChartLabel.Position(alignment: .middle, dx: 0, dy: -5),
                        ChartLabel.Position(alignment: .end, dx: 14, dy: -5),
                    ], isBold: true, isEssential: true))
        }
        if chart.measure == .share {
            // Where the columns leave no room beside the line, the goal stands above the plot.
            let anchor = frame.place(ChartPoint(0, chart.goal * 100))
            labels.append(
                ChartLabel(
                    "goal " + percent(chart.goal), cssClass: "chart-target-label", at: anchor,
                    positions: [.aboveRight, ChartLabel.Position(alignment: .start, dx: 0, dy: 12 - anchor.y)],
                    isEssential: true))
        }
        guard hasEntries else { return labels + [.empty("no entries yet")] }
        for (index, week) in chart.weeks.enumerated() where week.total == 0 {
            labels.append(
                ChartLabel(
                    "\u{2013}", cssClass: "", at: frame.place(ChartPoint(Double(index) + 0.5, 0)),
                    positions: [ChartLabel.Position(alignment: .middle, dx: 0, dy: -5)]))
        }
        return labels
    }

    private static func percent(_ share: Double) -> String { WeekColumns.percent(share) }
}
