import Markup
import Roadmap

/// An instant as `2 h ago`, with the exact time for who points at it and for programs.
struct When: TemplateModel {
    let instant: Instant
    let exact: String
    let relative: String
    let clock: String

    init(_ instant: Instant, in progress: Progress) {
        self.instant = instant
        exact = progress.calendar.format(instant)
        relative = progress.calendar.relative(instant, now: progress.now)
        clock = progress.calendar.time(of: instant)
    }

    static let shape = Shape<When>()
        .text("instant") { $0.instant.rfc3339 }
        .text("exact") { $0.exact }
        .text("relative") { $0.relative }
        .text("clock") { $0.clock }
}
