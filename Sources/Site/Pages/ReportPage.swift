import HTTP
import Markup
import Roadmap

enum ReportPage {
    /// `GET /reports/:week`: the report of an ISO week as a page, or in another format by its suffix: `2026-W03.md`.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let name = request.parameters["week"] ?? ""
        if let file = try ReportFormat.file(named: name) { return try site.report(request, file) }
        return try site.page(request, \.report) { progress, layout in
            let week = try ISOWeek(parsing: name)
            return Model(
                report: try progress.report(of: week), layout: layout(.reports, "Week \(week)"),
                first: ISOWeek(containing: progress.plan.start), current: ISOWeek(containing: progress.today))
        }
    }

    struct Model: TemplateModel {
        let report: WeeklyReport
        let layout: Layout
        /// The first and the last week that have a report.
        let first, current: ISOWeek

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .object("report") { ReportModel(report: $0.report) }
            .object("previous") { $0.report.week > $0.first ? link($0.report.week.previous) : nil }
            .object("next") { $0.report.week < $0.current ? link($0.report.week.next) : nil }

        private static func link(_ week: ISOWeek) -> Link { Link(label: "\(week)", href: Links.report(week)) }
    }
}
