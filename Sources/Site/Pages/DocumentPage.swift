import HTTP
import Markup
import Roadmap

enum DocumentPage {
    /// `GET /docs/:name`: a document with its table of contents; its tasks show how they stand.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.document) { progress, layout in
            let name = request.parameters["name"] ?? ""
            let documents = site.tracker.library.current
            guard let document = documents.document(named: name) else {
                throw RoadmapError(
                    .notFound, "There is no document “\(name)”.", tip: "The list of documents has them all.")
            }
            return try Model(
                document, progress, layout: layout(.documents, document.title),
                problems: documents.problems.filter { $0.file == document.file })
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let document: RoadmapDocument
        let problems: [PlanProblem]
        let changed: When
        let body: HTML

        private var contents: [ContentsLine] {
            document.content.headings.filter { $0.level == 2 || $0.level == 3 }.map(ContentsLine.init)
        }

        init(_ document: RoadmapDocument, _ progress: Progress, layout: Layout, problems: [PlanProblem]) throws {
            self.layout = layout
            self.document = document
            self.problems = problems
            changed = When(document.changedAt, in: progress)
            let tasks = progress.plan.tasks.filter { $0.file == document.file }
            let states = tasks.isEmpty ? [:] : try progress.allStates()
            let byLine = Dictionary(tasks.map { ($0.line, $0) }, uniquingKeysWith: { first, _ in first })
            var rendering = Rendering.page
            rendering.omitsTitle = true
            rendering.task = { line, _ in
                byLine[line].map { .init(done: states[$0.id]?.isDone ?? false, href: Links.task($0)) }
            }
            body = document.content.html(rendering)
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("title") { $0.document.title }
            .text("file") { $0.document.file }
            .flag("hasProblems") { !$0.problems.isEmpty }
            .list("problems") { $0.problems.map(ProblemLine.init) }
            .object("changed") { $0.changed }
            .flag("hasContents") { !$0.contents.isEmpty }
            .list("contents") { $0.contents }
            .html("body") { $0.body }
    }
}

extension DocumentPage {
    struct ContentsLine: TemplateModel {
        let heading: Heading

        static let shape = Shape<ContentsLine>()
            .text("label") { $0.heading.text }
            .text("anchor") { $0.heading.anchor }
            .text("level") { $0.heading.level }
    }
}

extension Rendering {
    /// Documents on pages of this site: links between documents lead to their pages.
    static let page = Rendering(link: { Links.documentPage(for: $0) })
}
