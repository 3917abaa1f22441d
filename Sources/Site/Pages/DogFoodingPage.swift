import HTTP
import Markup
import Roadmap

enum DogFoodingPage {
    /// `GET /dogfood`: each kind's share made with BEAST MODE against its goal, week by week, and a form for the next entry.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.dogFooding) { progress, layout in
            try Model(
                progress, layout: layout(.dogFooding, "Dog-fooding"), form: EntryForm(),
                address: site.address(of: request))
        }
    }

    /// `POST /dogfood`: adds the entry in the form and comes back.
    static func add(_ request: Request, site: Site) throws -> Reply {
        let form = EntryForm(try request.form)
        let author = site.author(of: request)
        return .later {
            guard form.errors.isEmpty, let kind = DogFoodingKind(rawValue: form.kind) else {
                return try site.render(request, \.dogFooding, status: .unprocessableContent) { progress, layout in
                    try Model(
                        progress, layout: layout(.dogFooding, "Dog-fooding"), form: form,
                        address: site.address(of: request))
                }
            }
            let now = site.tracker.now
            try await site.tracker.perform(
                RecordDogFooding(
                    kind, withBeast: form.made == "beast", note: form.note, by: author, at: now,
                    calendar: site.tracker.calendar))
            let entry = try site.tracker.read { progress in
                try progress.newestDogFooding(entriesShown).first { entry in
                    entry.kind == kind && entry.at.rfc3339 == now.rfc3339 && entry.recordedBy == author.name
                }
            }
            let way = ReturnPath(nil, otherwise: Links.dogFooding)
            return .redirect(to: entry?.activity.map { way.saying(.change($0)) } ?? way.address)
        }
    }

    private static let weeksShown = 12
    private static let entriesShown = 8

    struct Model: TemplateModel {
        let layout: Layout
        let period: String
        let lines: [ShareLine]
        let chart: HTML
        let weeks: [WeekRow]
        let entries: [EntryLine]
        let form: EntryForm
        let address: String

        init(_ progress: Progress, layout: Layout, form: EntryForm, address: String) throws {
            self.layout = layout
            self.form = form
            self.address = address
            let counts = try progress.dogFooding(in: Day(daysSince1970: 0)...progress.today)
            lines = DogFoodingKind.allCases.map { ShareLine($0, counts[$0] ?? DogFoodingCount(), plan: progress.plan) }
            var first = ISOWeek(containing: progress.today)
            for _ in 1..<DogFoodingPage.weeksShown { first = first.previous }
            let byWeek = try progress.dogFoodingByWeek(from: first)
            chart = PlanCharts.dogFooding(
                byWeek, through: ISOWeek(containing: progress.today), goals: progress.plan.goals)
            weeks = byWeek.keys.sorted(by: >).map { WeekRow(week: $0, counts: byWeek[$0] ?? [:]) }
            entries = try progress.newestDogFooding(DogFoodingPage.entriesShown).map { EntryLine($0, in: progress) }
            period = "all entries to \(progress.today.long)"
        }

        private var headline: String {
            guard lines.contains(where: { $0.count.total > 0 }) else { return "No entries yet" }
            let withGoal = lines.filter { $0.goal != nil }
            let met = withGoal.count { $0.isMet == true }
            let furthest = withGoal.filter { $0.isMet == false }.max { Self.gap($0) < Self.gap($1) }
            return "\(met) of \(counted(withGoal.count, "goal")) met"
                + (furthest.map {
                    "; \($0.kind.plural) furthest behind, \(Figure.text(($0.count.share ?? 0).rounded(.down))) % of \(Figure.text($0.goal ?? 0)) %"
                } ?? "")
        }

        private static func gap(_ line: ShareLine) -> Double { (line.goal ?? 0) - (line.count.share ?? 0) }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("period") { $0.period }
            .text("headline") { $0.headline }
            .list("kinds") { $0.lines }
            .flag("hasEntries") { !$0.entries.isEmpty }
            .html("chart") { $0.chart }
            .list("columns") { _ in DogFoodingKind.allCases.map { Label(label: ShareLine.label($0)) } }
            .list("weeks") { $0.weeks }
            .list("entries") { $0.entries }
            .object("form") { EntryFormModel(form: $0.form) }
            .text("curl") { "\($0.layout.curl) -X POST \($0.address)/api/v1/dogfood/improvement" }
            .text("command") { _ in "beast dogfood improvement" }
    }

    struct Label: TemplateModel {
        let label: String

        static let shape = Shape<Label>().text("label") { $0.label }
    }

    struct WeekRow: TemplateModel {
        let week: ISOWeek
        let counts: [DogFoodingKind: DogFoodingCount]

        static let shape = Shape<WeekRow>()
            .text("id") { "w\($0.week)" }
            .text("week") { "\($0.week)" }
            .text("href") { Links.report($0.week) }
            .list("cells") { row in DogFoodingKind.allCases.map { Cell(count: row.counts[$0] ?? DogFoodingCount()) } }
    }

    struct Cell: TemplateModel {
        let count: DogFoodingCount

        static let shape = Shape<Cell>()
            .text("share") { $0.count.share.map { Figure.text($0.rounded(.down)) } }
            .text("counts") { "\($0.count.withBeast) of \($0.count.total)" }
    }

    struct EntryLine: TemplateModel {
        private let entry: DogFoodingEntry
        private let at: When
        private let undo: Notice.Undo?

        init(_ entry: DogFoodingEntry, in progress: Progress) {
            self.entry = entry
            at = When(entry.at, in: progress)
            undo = entry.activity.map { Notice.Undo(action: Links.undo($0), returnTo: Links.dogFooding) }
        }

        static let shape = Shape<EntryLine>()
            .text("label") { $0.entry.kind.rawValue.prefix(1).uppercased() + $0.entry.kind.rawValue.dropFirst() }
            .text("made") { $0.entry.withBeast ? "with BEAST MODE" : "by hand" }
            .text("note") { $0.entry.note.isEmpty ? nil : $0.entry.note }
            .text("by") { $0.entry.recordedBy }
            .object("at") { $0.at }
            .object("undo") { $0.undo }
    }
}
