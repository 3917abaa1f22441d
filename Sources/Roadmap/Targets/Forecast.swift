/// Where a metric's recent readings lead if they go on as they did.
///
/// An ordinary least-squares line through the last readings (one point for a day), with a prediction band of two standard
/// errors. Source: N. R. Draper, H. Smith, "Applied Regression Analysis", section 1.4, with 2 in place of Student's t.
public struct Forecast: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        /// Days since 1970-01-01, with the part of the day as fraction.
        public let day: Double
        public let value: Double

        public init(day: Double, value: Double) {
            self.day = day
            self.value = value
        }
    }

    /// Value per day.
    public let slope: Double
    private let meanDay: Double
    private let meanValue: Double
    private let spread: Double
    private let residual: Double
    private let count: Double
    private let bounds: ClosedRange<Double>

    /// `nil` when fewer than three days have readings or they span less than two days: that is no trend.
    /// - Parameter bounds: what the metric can be at all, such as 0...100 for a percentage.
    public init?(through points: [Point], within bounds: ClosedRange<Double>) {
        guard points.count >= 3, let first = points.first, let last = points.last, last.day - first.day >= 2 else {
            return nil
        }
        count = Double(points.count)
        let meanDay = points.reduce(0) { $0 + $1.day } / Double(points.count)
        let meanValue = points.reduce(0) { $0 + $1.value } / Double(points.count)
        var spread = 0.0
        var product = 0.0
        for point in points {
            spread += (point.day - meanDay) * (point.day - meanDay)
            product += (point.day - meanDay) * (point.value - meanValue)
        }
        guard spread > 0 else { return nil }
        let slope = product / spread
        var squares = 0.0
        for point in points {
            let error = point.value - (meanValue + slope * (point.day - meanDay))
            squares += error * error
        }
        self.slope = slope
        self.meanDay = meanDay
        self.meanValue = meanValue
        self.spread = spread
        self.bounds = bounds
        residual = (squares / max(1, Double(points.count) - 2)).squareRoot()
    }

    /// The line's value on that day, within what the metric can be.
    public func value(on day: Double) -> Double { clamp(meanValue + slope * (day - meanDay)) }

    /// Where a reading on that day is to be expected: the line's value, two standard errors either way.
    public func band(on day: Double) -> ClosedRange<Double> {
        let centre = meanValue + slope * (day - meanDay)
        let distance = (day - meanDay) * (day - meanDay) / spread
        let half = 2 * residual * (1 + 1 / count + distance).squareRoot()
        let low = clamp(centre - half)
        return low...max(low, clamp(centre + half))
    }

    private func clamp(_ value: Double) -> Double { min(max(value, bounds.lowerBound), bounds.upperBound) }
}

extension Metric {
    /// Where the readings of the last 28 days lead.
    /// - Parameter days: the days with readings, oldest first.
    public func forecast(from days: [ReadingDay]) -> Forecast? {
        guard let newest = days.last else { return nil }
        let recent = days.filter { newest.day.days(since: $0.day) < 28 }
        return Forecast(
            through: recent.map { Forecast.Point(day: $0.position, value: $0.last) }, within: possibleValues)
    }

    /// What readings of this metric can be at all.
    public var possibleValues: ClosedRange<Double> {
        switch unit {
        case "%": return (baseline.map { $0 < 0 } ?? false ? -100 : 0)...100
        case "": return -1e12...1e12
        case "%/month": return -1e12...1e12
        default: return 0...1e12
        }
    }
}
