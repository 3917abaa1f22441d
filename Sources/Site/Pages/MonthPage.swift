import HTTP
import Markup
import Roadmap

enum MonthPage {
    /// `GET /roadmap/month/:month`: the month's weeks, its tasks with who did them and when, and its targets.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.month) { progress, layout in
            let month = try monthOfPlan(request, progress.plan)
            return try Model(
                month, progress, layout: layout(.roadmap, "Month \(month.number): \(month.title)"), page: request.path)
        }
    }

    private static func monthOfPlan(_ request: Request, _ plan: Plan) throws -> Month {
        let text = request.parameters["month"] ?? ""
        guard let number = Int(text), let month = plan.month(number) else {
            throw RoadmapError(
                .notFound, "There is no month \(text).",
                tip: plan.months.isEmpty
                    ? "The roadmap documents hold no months yet."
                    : "The plan has months \(plan.months[0].number) to \(plan.months[plan.months.count - 1].number).")
        }
        return month
    }

    struct Model: TemplateModel {
        let layout: Layout
        let figures: MonthFigures
        let quarter: Quarter?
        let weeks: [WeekModel]
        let goal: HTML
        let targets: [TargetModel]
        let previous: Month?
        let next: Month?

        init(_ month: Month, _ progress: Progress, layout: Layout, page: String) throws {
            self.layout = layout
            let plan = progress.plan
            let states = try progress.states(ofMonth: month.number)
            var done: [Progress.WeekPlace: Int] = [:]
            for week in month.weeks {
                done[.init(month: month.number, week: week.number)] =
                    week.tasks.count { states[$0.id]?.isDone ?? false }
            }
            figures = MonthFigures(month, done: done, today: progress.today)
            quarter = plan.quarters.first { $0.months.contains { $0.number == month.number } }
            weeks = month.weeks.map { WeekModel($0, states: states, page: page, in: progress) }
            goal = month.introduction.html(Rendering.page)
            targets = try plan.metrics.compactMap { metric in
                guard let target = metric.targets.first(where: { $0.month == month.number }) else { return nil }
                return TargetModel(row: try MetricRow(metric, in: progress, history: false), target: target)
            }
            previous = plan.month(month.number - 1)
            next = plan.month(month.number + 1)
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .object("quarter") { $0.quarter.map(QuarterLink.init) }
            .text("number") { $0.figures.month.number }
            .text("title") { $0.figures.month.title }
            .object("status") { $0.figures.status }
            .text("dates") { $0.figures.month.days.text }
            .text("progress") { "\($0.figures.done) of \($0.figures.total) done" }
            .html("bar") { $0.figures.bar }
            .html("goal") { $0.goal }
            .list("weeks") { $0.weeks }
            .flag("hasTargets") { !$0.targets.isEmpty }
            .list("targets") { $0.targets }
            .object("previous") { $0.previous.map(MonthLink.init) }
            .object("next") { $0.next.map(MonthLink.init) }
    }

    struct QuarterLink: TemplateModel {
        let quarter: Quarter

        static let shape = Shape<QuarterLink>()
            .text("id") { "q\($0.quarter.number)" }
            .text("label") { "Q\($0.quarter.number)" }
            .text("title") { $0.quarter.title }
    }

    struct MonthLink: TemplateModel {
        let month: Month

        static let shape = Shape<MonthLink>()
            .text("href") { Links.month($0.month.number) }
            .text("number") { $0.month.number }
            .text("title") { $0.month.title }
    }

    struct WeekModel: TemplateModel {
        let week: PlanWeek
        let tasks: [TaskItem]
        let done: Int
        let isCurrent: Bool
        let isOver: Bool

        private var overdue: Int { isOver ? tasks.count - done : 0 }

        init(_ week: PlanWeek, states: [TaskID: TaskState], page: String, in progress: Progress) {
            self.week = week
            tasks = week.tasks.map { task in
                let state = states[task.id] ?? .untouched(task.id)
                return TaskItem(task, state, on: page, showsPlace: false, in: progress)
            }
            done = week.tasks.count { states[$0.id]?.isDone ?? false }
            isCurrent = week.days.contains(progress.today)
            isOver = week.days.upperBound < progress.today
        }

        static let shape = Shape<WeekModel>()
            .text("id") { "week-\($0.week.number)" }
            .text("number") { $0.week.number }
            .text("theme") { $0.week.title.isEmpty ? nil : $0.week.title }
            .text("dates") { $0.week.days.text }
            .flag("current") { $0.isCurrent }
            .object("status") { $0.overdue == 0 ? nil : StatusMark(.attention, "\($0.overdue) overdue") }
            .text("progress") { "\($0.done) of \($0.week.tasks.count) done" }
            .flag("hasTasks") { !$0.tasks.isEmpty }
            .list("tasks") { $0.tasks }
    }

    struct TargetModel: TemplateModel {
        let row: MetricRow
        let target: Metric.Target

        static let shape = Shape<TargetModel>()
            .text("label") { $0.row.metric.title }
            .text("href") { Links.target($0.row.metric.name) }
            .object("now") { target in target.row.newest.map { Quantity($0.value, of: target.row.metric) } }
            .object("target") { Quantity($0.target.value, of: $0.row.metric) }
            .object("status") { StatusMark($0.row.status) }
    }
}
