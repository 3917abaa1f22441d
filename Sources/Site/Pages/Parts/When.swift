import Markup
import Roadmap

/// An instant as `2 h ago`, with the exact time for who points at it and for programs.
struct When: TemplateModel {
    let instant: Instant
    let exact: String
    let relative: String
    let clock: String

    init(_ instant: Instant, in progress: Progress) {
        self.init(instant, calendar: progress.calendar, now: progress.now)
    }

    init(_ instant: Instant, calendar: ReportingCalendar, now: Instant) {
        self.instant = instant
        exact = calendar.format(instant)
        relative = calendar.relative(instant, now: now)
        clock = calendar.time(of: instant)
    }

    static let shape = Shape<When>()
        .text("instant") { $0.instant.rfc3339 }
        .text("exact") { $0.exact }
        .text("relative") { $0.relative }
        .text("clock") { $0.clock }
}
