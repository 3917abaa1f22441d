import HTTP
import Markup
import Roadmap

enum DocumentsPage {
    /// `GET /docs`: all documents with what each is about.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.documents) { progress, layout in
            Model(progress, layout: layout(.documents, "Documents"), library: site.tracker.library)
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let folder: String
        let groups: [Group]

        init(_ progress: Progress, layout: Layout, library: Library) {
            self.layout = layout
            folder = library.folder
            let documents = library.current
            let lines = documents.all.map { document in
                DocumentLine(
                    document: document, problems: documents.problems.count { $0.file == document.file },
                    changed: When(document.changedAt, in: progress))
            }
            // What the program reads comes first; everything else explains it.
            let plan = Set(documents.plan.tasks.map(\.file) + ["TARGETS.md"])
            groups = [
                Group(
                    id: "plan", title: "The plan itself", documents: lines.filter { plan.contains($0.document.file) }),
                Group(
                    id: "reading", title: "To read and to work by",
                    documents: lines.filter { !plan.contains($0.document.file) }),
            ]
            .filter { !$0.documents.isEmpty }
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("folder") { $0.folder }
            .flag("hasGroups") { !$0.groups.isEmpty }
            .list("groups") { $0.groups }
    }

    struct Group: TemplateModel {
        let id: String
        let title: String
        let documents: [DocumentLine]

        static let shape = Shape<Group>()
            .text("id") { $0.id }
            .text("title") { $0.title }
            .list("documents") { $0.documents }
    }

    struct DocumentLine: TemplateModel {
        let document: RoadmapDocument
        let problems: Int
        let changed: When

        static let shape = Shape<DocumentLine>()
            .text("href") { Links.document($0.document.name) }
            .text("title") { $0.document.title }
            .text("description") { $0.document.summary }
            .text("file") { $0.document.file }
            .object("changed") { $0.changed }
            .text("problem") { $0.problems == 0 ? nil : counted($0.problems, "problem") }
    }
}
