import HTTP
import JSON
import Markup
import Roadmap

enum TargetPage {
    /// `GET /targets/:name`: the metric's finding, its chart, its steps and latest readings, and a form for the next.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.target) { progress, layout in
            let metric = try progress.plan.metric(named: request.parameters["name"] ?? "")
            return try Model(
                metric, progress, layout: layout(.targets, metric.title), form: ReadingForm(),
                address: site.address(of: request))
        }
    }

    /// `POST /targets/:name/readings`: records the reading in the form and comes back.
    static func record(_ request: Request, site: Site) throws -> Reply {
        let metric = try site.tracker.plan.metric(named: request.parameters["name"] ?? "")
        try request.checkMayRecord(metric)
        let form = ReadingForm(try request.form)
        let author = site.author(of: request)
        return .later {
            do {
                let reading = try form.reading(
                    of: metric, by: author, now: site.tracker.now, calendar: site.tracker.calendar)
                let recorded = try await site.tracker.perform(reading)
                let line = try site.tracker.read { progress in
                    try progress.newestReadings(readingsShown, of: metric).first { $0.reading.id == recorded.id }
                }
                let way = ReturnPath(nil, otherwise: Links.target(metric.name))
                return .redirect(to: line?.activity.map { way.saying(.change($0)) } ?? way.address)
            } catch let error as RoadmapError where error.kind == .invalid {
                return try site.render(request, \.target, status: .unprocessableContent) { progress, layout in
                    try Model(
                        metric, progress, layout: layout(.targets, metric.title), form: form.refused(error),
                        address: site.address(of: request))
                }
            }
        }
    }

    private static let readingsShown = 12

    struct Model: TemplateModel {
        let layout: Layout
        let metric: Metric
        let status: MetricStatus
        let newest: Reading?
        let newestAt: When?
        let change: Double?
        let today: Day
        let chart: HTML
        let trend: String?
        let readings: [ReadingRow]
        let steps: [Step]
        let form: ReadingForm
        let address: String

        init(_ metric: Metric, _ progress: Progress, layout: Layout, form: ReadingForm, address: String) throws {
            self.layout = layout
            self.metric = metric
            self.form = form
            self.address = address
            today = progress.today
            (status, newest) = try progress.status(of: metric)
            newestAt = newest.map { When($0.at, in: progress) }
            change = try MetricRow.change(of: metric, since: newest, in: progress)
            let days = try progress.days(800, of: metric)
            chart = MetricCharts.chart(
                of: metric, days: days, today: progress.today, title: Self.finding(metric, newest, today))
            trend = Self.trend(of: metric, days: days, today: today)
            let latest = try progress.newestReadings(TargetPage.readingsShown, of: metric)
            readings = latest.map { ReadingRow($0.reading, of: metric, activity: $0.activity, in: progress) }
            let reached = try metric.targets.filter { $0.due < progress.today }.map { target in
                (
                    target.month,
                    try progress.reading(of: metric, before: progress.calendar.bounds(of: target.due).upperBound)
                )
            }
            steps = Step.all(
                of: metric, today: progress.today,
                reached: Dictionary(reached, uniquingKeysWith: { first, _ in first }).compactMapValues { $0?.value })
        }

        /// `Cache hit rate: 62.4 %, target 60 % by 31 Mar 2026`.
        static func finding(_ metric: Metric, _ newest: Reading?, _ today: Day) -> String {
            let target: String
            if let next = metric.nextTarget(from: today) {
                target = "target \(metric.text(next.value)) by \(next.due.long)"
            } else if let last = metric.targets.last {
                target = "target \(metric.text(last.value)) since \(last.due.long)"
            } else if let beyond = metric.beyond {
                target = "goal \(metric.text(beyond)), undated"
            } else {
                target = "no target"
            }
            return "\(metric.title): \(newest.map { metric.text($0.value) } ?? "no reading yet"), \(target)"
        }

        /// `At the pace of the last 28 days: 93 % by 31 Dec 2026.`
        private static func trend(of metric: Metric, days: [ReadingDay], today: Day) -> String? {
            guard let target = metric.nextTarget(from: today.adding(days: 1)), let trend = metric.forecast(from: days)
            else { return nil }
            let landing = trend.value(on: Double(target.due.daysSince1970))
            return "At the pace of the last 28 days: \(metric.text(Figure.rounded(landing))) by \(target.due.long)."
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("name") { $0.metric.name }
            .text("finding") { finding($0.metric, $0.newest, $0.today) }
            .object("now") { model in model.newest.map { Quantity($0.value, of: model.metric) } }
            .object("expected") { model in model.status.expected.map { Quantity($0, of: model.metric) } }
            .object("next") { model in
                model.metric.nextTarget(from: model.today).map { DatedQuantity($0, of: model.metric) }
            }
            .text("changeLabel") { _ in "Change in 7 days" }
            .object("change") { model in model.change.map { Delta($0, of: model.metric) } }
            .object("status") { StatusMark($0.status) }
            .object("newest") { $0.newestAt }
            .text("trend") { $0.trend }
            .html("chart") { $0.chart }
            .flag("hasReadings") { !$0.readings.isEmpty }
            .list("readings") { $0.readings }
            .text("readingsMore") {
                $0.readings.count < TargetPage.readingsShown ? nil : "The newest \($0.readings.count)."
            }
            .object("form") { ReadingFormModel(form: $0.form, metric: $0.metric) }
            .list("steps") { $0.steps }
            .html("definition") { $0.metric.definition.html(Rendering.page) }
            .text("direction") { $0.metric.better == .up ? "Higher is better." : "Lower is better." }
            .text("expectation") {
                "A reading is expected every \($0.metric.expectedEveryDays == 1 ? "day" : "\($0.metric.expectedEveryDays) days")."
            }
            .text("curl") { "\($0.layout.curl) --data \($0.example) \($0.address)/api/v1/metrics/\($0.metric.name)" }
            .text("command") { "beast metric \($0.metric.name) \($0.example)" }

        /// A value to show how it is done: the next target's.
        private var example: String {
            JSON.figure(metric.nextTarget(from: today)?.value ?? metric.targets.last?.value ?? metric.beyond ?? 1).text
        }
    }

    struct ReadingRow: TemplateModel {
        private let reading: Reading
        private let metric: Metric
        private let at: When
        private let undo: Notice.Undo?

        init(_ reading: Reading, of metric: Metric, activity: Int64?, in progress: Progress) {
            self.reading = reading
            self.metric = metric
            at = When(reading.at, in: progress)
            undo = activity.map { Notice.Undo(action: Links.undo($0), returnTo: Links.target(metric.name)) }
        }

        static let shape = Shape<ReadingRow>()
            .text("anchor") { "reading-\($0.reading.id)" }
            .object("value") { Quantity($0.reading.value, of: $0.metric) }
            .object("at") { $0.at }
            .text("source") { $0.reading.source.rawValue }
            .text("by") { $0.reading.recordedBy }
            .text("note") { $0.reading.note.isEmpty ? nil : $0.reading.note }
            .object("undo") { $0.undo }
    }

    /// A row of the table of steps: the baseline, a dated target or the goal beyond.
    struct Step: TemplateModel {
        let label: String
        let by: String?
        let value: Quantity
        let status: StatusMark
        let isNext: Bool

        /// - Parameter reached: what the metric was when each past target was due, by month.
        static func all(of metric: Metric, today: Day, reached: [Int: Double]) -> [Step] {
            var steps: [Step] = []
            if let baseline = metric.baseline {
                steps.append(
                    Step(
                        label: "Baseline", by: metric.start.long, value: Quantity(baseline, of: metric),
                        status: StatusMark(.none, "Start"), isNext: false))
            }
            let next = metric.nextTarget(from: today)
            for target in metric.targets {
                let status: StatusMark
                if target.due >= today {
                    status = StatusMark(.none, "Ahead")
                } else if let value = reached[target.month] {
                    status =
                        metric.meets(value, target.value)
                        ? StatusMark(.good, "Met, \(metric.text(value))")
                        : StatusMark(.bad, "Missed, \(metric.text(value))")
                } else {
                    status = StatusMark(.none, "No data")
                }
                steps.append(
                    Step(
                        label: "M\(target.month)", by: target.due.long, value: Quantity(target.value, of: metric),
                        status: status, isNext: target == next))
            }
            if let beyond = metric.beyond {
                steps.append(
                    Step(
                        label: "Beyond", by: nil, value: Quantity(beyond, of: metric),
                        status: StatusMark(.none, "Ahead"), isNext: false))
            }
            return steps
        }

        static let shape = Shape<Step>()
            .text("label") { $0.label }
            .text("by") { $0.by }
            .object("value") { $0.value }
            .object("status") { $0.status }
            .flag("isNext") { $0.isNext }
    }
}
