/// What figures usually are at an hour of the week, from the hours of the last weeks.
///
/// For each metric and hour: the median, and the median absolute deviation from it, which a few bad hours do not move.
/// Where there are too few of the same hour of the week, those of the same hour of the day stand in for them; where those
/// are too few as well nothing is usual yet.
public struct UsualFigures: Sendable {
    /// What is watched without a rule.
    static let metrics: [AlertMetric] = [.latency, .errorRate, .throughput, .cacheHitRate, .costRate]
    /// How far back it looks, in milliseconds.
    static let reach: Int64 = 6 * 7 * 24 * hour
    static let hour: Int64 = 3_600_000
    /// The least hours that make something usual: of the same hour of the week, and of the day.
    private static let least = (week: 4, day: 7)
    /// The least requests that make an hour's share or percentile worth counting.
    private static let sample = 20

    private struct Slot: Hashable {
        let metric: AlertMetric
        /// Of the week; of the day, those from 168 on.
        let hour: Int
    }

    private let ranges: [Slot: UsualRange]
    private let offset: @Sendable (Int64) -> Int64

    /// Nothing is usual.
    public static let none = UsualFigures([], offset: { _ in 0 })

    /// - Parameters:
    ///   - points: figures hour by hour.
    ///   - offset: what the team's clocks are ahead of UTC at an instant, both in milliseconds.
    init(_ points: [RequestPoint], offset: @escaping @Sendable (Int64) -> Int64) {
        var values: [Slot: [Double]] = [:]
        // Before the first request there was nothing that could have been usual.
        for point in points.drop(while: { $0.figures.recorded == 0 }) {
            let (week, day) = Self.hours(of: point.start, offset)
            for metric in Self.metrics {
                guard let value = Self.value(of: metric, in: point.figures) else { continue }
                values[Slot(metric: metric, hour: week), default: []].append(value)
                values[Slot(metric: metric, hour: day), default: []].append(value)
            }
        }
        ranges = values.reduce(into: [:]) { ranges, entry in
            let least = entry.key.hour < 168 ? Self.least.week : Self.least.day
            if entry.value.count >= least { ranges[entry.key] = UsualRange(entry.value, of: entry.key.metric) }
        }
        self.offset = offset
    }

    /// What a metric usually is at an instant; `nil` while that is not known.
    func range(of metric: AlertMetric, at instant: Int64) -> UsualRange? {
        let (week, day) = Self.hours(of: instant, offset)
        return ranges[Slot(metric: metric, hour: week)] ?? ranges[Slot(metric: metric, hour: day)]
    }

    private static func hours(of instant: Int64, _ offset: (Int64) -> Int64) -> (week: Int, day: Int) {
        let hours = (instant + offset(instant)) / hour
        return (Int(hours % 168), 168 + Int(hours % 24))
    }

    private static func value(of metric: AlertMetric, in figures: RequestFigures) -> Double? {
        func enough(_ count: Int64) -> Bool { count >= sample }
        switch metric {
        case .latency:
            return enough(Int64(figures.latency.count)) ? figures.latency.milliseconds(atPercentile: 95) : nil
        case .errorRate: return enough(figures.succeeded + figures.failed) ? figures.errorRate.map { $0 * 100 } : nil
        case .cacheHitRate: return enough(figures.cacheable) ? figures.cacheHitRate.map { $0 * 100 } : nil
        case .throughput: return Double(figures.recorded) / 3_600
        case .costRate: return figures.dollars
        default: return nil
        }
    }
}
