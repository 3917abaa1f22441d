import HTTP
import Markup
import Roadmap

enum ReportsPage {
    /// `GET /reports?before=2026-W05`: the weeks that have a report, newest first.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.reports) { progress, layout in
            let before = try request.query["before"].map { try ISOWeek(parsing: $0) }
            return try Model(progress, layout: layout(.reports, "Weekly reports"), before: before)
        }
    }

    private static let weeksShown = 13

    struct Model: TemplateModel {
        let layout: Layout
        let timeZone: String
        let weeks: [WeekRow]
        let older: String?

        init(_ progress: Progress, layout: Layout, before: ISOWeek?) throws {
            self.layout = layout
            timeZone = progress.calendar.zone.name
            let first = ISOWeek(containing: progress.plan.start)
            var week = ISOWeek(containing: progress.today)
            if let before, before <= week { week = before.previous }
            var rows: [WeekRow] = []
            while week >= first, rows.count < ReportsPage.weeksShown {
                rows.append(WeekRow(report: try progress.report(of: week)))
                week = week.previous
            }
            weeks = rows
            older = week >= first ? "\(Links.reports)?before=\(week.next)" : nil
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("timeZone") { $0.timeZone }
            .flag("hasWeeks") { !$0.weeks.isEmpty }
            .list("weeks") { $0.weeks }
            .text("older") { $0.older }
    }

    struct WeekRow: TemplateModel {
        let report: WeeklyReport

        private var share: Double? {
            let all = report.dogFooding.reduce(into: DogFoodingCount()) { $0 += $1.week }
            return all.share
        }

        static let shape = Shape<WeekRow>()
            .text("week") { "\($0.report.week)" }
            .text("href") { Links.report($0.report.week) }
            .flag("current") { !$0.report.isOver }
            .text("dates") { ($0.report.week.first...$0.report.week.last).text }
            .text("done") { $0.report.done.count }
            .text("notDone") { $0.report.missed.count }
            .text("behind") { row in row.report.metrics.count { $0.status.kind == .behind } }
            .text("share") { $0.share.map { Figure.text($0.rounded(.down)) } }
    }
}
