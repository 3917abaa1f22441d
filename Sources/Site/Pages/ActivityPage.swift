import HTTP
import Markup
import Roadmap

enum ActivityPage {
    /// `GET /activity?kind=task&before=120`: what happened, newest first, with an undo for each line.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.activity) { progress, layout in
            try Model(request, progress, layout: layout(nil, "Activity"), nameError: nil)
        }
    }

    /// `POST /activity/:id/undo`
    static func undo(_ request: Request, site: Site) throws -> Reply {
        guard let id = Int64(request.parameters["id"] ?? "") else {
            throw RoadmapError(
                .notFound, "There is no change “\(request.parameters["id"] ?? "")”.",
                tip: "The activity page lists them.")
        }
        let way = ReturnPath(try request.form["return"], otherwise: Links.activity)
        let author = site.author(of: request)
        return .later {
            let undoing = try await site.tracker.perform(
                UndoChange(id, by: author, at: site.tracker.now, calendar: site.tracker.calendar))
            return .redirect(to: way.saying(.change(undoing)))
        }
    }

    /// `POST /you`: keeps the name that changes from this browser are recorded under.
    static func rename(_ request: Request, site: Site) throws -> Reply {
        let name = (try request.form["name"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty, name.count <= 80 else {
            return .now(
                try site.render(request, \.activity, status: .unprocessableContent) { progress, layout in
                    try Model(
                        request, progress, layout: layout(nil, "Activity"),
                        nameError: "Give a name of 1 to 80 characters.")
                })
        }
        var response = Response.redirect(to: Links.activity)
        response.headers.append(
            "Set-Cookie",
            "\(Viewer.cookie)=\(PercentCoding.encoded(name)); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax")
        return .now(response)
    }

    private static let pageSize = 50

    /// What the page can be narrowed to.
    private enum Area: String, CaseIterable {
        case all = ""
        case task
        case reading
        case dogfood
        case plan
        case alert

        var label: String {
            switch self {
            case .all: "All"
            case .task: "Tasks"
            case .reading: "Readings"
            case .dogfood: "Dog-fooding"
            case .plan: "The plan"
            case .alert: "Alerts"
            }
        }

        var href: String { self == .all ? Links.activity : "\(Links.activity)?kind=\(rawValue)" }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let filters: [Layout.Place]
        let days: [DayModel]
        let older: String?
        let newer: String?
        let name: String
        let nameError: String?

        init(_ request: Request, _ progress: Progress, layout: Layout, nameError: String?) throws {
            self.layout = layout
            self.nameError = nameError
            name = Viewer(request).name
            let area = Area(rawValue: request.query["kind"] ?? "") ?? .all
            let before = request.query["before"].flatMap { Int64($0) }
            filters = Area.allCases.map { Layout.Place(label: $0.label, href: $0.href, current: $0 == area) }
            let changes = try progress.activity(
                ActivityPage.pageSize + 1, area: area == .all ? nil : area.rawValue, before: before)
            let shown = changes.prefix(ActivityPage.pageSize)
            days = DayModel.days(of: Array(shown), page: area.href, in: progress)
            let joint = area == .all ? "?" : "&"
            older = changes.count > shown.count ? shown.last.map { "\(area.href)\(joint)before=\($0.id)" } : nil
            newer = before == nil ? nil : area.href
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .list("filters") { $0.filters }
            .flag("hasDays") { !$0.days.isEmpty }
            .list("days") { $0.days }
            .text("emptyText") { _ in
                "Nothing here yet. Each tick, reading and entry will be listed with who and when. The first could be"
            }
            .text("emptyCommand") { _ in "beast complete 1 1 \"Fix failed request tracking\"" }
            .text("newer") { $0.newer }
            .text("older") { $0.older }
            .object("form") { NameForm(name: $0.name, error: $0.nameError) }
    }

    struct NameForm: TemplateModel {
        let name: String
        let error: String?

        static let shape = Shape<NameForm>()
            .text("returnTo") { _ in Links.activity }
            .text("name") { $0.name == Viewer.unnamed ? "" : $0.name }
            .text("nameError") { $0.error }
    }

    struct DayModel: TemplateModel {
        let day: Day
        let label: String
        let changes: [ChangeLine]

        private var id: String { "d-\(day.iso)" }

        static func days(of changes: [Activity], page: String, in progress: Progress) -> [DayModel] {
            var days: [DayModel] = []
            var rest = changes[...]
            while let first = rest.first {
                let day = progress.calendar.day(of: first.at)
                let same = rest.prefix { progress.calendar.day(of: $0.at) == day }
                rest = rest.dropFirst(same.count)
                let age = progress.today.days(since: day)
                let label = age == 0 ? "Today, \(day.long)" : age == 1 ? "Yesterday, \(day.long)" : day.long
                days.append(
                    DayModel(
                        day: day, label: label,
                        changes: same.map { ChangeLine($0, on: page, focus: "d-\(day.iso)", in: progress) }))
            }
            return days
        }

        static let shape = Shape<DayModel>()
            .text("id") { $0.id }
            .text("label") { $0.label }
            .list("changes") { $0.changes }
    }
}
