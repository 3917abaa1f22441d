import Markup
import Roadmap

/// A weekly report as both of its pages show it.
struct ReportModel: TemplateModel {
    let report: WeeklyReport

    static let shape = Shape<ReportModel>()
        .text("week") { "\($0.report.week)" }
        .text("dates") { ($0.report.week.first...$0.report.week.last).text }
        .text("summary") { $0.report.summary }
        .flag("soFar") { !$0.report.isOver }
        .list("formats") { model in
            ReportFormat.allCases.map {
                Link(label: $0.label, href: Links.report(model.report.week, as: $0.rawValue))
            }
        }
        .text("doneCount") { $0.report.done.count }
        .flag("hasDone") { !$0.report.done.isEmpty }
        .list("done") { model in model.report.done.map { DoneRow(task: $0, calendar: model.report.calendar) } }
        .text("notDoneCount") { $0.report.missed.count }
        .flag("hasNotDone") { !$0.report.missed.isEmpty }
        .list("notDone") { model in model.report.missed.map { MissedRow(task: $0) } }
        .text("overdue") { model in
            let count = model.report.overdue
            return count == 0
                ? nil : "\(counted(count, "task")) due in earlier weeks \(count == 1 ? "is" : "are") still open."
        }
        .list("metrics") { model in model.report.metrics.map { MetricLineRow(line: $0) } }
        .list("dogfooding") { model in model.report.dogFooding.map { DogFoodingRow(line: $0) } }
        .flag("hasScope") { !$0.report.scopeChanges.isEmpty }
        .list("scope") { model in model.report.scopeChanges.map { ScopeRow(change: $0) } }

    struct DoneRow: TemplateModel {
        let task: WeeklyReport.DoneTask
        let calendar: ReportingCalendar

        static let shape = Shape<DoneRow>()
            .text("title") { $0.task.title }
            .text("place") { "Month \($0.task.month), week \($0.task.week)" }
            .text("by") { $0.task.by }
            .text("instant") { $0.task.at.rfc3339 }
            .text("at") { $0.calendar.format($0.task.at) }
    }

    struct MissedRow: TemplateModel {
        let task: PlanTask

        static let shape = Shape<MissedRow>()
            .text("title") { $0.task.title }
            .text("place") { "Month \($0.task.month), week \($0.task.week)" }
            .text("due") { $0.task.due.long }
    }

    struct MetricLineRow: TemplateModel {
        let line: WeeklyReport.MetricLine

        static let shape = Shape<MetricLineRow>()
            .text("label") { $0.line.metric.title }
            .object("start") { row in row.line.start.map { Quantity($0, of: row.line.metric) } }
            .object("end") { row in row.line.end.map { Quantity($0, of: row.line.metric) } }
            .object("change") { row in row.line.change.map { Delta($0, of: row.line.metric) } }
            .object("target") { row in row.line.target.map { DatedQuantity($0, of: row.line.metric) } }
            .object("status") { StatusMark($0.line.status) }
    }

    struct DogFoodingRow: TemplateModel {
        let line: WeeklyReport.DogFoodingLine

        static let shape = Shape<DogFoodingRow>()
            .text("label") { ShareLine.label($0.line.kind) }
            .text("made") { $0.line.week.withBeast }
            .text("byHand") { $0.line.week.byHand }
            .text("share") { $0.line.week.share.map { Figure.text($0.rounded(.down)) } }
            .text("goal") { $0.line.goal.map { Figure.text($0) } }
    }

    struct ScopeRow: TemplateModel {
        let change: WeeklyReport.ScopeChange

        static let shape = Shape<ScopeRow>()
            .text("date") { $0.change.day.long }
            .text("change") { $0.change.added ? "+1" : "−1" }
            .text("what") { "\($0.change.title) (month \($0.change.month), week \($0.change.week))" }
    }
}
