import HTTP
import Markup
import Roadmap

enum AuditPage {
    /// `GET /activity/audit?who=mia&what=token&way=api&from=2026-01-01&until=2026-01-31`: who wrote what, the newest first.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let query = AuditQuery(request.query)
        return .now(
            try site.fresh(request, \.audit, status: .ok) { progress, layout in
                try Model(query, progress, layout: layout(nil, "Audit"))
            })
    }

    /// `GET /activity/audit.csv`: the same lines, all of them, for a spreadsheet.
    static func export(_ request: Request, site: Site) throws -> Reply {
        let query = AuditQuery(request.query)
        let filter = try site.tracker.read { try query.filter(in: $0) }
        return .now(
            .stream(
                headers: ["Content-Disposition": "attachment; filename=\"audit.csv\""], type: .csv
            ) { writer in
                try await writer.write(Array(AuditCSV.head.utf8))
                var next = filter
                while true {
                    let entries = try site.tracker.read { try $0.audit(pageOfExport, next) }
                    guard let last = entries.last else { return }
                    try await writer.write(Array(entries.map(AuditCSV.line).joined().utf8))
                    next.before = last.id
                }
            })
    }

    private static let pageOfExport = 500
    private static let pageSize = 100

    struct Model: TemplateModel {
        let layout: Layout
        let query: AuditQuery
        let rows: [Row]
        let older: String?

        init(_ query: AuditQuery, _ progress: Progress, layout: Layout) throws {
            self.layout = layout
            self.query = query
            let entries = try progress.audit(AuditPage.pageSize + 1, try query.filter(in: progress))
            let shown = entries.prefix(AuditPage.pageSize)
            rows = shown.map { Row(entry: $0, at: When($0.at, in: progress)) }
            older = entries.count > shown.count ? shown.last.map { query.address(before: $0.id) } : nil
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("who") { $0.query.who }
            .list("areas") { model in
                AuditQuery.areas.map { Choice(value: $0.value, label: $0.label, chosen: $0.value == model.query.what) }
            }
            .list("ways") { model in
                [Choice(value: "", label: "Any way", chosen: model.query.way.isEmpty)]
                    + Author.Way.allCases.map {
                        Choice(value: $0.rawValue, label: $0.rawValue, chosen: $0.rawValue == model.query.way)
                    }
            }
            .text("from") { $0.query.from }
            .text("until") { $0.query.until }
            .text("export") { $0.query.exportAddress }
            .flag("hasRows") { !$0.rows.isEmpty }
            .list("rows") { $0.rows }
            .text("older") { $0.older }
    }

    struct Row: TemplateModel {
        let entry: AuditEntry
        let at: When

        static let shape = Shape<Row>()
            .object("at") { $0.at }
            .text("who") { $0.entry.author.name }
            .text("credential") { $0.entry.author.credential.isEmpty ? nil : $0.entry.author.credential }
            .text("way") { $0.entry.author.way.rawValue }
            .text("address") { $0.entry.author.address.isEmpty ? nil : $0.entry.author.address }
            .text("action") { $0.entry.action }
            .text("subject") { $0.entry.subject }
            .text("before") { $0.entry.before.isEmpty ? nil : $0.entry.before }
            .text("after") { $0.entry.after.isEmpty ? nil : $0.entry.after }
    }

    struct Choice: TemplateModel {
        let value: String
        let label: String
        let chosen: Bool

        static let shape = Shape<Choice>()
            .text("value") { $0.value }
            .text("label") { $0.label }
            .flag("chosen") { $0.chosen }
    }
}
