/// The labels of the horizontal axis and the heading of the vertical one.
enum AxisLabels {
    /// Every tick's label where there is room for all, else every second, third, fourth, sixth …
    ///
    /// Each stands right of its tick. Those that only a wide column has room for are marked so.
    static func placed(in frame: ChartFrame) -> [PlacedLabel] {
        let labels = frame.horizontal.ticks.map { tick in
            PlacedLabel(
                ChartLabel(
                    tick.label, cssClass: "",
                    at: ChartFrame.Place(across: frame.horizontal.fraction(tick.position), y: ChartFrame.bottom + 17),
                    positions: []),
                at: ChartLabel.Position(alignment: .start, dx: 0, dy: 0))
        }
        let narrow = step(labels, in: frame.narrowPlot)
        let wide = (1...narrow).first { narrow % $0 == 0 && fits(labels, every: $0, in: frame.widePlot) } ?? narrow
        return labels.enumerated().compactMap { index, label in
            if index % narrow == 0, isInside(label, frame.narrowPlot) { return label }
            guard index % wide == 0, isInside(label, frame.widePlot) else { return nil }
            return PlacedLabel(label.label, at: label.position, isWideOnly: true)
        }
    }

    /// The unit and what there is to say about the axis, above the numbers.
    static func heading(_ unit: ChartUnit, in frame: ChartFrame) -> PlacedLabel {
        let text = [unit.symbol, frame.vertical.remark].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
        return PlacedLabel(
            ChartLabel(text, cssClass: "", at: ChartFrame.Place(across: 0, y: 12), positions: []),
            at: ChartLabel.Position(alignment: .start, dx: -frame.gutter.rawValue, dy: 0))
    }

    private static func step(_ labels: [PlacedLabel], in width: Double) -> Int {
        let preferred = [1, 2, 3, 4, 6, 12, 24, 52]
        return preferred.first { fits(labels, every: $0, in: width) } ?? max(1, labels.count)
    }

    private static func fits(_ labels: [PlacedLabel], every step: Int, in width: Double) -> Bool {
        var end = -Double.infinity
        for index in stride(from: 0, to: labels.count, by: step) {
            let start = labels[index].across * width
            if start < end + 10 { return false }
            end = start + labels[index].right
        }
        return true
    }

    private static func isInside(_ label: PlacedLabel, _ width: Double) -> Bool {
        label.across * width + label.right <= width + ChartFrame.margin
    }
}
