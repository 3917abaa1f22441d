import Markup
import Roadmap

/// How far a month of the plan has come.
struct MonthFigures: TemplateModel {
    let month: Month
    let done: Int
    let overdue: Int
    private let today: Day

    var total: Int { month.taskCount }

    init(_ month: Month, done: [Progress.WeekPlace: Int], today: Day) {
        self.month = month
        self.today = today
        self.done = month.weeks.reduce(0) { $0 + (done[.init(month: month.number, week: $1.number)] ?? 0) }
        overdue = month.weeks.filter { $0.days.upperBound < today }
            .reduce(0) { $0 + $1.tasks.count - (done[.init(month: month.number, week: $1.number)] ?? 0) }
    }

    var status: StatusMark {
        if total > 0, done == total { return StatusMark(.good, "Done") }
        if overdue > 0 { return StatusMark(.attention, "\(overdue) overdue") }
        if month.days.contains(today) { return StatusMark(.now, "Under way") }
        return StatusMark(.none, "Upcoming")
    }

    var bar: HTML { ProgressBar(done: done, of: total, label: "\(done) of \(total) done").html }

    static let shape = Shape<MonthFigures>()
        .text("number") { $0.month.number }
        .text("title") { $0.month.title }
        .text("href") { Links.month($0.month.number) }
        .text("dates") { $0.month.days.text }
        .html("bar") { $0.bar }
        .text("progress") { "\($0.done) of \($0.total) done" }
        .flag("current") { $0.month.days.contains($0.today) }
        .object("status") { $0.status }
}
