import Markup
import Roadmap

/// Metrics as pictures. Horizontal positions are days since 1970.
enum MetricCharts {
    /// Days on which the trend is drawn ahead at most.
    private static let forecastHorizon = 120

    /// A metric's readings against what was promised: stepped targets, baseline, and where the trend lands.
    ///
    /// - Parameter days: the metric's days with readings, oldest first.
    static func chart(of metric: Metric, days: [ReadingDay], today: Day, title: String) -> HTML {
        let last = metric.targets.last?.due ?? today
        let lower = min(metric.start, days.first?.day ?? metric.start)
        let upper = max(last, today).adding(days: 1)
        let targets = metric.targets.map {
            TimeSeriesChart.Target(at: Double($0.due.daysSince1970), $0.value, label: "M\($0.month)")
        }
        let newest = days.last
        return TimeSeriesChart(
            id: "chart", title: title, unit: unit(of: metric), axis: axis(from: lower, to: upper),
            readings: days.map(point), targets: targets, baseline: metric.baseline,
            forecast: forecast(of: metric, days: days, today: today), today: Double(today.daysSince1970) + 0.5,
            gapAfter: Double(max(2 * metric.expectedEveryDays, 3)),
            state: newest.flatMap { day in
                metric.expected(on: today).map { metric.meets(day.last, $0) ? .good : .bad }
            }
        )
        .figure(captioned: false)
    }

    /// A metric's last readings, for a cell of a table.
    static func sparkline(_ days: [ReadingDay], of metric: Metric) -> HTML {
        guard let first = days.first, let last = days.last else { return .empty }
        let span = last.day.days(since: first.day) + 1
        return Sparkline(
            days.map(point),
            label: "From \(metric.text(first.last)) to \(metric.text(last.last)) in \(counted(span, "day"))"
        ).html
    }

    /// A year or more, with a tick for each month.
    static func axis(from lower: Day, to upper: Day) -> ChartAxis {
        var ticks: [ChartAxis.Tick] = []
        var month = lower.startOfMonth
        while month <= upper {
            let name = month.long.dropFirst(month.day < 10 ? 2 : 3).prefix(3)
            ticks.append(
                .init(at: Double(month.daysSince1970), month.month == 1 ? "\(name) \(month.year)" : String(name)))
            month = month.adding(months: 1)
        }
        return ChartAxis(from: Double(lower.daysSince1970), to: Double(upper.daysSince1970), ticks: ticks) {
            Day(daysSince1970: Int32($0.rounded(.down))).long
        }
    }

    private static func point(_ day: ReadingDay) -> ChartPoint { ChartPoint(day.position, day.last) }

    private static func unit(of metric: Metric) -> ChartUnit {
        ChartUnit(metric.unit) { metric.text($0) }
    }

    /// The trend from the newest reading to the next target at most.
    private static func forecast(of metric: Metric, days: [ReadingDay], today: Day) -> [TimeSeriesChart.Forecast] {
        guard let newest = days.last, let target = metric.nextTarget(from: today.adding(days: 1)),
            let trend = metric.forecast(from: days)
        else { return [] }
        let start = newest.position
        let end = min(Double(target.due.daysSince1970), start + Double(forecastHorizon))
        guard end > start else { return [] }
        return (0...8).map { step in
            let day = start + (end - start) * Double(step) / 8
            let band = trend.band(on: day)
            return TimeSeriesChart.Forecast(at: day, trend.value(on: day), low: band.lowerBound, high: band.upperBound)
        }
    }
}
