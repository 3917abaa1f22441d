import Markup
import Roadmap

/// One figure over a range as a picture, with the target that it is to reach. Horizontal positions are seconds since 1970.
struct FigureChart {
    let figure: MonitoredFigure
    let range: MonitoringRange
    let points: [FigurePoint]
    /// Of the whole range.
    let whole: RouterFigures?
    let moment: MonitoringMoment

    private var value: Double? { whole.flatMap(figure.value) }

    /// Whether the whole range is as good as the target asks; `nil` without one or the other.
    var isMet: Bool? {
        guard let value, let (metric, target) = moment.target(of: figure) else { return nil }
        return metric.meets(value, target.value)
    }

    /// `62.4 % in the last 15 minutes; target 60 % by 31 Mar 2026 met`
    var finding: String {
        guard let value else { return "No data in the last \(range.words)" }
        let start = "\(figure.text(value)) in the last \(range.words)"
        guard let isMet, let (_, target) = moment.target(of: figure) else { return start }
        return "\(start); target \(figure.text(target.value)) by \(target.due.long) \(isMet ? "met" : "not met")"
    }

    var html: HTML {
        let end = Double(moment.now.milliseconds) / 1_000
        let start = end - Double(range.length) / 1_000
        let target = moment.target(of: figure).map {
            TimeSeriesChart.Target(at: start, $0.target.value, label: "M\($0.target.month)")
        }
        return TimeSeriesChart(
            id: "chart-\(figure.rawValue)", title: "\(figure.label): \(finding)",
            unit: ChartUnit(figure.unit) { [figure] in figure.text($0) },
            axis: ChartAxis(from: start, to: end, ticks: ticks(from: start, to: end), describe: describe),
            readings: points.compactMap { point in
                figure.value(of: point.figures).map { ChartPoint(Double(point.at) / 1_000, $0) }
            },
            targets: target.map { [$0] } ?? [], gapAfter: gap, state: isMet.map { $0 ? .good : .bad },
            maximumPoints: 120, maximumRows: 6
        )
        .figure(captioned: false)
    }

    /// Seconds. Minutes from before the start of the program stand among steps of seconds.
    private var gap: Double { range == .minutes ? 70 : Double(range.step) * 1.5 / 1_000 }

    private var describe: @Sendable (Double) -> String {
        { [range, moment] seconds in
            let instant = Instant(milliseconds: Int64(seconds * 1_000))
            return range == .minutes ? moment.clock(instant) : moment.calendar.format(instant)
        }
    }

    private func ticks(from start: Double, to end: Double) -> [ChartAxis.Tick] {
        if range == .month { return mondays }
        let step: Int64 = range == .minutes ? 300 : range == .hour ? 900 : 6 * 3_600
        let offset = Int64(moment.calendar.zone.offset(at: moment.now))
        let first = ((Int64(start) + offset) / step + 1) * step - offset
        return stride(from: first, to: Int64(end), by: Int(step)).map {
            ChartAxis.Tick(at: Double($0), moment.calendar.time(of: Instant(seconds: $0)))
        }
    }

    private var mondays: [ChartAxis.Tick] {
        (0...30).reversed().map { moment.today.adding(days: -$0) }.filter { $0.weekday == 1 }.map { day in
            ChartAxis.Tick(
                at: Double(moment.calendar.bounds(of: day).lowerBound.seconds), String(day.long.dropLast(5)))
        }
    }
}
