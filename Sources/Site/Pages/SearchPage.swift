import HTTP
import Markup
import Roadmap

enum SearchPage {
    /// `GET /search?q=`: documents, tasks and metrics in which the words occur.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.search) { progress, layout in
            let query = String((request.query["q"] ?? "").prefix(200))
            let results = try site.search.find(query, in: site.tracker.library.current)
            return try Model(results, query: query, progress, layout: layout(nil, "Search"))
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let query: String
        let results: SearchIndex.Results
        let tasks: [TaskLine]
        let metrics: [MetricLine]

        init(_ results: SearchIndex.Results, query: String, _ progress: Progress, layout: Layout) throws {
            self.layout = layout
            self.query = query
            self.results = results
            tasks = try results.tasks.map { hit in
                TaskLine(hit: hit, state: try progress.state(of: hit.task.id), today: progress.today)
            }
            metrics = try results.metrics.map { MetricLine(hit: $0, status: try progress.status(of: $0.metric).status) }
        }

        private var isEmpty: Bool { query.allSatisfy { !$0.isLetter && !$0.isNumber } }

        private var headline: String {
            if isEmpty { return "Search" }
            return results.count == 0
                ? "No results for “\(query)”" : "\(counted(results.count, "result")) for “\(query)”"
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("headline") { $0.headline }
            .text("query") { $0.query }
            .flag("hasDocuments") { !$0.results.documents.isEmpty }
            .text("documentCount") { $0.results.documents.count }
            .list("documents") { $0.results.documents.map(DocumentLine.init) }
            .flag("hasTasks") { !$0.tasks.isEmpty }
            .text("taskCount") { $0.tasks.count }
            .list("tasks") { $0.tasks }
            .flag("hasMetrics") { !$0.metrics.isEmpty }
            .text("metricCount") { $0.metrics.count }
            .list("metrics") { $0.metrics }
            .flag("nothingFound") { $0.results.count == 0 && !$0.isEmpty }
            .flag("noQuery") { $0.isEmpty }
    }

    struct DocumentLine: TemplateModel {
        let hit: SearchIndex.DocumentHit

        static let shape = Shape<DocumentLine>()
            .text("href") { Links.document($0.hit.name) + ($0.hit.anchor.isEmpty ? "" : "#" + $0.hit.anchor) }
            .text("title") { $0.hit.title }
            .text("heading") { $0.hit.heading.isEmpty || $0.hit.heading == $0.hit.title ? nil : $0.hit.heading }
            .html("snippet") { $0.hit.snippet.html }
    }

    struct TaskLine: TemplateModel {
        let hit: SearchIndex.TaskHit
        let state: TaskState?
        let today: Day

        private var mark: StatusMark {
            if state?.isDone ?? false { return StatusMark(.good, "Done") }
            return hit.task.due < today ? StatusMark(.attention, "Overdue") : StatusMark(.none, "Open")
        }

        static let shape = Shape<TaskLine>()
            .text("href") { Links.task($0.hit.task) }
            .html("title") { $0.hit.title.html }
            .object("status") { $0.mark }
            .text("place") { "Month \($0.hit.task.month), week \($0.hit.task.week)" }
    }

    struct MetricLine: TemplateModel {
        let hit: SearchIndex.MetricHit
        let status: MetricStatus

        static let shape = Shape<MetricLine>()
            .text("href") { Links.target($0.hit.metric.name) }
            .html("label") { $0.hit.title.html }
            .object("status") { StatusMark($0.status) }
    }
}

extension Highlighted {
    /// The text with `<mark>` around the matches.
    var html: HTML {
        parts.map { part in
            let text = HTML.escaping(part.text)
            return part.isMatch ? HTML(markup: "<mark>\(text.markup)</mark>") : text
        }
        .joined()
    }
}
