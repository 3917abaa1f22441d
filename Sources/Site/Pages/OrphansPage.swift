import HTTP
import Markup
import Roadmap

enum OrphansPage {
    /// `GET /roadmap/orphans`: tasks with a history that the documents no longer hold, each with a form to say which task
    /// carries it on.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.orphans) { progress, layout in
            try Model(progress, layout: layout(.roadmap, "Orphaned tasks"), failed: nil)
        }
    }

    /// `POST /roadmap/orphans/:id`: gives the orphan's history to the task in `target`.
    static func map(_ request: Request, site: Site) throws -> Reply {
        let id = TaskID(request.parameters["id"] ?? "")
        let form = try request.form
        let chosen = TaskID(form["target"] ?? "")
        let author = site.author(of: request)
        return .later {
            do {
                guard let task = site.tracker.plan.task(chosen) else {
                    throw RoadmapError(.invalid, "Choose the task that carries it on.", tip: "", field: "target")
                }
                try await site.tracker.perform(
                    MapOrphan(id, to: task, by: author, at: site.tracker.now, calendar: site.tracker.calendar))
                return .redirect(to: Links.task(task))
            } catch let error as RoadmapError where error.kind != .notFound {
                return try site.render(request, \.orphans, status: .unprocessableContent) { progress, layout in
                    try Model(
                        progress, layout: layout(.roadmap, "Orphaned tasks"),
                        failed: (id, chosen, error.description))
                }
            }
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let orphans: [OrphanModel]

        /// - Parameter failed: the orphan whose form failed, what was chosen in it, and why it was refused.
        init(_ progress: Progress, layout: Layout, failed: (id: TaskID, chosen: TaskID, reason: String)?) throws {
            self.layout = layout
            let states = try progress.allStates()
            orphans = try progress.orphans().map { orphan in
                let failure = failed.flatMap { $0.id == orphan.state.id ? $0 : nil }
                return OrphanModel(
                    orphan: orphan, error: failure?.reason, lastSeen: orphan.leftAt.map { When($0, in: progress) },
                    history: orphan.state.completion.map { [History(by: $0.by, at: When($0.at, in: progress))] } ?? [],
                    groups: progress.plan.months.flatMap { month in
                        month.weeks.map { Group($0, of: month, states: states, chosen: failure?.chosen) }
                    })
            }
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("headline") {
                $0.orphans.isEmpty
                    ? "No orphaned tasks" : "\(counted($0.orphans.count, "task")) with history but without a place"
            }
            .flag("hasOrphans") { !$0.orphans.isEmpty }
            .list("orphans") { $0.orphans }
    }

    struct OrphanModel: TemplateModel {
        let orphan: Orphan
        let error: String?
        let lastSeen: When?
        let history: [History]
        let groups: [Group]

        static let shape = Shape<OrphanModel>()
            .text("anchor") { $0.orphan.state.id.text }
            .text("title") { $0.orphan.title }
            .text("place") { "Formerly month \($0.orphan.month), week \($0.orphan.week)" }
            .object("lastSeen") { $0.lastSeen }
            .list("history") { $0.history }
            .text("action") { Links.mapOrphan($0.orphan.state.id) }
            .text("error") { $0.error }
            .list("groups") { $0.groups }
    }

    struct History: TemplateModel {
        let by: String
        let at: When

        static let shape = Shape<History>()
            .text("who") { $0.by }
            .text("what") { _ in "completed it" }
            .object("at") { $0.at }
    }

    /// A week's tasks that have no history of their own.
    struct Group: TemplateModel {
        let label: String
        let options: [Option]

        init(_ week: PlanWeek, of month: Month, states: [TaskID: TaskState], chosen: TaskID?) {
            label = "Month \(month.number), week \(week.number)"
            options = week.tasks.filter { (states[$0.id]?.version ?? 0) == 0 }
                .map { Option(task: $0, selected: $0.id == chosen) }
        }

        static let shape = Shape<Group>()
            .text("label") { $0.label }
            .list("options") { $0.options }
    }

    struct Option: TemplateModel {
        let task: PlanTask
        let selected: Bool

        static let shape = Shape<Option>()
            .text("id") { $0.task.id.text }
            .text("title") { $0.task.title }
            .flag("selected") { $0.selected }
    }
}
