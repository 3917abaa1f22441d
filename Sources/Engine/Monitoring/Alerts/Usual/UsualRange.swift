/// What a metric usually is: the middle of what it was, and how much it usually strays from it.
struct UsualRange: Sendable, Hashable {
    let median: Double
    /// The standard deviation of a normal distribution of the same median absolute deviation.
    let spread: Double
    private let metric: AlertMetric

    /// Makes the median absolute deviation the standard deviation where values are distributed normally.
    private static let normal = 1.4826
    /// So many spreads away is far outside.
    private static let far = 6.0
    /// So many spreads around the median are usual.
    private static let near = 2.0

    init(_ values: [Double], of metric: AlertMetric) {
        self.metric = metric
        let middle = Self.median(values)
        median = middle
        // Hours that were all alike do not make the slightest difference remarkable.
        spread = max(
            Self.normal * Self.median(values.map { abs($0 - middle) }), 0.05 * abs(middle), Self.least(metric))
    }

    var low: Double { max(0, median - Self.near * spread) }
    var high: Double {
        let high = median + Self.near * spread
        return metric.unit == "%" ? min(100, high) : high
    }

    func contains(_ value: Double) -> Bool { (low...high).contains(value) || isBetter(value) }

    /// How many spreads away from the median.
    func distance(to value: Double) -> Double { abs(value - median) / spread }

    func isFarOutside(_ value: Double) -> Bool { distance(to: value) > Self.far && !isBetter(value) }

    /// `90 ms to 140 ms`
    func words(_ metric: AlertMetric) -> String { "\(metric.text(low)) to \(metric.text(high))" }

    /// Nobody has to be told of what is unusually good.
    private func isBetter(_ value: Double) -> Bool {
        switch metric {
        case .cacheHitRate, .semanticHitRate: value > median
        case .throughput: false
        default: value < median
        }
    }

    /// Differences that mean nothing, whatever the past.
    private static func least(_ metric: AlertMetric) -> Double {
        switch metric.unit {
        case "%": 0.5
        case "ms": 2
        case "req/s": 0.05
        default: 0.01
        }
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
