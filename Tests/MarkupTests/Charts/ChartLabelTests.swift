import Testing

@testable import Markup

@Suite("labels in charts")
struct ChartLabelTests {
    /// Columns from the narrowest to wider than any page.
    static let columns: [Double] = [280, 320, 400, 559, 560, 640, 900, 2_000]

    @Test(
        "stay within the picture and never cover each other, whatever the data and the column",
        arguments: ChartSamples.hostile.indices)
    func labelsAreApart(_ index: Int) {
        let (name, chart) = ChartSamples.hostile[index]
        let drawing = TimeSeriesDrawing(chart)
        expectApart(drawing.labels + AxisLabels.placed(in: drawing.frame), in: drawing.frame, name)
    }

    @Test("of a burn-up with a change of scope every day are apart too")
    func burnUpLabels() {
        let chart = BurnUpChart(
            id: "b", title: "t", axis: ChartSamples.year,
            scope: (0..<300).map { ChartPoint(Double($0), Double(100 + $0 % 7 * 10)) },
            done: (0..<300).map { ChartPoint(Double($0), Double($0) / 3) }, today: 299)
        let drawing = BurnUpDrawing(chart)
        #expect(drawing.labels.count > 3)
        expectApart(drawing.labels + AxisLabels.placed(in: drawing.frame), in: drawing.frame, "burn-up")
    }

    @Test("of weekly columns are apart too", arguments: [0, 1, 3, 12, 53], [WeekColumns.Measure.share, .counts])
    func weekLabels(_ count: Int, _ measure: WeekColumns.Measure) {
        let weeks = (0..<count).map { WeekColumns.Week("W\($0 + 1)", made: $0 % 5, byHand: $0 % 3) }
        let drawing = WeekColumnsDrawing(WeekColumns(id: "w", title: "t", weeks: weeks, goal: 0.8, measure: measure))
        expectApart(drawing.labels + AxisLabels.placed(in: drawing.frame), in: drawing.frame, "\(count) weeks")
    }

    @Test("say the last reading, the next target, the baseline and today even in the narrowest column")
    func essentials() {
        let chart = ChartSamples.chart(
            ChartSamples.noise(100, from: 15, to: 62, until: 150), targets: ChartSamples.targets([40, 60, 80, 90, 99]),
            baseline: 15,
            today: 151)
        let narrow = TimeSeriesDrawing(chart).labels.filter { !$0.isWideOnly }.map(\.label.text)
        #expect(narrow.contains("M6 80\u{A0}%"))
        #expect(narrow.contains("baseline 15\u{A0}%"))
        #expect(narrow.contains("today"))
        #expect(narrow.contains(chart.unit.text(chart.readings[99].y)))
    }

    @Test("of the months are thinned in a narrow column and complete in a wide one")
    func months() {
        let drawing = TimeSeriesDrawing(ChartSamples.chart([ChartPoint(0, 100)]))
        let labels = AxisLabels.placed(in: drawing.frame)
        #expect(labels.filter { !$0.isWideOnly }.map(\.label.text) == ["Jan", "Apr", "Jul", "Oct"])
        #expect(labels.map(\.label.text) == ChartSamples.months)
    }

    @Test("that overlap only in a column between two others are noticed")
    func crossing() {
        let position = ChartLabel.Position(alignment: .start, dx: 0, dy: 0)
        let fixed = PlacedLabel(
            ChartLabel("mmmm", cssClass: "", at: .init(across: 0.5, y: 50), positions: []),
            at: ChartLabel.Position(alignment: .end, dx: -200, dy: 0))
        let moving = PlacedLabel(
            ChartLabel("mmmm", cssClass: "", at: .init(across: 0, y: 50), positions: []), at: position)
        #expect(!fixed.overlaps(moving, between: 100, and: 200))
        #expect(fixed.overlaps(moving, between: 100, and: 2_000))
        #expect(!fixed.overlaps(moving, between: 1_000, and: 2_000))
    }

    private func expectApart(_ labels: [PlacedLabel], in frame: ChartFrame, _ name: String) {
        for column in Self.columns {
            let plot = column - frame.gutter.rawValue - ChartFrame.margin
            let shown = labels.filter { !$0.isWideOnly || column >= ChartFrame.wide }
            for (index, label) in shown.enumerated() {
                let (left, right) = (label.across * plot + label.left, label.across * plot + label.right)
                #expect(
                    left >= 0 && right <= plot + ChartFrame.margin, "\(name): \(label.label.text) leaves \(column) px")
                #expect(
                    label.top >= 0 && label.bottom <= ChartFrame.height,
                    "\(name): \(label.label.text) leaves the height")
                for other in shown[(index + 1)...] {
                    let isApart =
                        right <= other.across * plot + other.left || other.across * plot + other.right <= left
                        || label.bottom <= other.top || other.bottom <= label.top
                    #expect(isApart, "\(name): \(label.label.text) covers \(other.label.text) at \(column) px")
                }
            }
        }
    }
}
