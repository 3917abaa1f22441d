import Engine
import Roadmap

/// When a monitoring page is made, and what of the plan it needs. None of it asks a database, so that the pages answer
/// when that one does not.
struct MonitoringMoment: Sendable {
    let plan: Plan
    let calendar: ReportingCalendar
    let now: Instant

    var today: Day { calendar.day(of: now) }

    /// `14:03:20`
    func clock(_ instant: Instant) -> String {
        let time = calendar.zone.timeOfDay(of: instant)
        return [time.hour, time.minute, time.second].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    func when(_ milliseconds: Int64) -> When {
        When(Instant(milliseconds: milliseconds), calendar: calendar, now: now)
    }

    /// What a metric is to be by the end of this month of the plan, or by the next dated target.
    func target(of figure: MonitoredFigure) -> (metric: Metric, target: Metric.Target)? {
        guard let name = figure.metric,
            let metric = plan.metrics.first(where: { $0.name == name && $0.unit == figure.unit }),
            let target = metric.nextTarget(from: today) ?? metric.targets.last
        else { return nil }
        return (metric, target)
    }
}
