import HTTP
import Markup
import Roadmap

enum OverviewPage {
    /// `GET /`: what needs a person first: metrics off track and why, tasks due this week and overdue; then how the plan
    /// and dog-fooding stand, and what happened last.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let verdict = site.monitoring?.latest.verdict(at: site.tracker.now.seconds)
        let router = verdict.map(Verdict.mark)
        return try site.page(request, \.overview, besides: router?.saying ?? "") { progress, layout in
            let standing = try progress.standing(
                problems: site.tracker.library.current.problems, overdueShown: overdueLimit)
            return try Model(
                standing, progress, layout: layout(.overview, "Overview"), address: site.address(of: request),
                router: router)
        }
    }

    /// Metrics shown before the reader is sent to the board.
    private static let offTrackLimit = 6
    private static let overdueLimit = 5

    struct Model: TemplateModel {
        let layout: Layout
        let standing: Standing
        let week: WeekHeader
        let rows: [MetricRow]
        let counts: StatusCounts
        let due: [TaskItem]
        let overdue: [TaskItem]
        let shares: [ShareLine]
        let recent: [ChangeLine]
        let address: String
        /// How the model router is doing, where there is one.
        let router: StatusMark?

        private var openDue: Int { standing.due.count { !$0.state.isDone } }

        init(_ standing: Standing, _ progress: Progress, layout: Layout, address: String, router: StatusMark?) throws {
            self.standing = standing
            self.layout = layout
            self.address = address
            self.router = router
            week = WeekHeader(standing, plan: progress.plan)
            counts = StatusCounts(standing.metrics.map(\.status))
            rows = try standing.offTrack.prefix(OverviewPage.offTrackLimit).map {
                try MetricRow($0.metric, in: progress)
            }
            due = standing.due.map {
                TaskItem($0.task, $0.state, on: Links.overview, showsPlace: false, in: progress)
            }
            overdue = standing.overdue.map {
                TaskItem($0.task, $0.state, on: Links.overview, showsPlace: true, in: progress)
            }
            let hasEntries = standing.dogFooding.contains { $0.count.total > 0 }
            shares = hasEntries ? standing.dogFooding.map { ShareLine($0.kind, $0.count, plan: progress.plan) } : []
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
            if openDue > 0, let last = standing.week?.upperBound {
                // A line never breaks inside the date.
                let day = last.long.dropLast(5).split(separator: " ").joined(separator: "\u{A0}")
                tasks.append("\(counted(openDue, "task")) due by \(day)")
            }
            if standing.overdueCount > 0 { tasks.append("\(standing.overdueCount) overdue") }
            let all = [metrics, tasks.joined(separator: ", ")].filter { !$0.isEmpty }
            return all.isEmpty ? "Nothing needs you now" : all.joined(separator: "; ")
        }

        private var overdueMore: Link? {
            guard standing.overdueCount > overdue.count else { return nil }
            return Link(label: "All \(standing.overdueCount) overdue tasks", href: Links.roadmap)
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("headline") { $0.headline }
            .object("week") { $0.week }
            .object("router") { $0.router }
            .text("offTrackCount") { $0.counts.behind + $0.counts.stale }
            .flag("hasOffTrack") { !$0.rows.isEmpty }
            .list("offTrack") { $0.rows }
            .flag("allOnTrack") { $0.rows.isEmpty && $0.counts.onTrack > 0 }
            .flag("noReadings") { $0.counts.total == $0.counts.noData }
            .text("readingCommand") { _ in "beast metric cacheHitRate 40" }
            .text("readingCurl") { "\($0.layout.curl) --data 40 \($0.address)/api/v1/metrics/cacheHitRate" }
            .text("targetsLink") { $0.counts.summary }
            .flag("hasDue") { !$0.due.isEmpty }
            .text("dueCount") { $0.due.isEmpty ? "" : "\($0.openDue) of \($0.due.count) open" }
            .list("due") { $0.due }
            .text("dueEmpty") { $0.standing.week == nil ? $0.week.label + "." : "No task is due this week." }
            .flag("hasOverdue") { $0.standing.overdueCount > 0 }
            .text("overdueCount") { $0.standing.overdueCount }
            .list("overdue") { $0.overdue }
            .object("overdueMore") { $0.overdueMore }
            .object("plan") { PlanFigures(standing: $0.standing) }
            .flag("hasShares") { !$0.shares.isEmpty }
            .list("shares") { $0.shares }
            .flag("hasRecent") { !$0.recent.isEmpty }
            .list("recent") { $0.recent }
    }

    /// Where in the plan today is.
    struct WeekHeader: TemplateModel {
        let label: String
        let href: String
        let dates: String

        init(_ standing: Standing, plan: Plan) {
            dates = standing.week?.text ?? ""
            if let place = standing.place, let month = plan.month(place.month) {
                label = "Month \(month.number), \(month.title), week \(place.week)"
                href = Links.week(place.week, ofMonth: month.number)
            } else {
                label = standing.today < plan.start ? "The plan begins on \(plan.start.long)" : "The plan is over"
                href = Links.roadmap
            }
        }

        static let shape = Shape<WeekHeader>()
            .text("label") { $0.label }
            .text("href") { $0.href }
            .text("dates") { $0.dates }
    }

    /// How far the plan has come.
    struct PlanFigures: TemplateModel {
        let standing: Standing

        static let shape = Shape<PlanFigures>()
            .html("bar") {
                ProgressBar(
                    done: $0.standing.done, of: $0.standing.total,
                    label: "\($0.standing.done) of \($0.standing.total) done"
                ).html
            }
            .text("percent") { Figure.percent($0.standing.done, of: $0.standing.total) ?? 0 }
            .text("summary") { "\($0.standing.done) of \(counted($0.standing.total, "task")) done" }
            .text("expected") {
                $0.standing.expected == 0
                    ? "None were expected by today" : "\($0.standing.expected) were expected by today"
            }
    }
}
