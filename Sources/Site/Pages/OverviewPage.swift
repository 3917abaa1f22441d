import HTTP
import Markup
import Roadmap

enum OverviewPage {
    /// `GET /`: what needs a person first: metrics off track and why, tasks due this week and overdue; then how the plan
    /// and dog-fooding stand, and what happened last.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.overview) { progress, layout in
            try Model(progress, layout: layout(.overview, "Overview"), address: site.address)
        }
    }

    /// Metrics shown before the reader is sent to the board.
    private static let offTrackLimit = 6
    private static let overdueLimit = 5

    struct Model: TemplateModel {
        let layout: Layout
        let week: WeekHeader
        let rows: [MetricRow]
        let counts: StatusCounts
        let due: [TaskItem]
        let openDue: Int
        let overdue: [TaskItem]
        let overdueCount: Int
        let firstOverdueMonth: Int?
        let plan: PlanFigures
        let shares: [ShareLine]
        let recent: [ChangeLine]
        let address: String

        init(_ progress: Progress, layout: Layout, address: String) throws {
            self.layout = layout
            self.address = address
            let statuses = try progress.plan.metrics.map { (metric: $0, status: try progress.status(of: $0).status) }
            counts = StatusCounts(statuses.map(\.status))
            rows = try statuses
                .filter { $0.status.kind == .behind || $0.status.kind == .stale }
                .sorted { $0.status.kind.urgency < $1.status.kind.urgency }
                .prefix(OverviewPage.offTrackLimit)
                .map { try MetricRow($0.metric, in: progress) }

            week = WeekHeader(progress)
            let tasks = try week.days.map { try progress.tasks(dueIn: $0) } ?? []
            openDue = tasks.count { !$0.state.isDone }
            due = tasks.map { TaskItem($0.task, $0.state, on: Links.overview, showsPlace: false, in: progress) }
            let late = try progress.overdue(before: progress.today, showing: OverviewPage.overdueLimit)
            overdueCount = late.count
            overdue = late.latest.map {
                TaskItem($0.task, $0.state, on: Links.overview, showsPlace: true, in: progress)
            }
            firstOverdueMonth = late.latest.last?.task.month
            plan = try PlanFigures(progress)
            let entries = try progress.dogFooding(in: Day(daysSince1970: 0)...progress.today)
            shares =
                entries.isEmpty
                ? [] : DogFoodingKind.allCases.map { ShareLine($0, entries[$0] ?? DogFoodingCount(), plan: progress.plan) }
            recent = try progress.activity(5).map {
                ChangeLine($0, on: Links.overview, focus: "recent", in: progress)
            }
        }

        private var headline: String {
            var parts: [String] = []
            if counts.behind > 0 { parts.append("\(counted(counts.behind, "metric")) behind") }
            if counts.stale > 0 { parts.append("\(counts.stale) stale") }
            let metrics = parts.joined(separator: ", ")
            var tasks: [String] = []
            if openDue > 0, let last = week.days?.upperBound {
                tasks.append("\(counted(openDue, "task")) due by \(last.long.dropLast(5))")
            }
            if overdueCount > 0 { tasks.append("\(overdueCount) overdue") }
            let all = [metrics, tasks.joined(separator: ", ")].filter { !$0.isEmpty }
            return all.isEmpty ? "Nothing needs you now" : all.joined(separator: "; ")
        }

        private var overdueMore: Link? {
            guard overdueCount > overdue.count else { return nil }
            return Link(label: "All \(overdueCount) overdue tasks", href: Links.roadmap)
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("headline") { $0.headline }
            .object("week") { $0.week }
            .text("offTrackCount") { $0.counts.behind + $0.counts.stale }
            .flag("hasOffTrack") { !$0.rows.isEmpty }
            .list("offTrack") { $0.rows }
            .flag("allOnTrack") { $0.rows.isEmpty && $0.counts.onTrack > 0 }
            .flag("noReadings") { $0.counts.total == $0.counts.noData }
            .text("readingCommand") { _ in "beast metric cacheHitRate 40" }
            .text("readingCurl") { "curl --data 40 \($0.address)/api/v1/metrics/cacheHitRate" }
            .text("targetsLink") { $0.counts.summary }
            .flag("hasDue") { !$0.due.isEmpty }
            .text("dueCount") { $0.due.isEmpty ? "" : "\($0.openDue) of \($0.due.count) open" }
            .list("due") { $0.due }
            .text("dueEmpty") { $0.week.isInPlan ? "No task is due this week." : $0.week.label + "." }
            .flag("hasOverdue") { $0.overdueCount > 0 }
            .text("overdueCount") { $0.overdueCount }
            .list("overdue") { $0.overdue }
            .object("overdueMore") { $0.overdueMore }
            .object("plan") { $0.plan }
            .flag("hasShares") { !$0.shares.isEmpty }
            .list("shares") { $0.shares }
            .flag("hasRecent") { !$0.recent.isEmpty }
            .list("recent") { $0.recent }
    }

    /// Where in the plan today is.
    struct WeekHeader: TemplateModel {
        let label: String
        let href: String
        let days: ClosedRange<Day>?

        var isInPlan: Bool { days != nil }

        init(_ progress: Progress) {
            let plan = progress.plan
            if let place = plan.position(of: progress.today), let month = plan.month(place.month) {
                label = "Month \(month.number), \(month.title), week \(place.week)"
                href = Links.week(place.week, ofMonth: month.number)
                days = Plan.days(month: month.number, week: place.week, start: plan.start)
            } else {
                label = progress.today < plan.start ? "The plan begins on \(plan.start.long)" : "The plan is over"
                href = Links.roadmap
                days = nil
            }
        }

        static let shape = Shape<WeekHeader>()
            .text("label") { $0.label }
            .text("href") { $0.href }
            .text("dates") { $0.days?.text ?? "" }
    }

    /// How far the plan has come.
    struct PlanFigures: TemplateModel {
        let done: Int
        let total: Int
        let expected: Int

        init(_ progress: Progress) throws {
            done = try progress.doneByWeek().values.reduce(0, +)
            total = progress.plan.tasks.count
            expected = progress.plan.tasks.count { $0.due < progress.today }
        }

        static let shape = Shape<PlanFigures>()
            .text("done") { $0.done }
            .text("total") { max(1, $0.total) }
            .text("percent") { Figure.percent($0.done, of: $0.total) ?? 0 }
            .text("summary") { "\($0.done) of \(counted($0.total, "task")) done" }
            .text("expected") { $0.expected == 0 ? "None were expected by today" : "\($0.expected) were expected by today" }
    }
}
