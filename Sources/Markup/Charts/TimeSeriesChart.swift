/// A metric over time: its readings, what was promised by when, where it began and where the trend lands.
public struct TimeSeriesChart: Chart {
    public let id: String
    public let title: String
    /// What the picture shows, in words; made from the numbers when the caller has nothing better to say.
    public let summary: String?
    public let unit: ChartUnit
    public let axis: ChartAxis
    /// The readings inside the axis, from left to right.
    public let readings: [ChartPoint]
    /// The targets inside the axis, from left to right.
    public let targets: [Target]
    public let baseline: Double?
    /// The trend's points inside the axis, from left to right.
    public let forecast: [Forecast]
    public let today: Double?
    /// The longest distance between two readings that is still drawn as a line.
    public let gapAfter: Double?
    public let state: ChartState?
    /// At most this many points are drawn, at least 16.
    public let maximumPoints: Int
    /// At most this many readings, the newest, are listed in the table.
    public let maximumRows: Int

    /// What is promised from an instant on, until the next target.
    public struct Target: Sendable, Hashable {
        public let x: Double
        public let y: Double
        /// Its name: `M3`.
        public let label: String

        public init(at x: Double, _ y: Double, label: String = "") {
            self.x = x
            self.y = y
            self.label = label
        }
    }

    /// Where the trend stands at an instant, and between which values it is likely to be.
    public struct Forecast: Sendable, Hashable {
        public let x: Double
        public let y: Double
        public let low: Double
        public let high: Double

        /// Without `low` and `high` there is no band.
        public init(at x: Double, _ y: Double, low: Double? = nil, high: Double? = nil) {
            self.x = x
            self.y = y
            self.low = low ?? y
            self.high = high ?? y
        }
    }

    /// Whatever is not finite, or outside `axis`, is left out; the order of points does not matter.
    public init(
        id: String, title: String, summary: String? = nil, unit: ChartUnit, axis: ChartAxis, readings: [ChartPoint],
        targets: [Target] = [], baseline: Double? = nil, forecast: [Forecast] = [], today: Double? = nil,
        gapAfter: Double? = nil, state: ChartState? = nil, maximumPoints: Int = 200, maximumRows: Int = 60
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.unit = unit
        self.axis = axis
        self.readings = readings.drawable(in: axis)
        self.targets = targets.filter { ChartPoint($0.x, $0.y).isFinite && $0.x >= axis.lower && $0.x <= axis.upper }
            .sorted { $0.x < $1.x }
        self.baseline = baseline.flatMap { $0.isFinite ? $0 : nil }
        self.forecast = forecast.filter {
            ChartPoint($0.x, $0.y).isFinite && $0.low.isFinite && $0.high.isFinite && $0.x >= axis.lower
                && $0.x <= axis.upper
        }.sorted { $0.x < $1.x }
        self.today = today.flatMap { $0 >= axis.lower && $0 <= axis.upper ? $0 : nil }
        self.gapAfter = gapAfter.flatMap { $0 > 0 ? $0 : nil }
        self.state = state
        self.maximumPoints = maximumPoints
        self.maximumRows = max(0, maximumRows)
    }

    public var svg: HTML { TimeSeriesDrawing(self).svg }

    public var dataTable: HTML {
        var table = DataTable(columns: ["When", "What", "Value"])
        if let baseline { table.row("At the start", "Baseline", unit.text(baseline)) }
        for target in targets {
            table.row(
                axis.describe(target.x), target.label.isEmpty ? "Target" : "Target \(target.label)", unit.text(target.y)
            )
        }
        if let end = forecast.last {
            let band = end.low < end.high ? " (\(unit.text(end.low)) to \(unit.text(end.high)))" : ""
            table.row(axis.describe(end.x), "Forecast", unit.text(end.y) + band)
        }
        for reading in readings.suffix(maximumRows).reversed() {
            table.row(axis.describe(reading.x), "Reading", unit.text(reading.y))
        }
        let note =
            readings.isEmpty
            ? "No readings yet."
            : readings.count > maximumRows
                ? "The last \(maximumRows) of \(DecimalText.readable(Double(readings.count))) readings." : nil
        return table.html(note: note)
    }

    /// The description for those who cannot see the picture.
    var description: String {
        if let summary { return summary }
        var sentences: [String] = []
        if let first = readings.first, let last = readings.last {
            sentences.append(
                readings.count == 1
                    ? "One reading: \(unit.text(last.y)) on \(axis.describe(last.x))."
                    : "\(DecimalText.readable(Double(readings.count))) readings from \(axis.describe(first.x)) to "
                        + "\(axis.describe(last.x)), the last \(unit.text(last.y)).")
        } else {
            sentences.append("No readings yet.")
        }
        if let baseline { sentences.append("Baseline \(unit.text(baseline)).") }
        if !targets.isEmpty {
            let list = targets.map { "\(unit.text($0.y)) by \(axis.describe($0.x))" }.joined(separator: ", ")
            sentences.append("Targets: \(list).")
        }
        if let end = forecast.last {
            sentences.append("The trend lands at \(unit.text(end.y)) on \(axis.describe(end.x)).")
        }
        return sentences.joined(separator: " ")
    }
}
