import HTTP
import Markup
import Roadmap

enum RoadmapPage {
    /// `GET /roadmap`: the quarters and months with their progress, and the burn-up of scope and done tasks.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.roadmap) { progress, layout in
            try Model(progress, layout: layout(.roadmap, "Roadmap"))
        }
    }

    struct Model: TemplateModel {
        struct ScopeLine: TemplateModel {
            let revision: ScopeRevision

            private var what: String {
                [("Added", revision.added), ("Removed", revision.removed)]
                    .filter { !$0.1.isEmpty }
                    .map { word, titles in
                        let rest = titles.count - 5
                        return "\(word): \(titles.prefix(5).joined(separator: ", "))"
                            + (rest > 0 ? " and \(rest) more" : "")
                    }
                    .joined(separator: "; ")
            }

            static let shape = Shape<ScopeLine>()
                .text("date") { $0.revision.day.long }
                .text("change") { Figure.signed(Double($0.revision.added.count - $0.revision.removed.count)) }
                .text("after") { $0.revision.tasks }
                .text("what") { $0.what }
        }

        let layout: Layout
        let dates: String
        let headline: String
        let orphans: Int
        let quarters: [QuarterModel]
        let burnUpTitle: String
        let burnUp: HTML
        let scopeChanges: [ScopeLine]

        init(_ progress: Progress, layout: Layout) throws {
            self.layout = layout
            let plan = progress.plan
            let done = try progress.doneByWeek()
            let months = plan.months.map { MonthFigures($0, done: done, today: progress.today) }
            quarters = plan.quarters.map { QuarterModel($0, months: months, today: progress.today) }
            orphans = try progress.orphans().count
            let total = plan.tasks.count
            let doneCount = months.reduce(0) { $0 + $1.done }
            let overdue = months.reduce(0) { $0 + $1.overdue }
            let expected = plan.tasks.count { $0.due < progress.today }

            let current = plan.position(of: progress.today)?.month
            headline = [
                current.map { "Month \($0) of \(plan.months.count): " } ?? "",
                total > 0 && doneCount == total
                    ? "all \(total) tasks done" : "\(doneCount) of \(counted(total, "task")) done",
                overdue > 0 ? ", \(overdue) overdue" : "",
            ].joined()
            dates = plan.months.last.map { (plan.start...$0.days.upperBound).text } ?? "No month in the documents yet"

            burnUpTitle =
                "Burn-up: \(doneCount) done of \(total)"
                + (expected > 0 ? ", \(expected) \(expected == 1 ? "was" : "were") expected by today" : "")
            let history = try progress.burnUp()
            burnUp = PlanCharts.burnUp(history, plan: plan, today: progress.today, title: burnUpTitle)
            scopeChanges = try progress.scopeRevisions(10).map(ScopeLine.init)
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("dates") { $0.dates }
            .text("headline") { $0.headline.prefix(1).uppercased() + $0.headline.dropFirst() }
            .object("orphanNotice") { $0.orphans == 0 ? nil : OrphanNotice(count: $0.orphans) }
            .list("quarters") { $0.quarters }
            .text("burnUpTitle") { $0.burnUpTitle }
            .html("burnUp") { $0.burnUp }
            .flag("hasScopeChanges") { !$0.scopeChanges.isEmpty }
            .list("scopeChanges") { $0.scopeChanges }
    }

    struct OrphanNotice: TemplateModel {
        let count: Int

        static let shape = Shape<OrphanNotice>()
            .text("text") {
                "\(counted($0.count, "task")) with history \($0.count == 1 ? "is" : "are") no longer in the documents."
            }
            .text("link") { $0.count == 1 ? "Map it to its new title" : "Map them to their new titles" }
    }

    struct QuarterModel: TemplateModel {
        let quarter: Quarter
        let months: [MonthFigures]
        let today: Day

        init(_ quarter: Quarter, months: [MonthFigures], today: Day) {
            self.quarter = quarter
            self.months = months.filter { figures in quarter.months.contains { $0.number == figures.month.number } }
            self.today = today
        }

        private var days: ClosedRange<Day>? {
            guard let first = months.first, let last = months.last else { return nil }
            return first.month.days.lowerBound...last.month.days.upperBound
        }

        private var progress: String {
            "\(months.reduce(0) { $0 + $1.done }) of \(months.reduce(0) { $0 + $1.total }) done"
        }

        static let shape = Shape<QuarterModel>()
            .text("id") { "q\($0.quarter.number)" }
            .text("label") { "Q\($0.quarter.number)" }
            .text("title") { $0.quarter.title }
            .text("dates") { $0.days?.text ?? "" }
            .text("progress") { $0.progress }
            .flag("current") { quarter in quarter.days?.contains(quarter.today) ?? false }
            .list("months") { $0.months }
    }
}
