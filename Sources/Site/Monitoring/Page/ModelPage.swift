import Engine
import HTTP
import Markup
import Roadmap
import Spelling

enum ModelPage {
    /// `GET /monitoring/models/:name?range=day`: what one model was asked and how it answered. A model that is no longer
    /// configured has its page for as long as its sums are kept.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let source = try site.monitoringSource()
        let name = request.parameters["name"] ?? ""
        let snapshot = source.monitor.snapshot()
        let moment = source.moment(at: snapshot.at)
        let range = MonitoringRange(request.query["range"], otherwise: .hour)
        var problem: Failure?
        let recorded = reading(&problem) { try source.log?.models() } ?? []
        let live = snapshot.models.first { $0.name == name }
        guard !name.isEmpty, live != nil || recorded.contains(name) else {
            throw unknown(name, among: snapshot.models.map(\.name) + recorded)
        }
        let points = reading(&problem) { try source.history.points(range, model: name, now: snapshot.at) }
        let counted = live.map { RouterFigures($0.hour) }
        let isLive = range == .minutes || range == .hour && snapshot.uptime >= 3_600
        let whole =
            isLive ? counted : reading(&problem) { try source.history.whole(range, model: name, now: snapshot.at) }
        let requests = reading(&problem) {
            try source.log?.requests(matching: RequestFilter(model: name), before: nil, limit: listed).requests
        }
        let model = Model(
            layout: site.layout(.monitoring, name, request: request, moment: moment), name: name, live: live,
            range: range, moment: moment,
            points: points ?? source.history.counted(range, model: name, now: snapshot.at),
            whole: whole ?? counted, requests: requests ?? [],
            errors: snapshot.errors.filter { $0.model == name }, problem: problem,
            address: site.address(of: request))
        return .now(site.live(site.templates.model, model))
    }

    private static let listed = 15

    /// What the record of requests says; where it cannot be read the page goes without, and says so.
    private static func reading<Value>(_ problem: inout Failure?, _ body: () throws -> Value?) -> Value? {
        do {
            return try body()
        } catch {
            problem = Failure(error)
            return nil
        }
    }

    private static func unknown(_ name: String, among known: [String]) -> HTTPError {
        let names = known.reduce(into: [String]()) { if !$1.isEmpty, !$0.contains($1) { $0.append($1) } }
        let closest = Spelling.closest(to: name, among: names)
        return .notFound(
            "No model “\(name.prefix(80))” is configured or was ever asked.",
            tip: closest.isEmpty
                ? "There are \(names.prefix(5).joined(separator: ", "))."
                : "Did you mean \(closest.joined(separator: " or "))?")
    }

    struct Model: TemplateModel {
        let layout: Layout
        let name: String
        let live: ModelFigures?
        let range: MonitoringRange
        let moment: MonitoringMoment
        let points: [FigurePoint]
        let whole: RouterFigures?
        let requests: [StoredRequest]
        let errors: [ErrorGroup]
        let problem: Failure?
        let address: String

        /// Those of a model that differ from the router's as a whole.
        private static let figures: [MonitoredFigure] = [
            .throughput, .errorRate, .latency, .firstByte, .cacheHitRate, .costRate,
        ]

        private var ranges: [Layout.Place] {
            [MonitoringRange.hour, .day, .month].map {
                Layout.Place(
                    label: $0.words.prefix(1).uppercased() + $0.words.dropFirst(), href: Links.model(name, $0),
                    current: $0 == range)
            }
        }

        private func cell(_ figure: MonitoredFigure) -> FigureCell {
            FigureCell(
                figure: figure, now: whole,
                chart: FigureChart(figure: figure, range: range, points: points, whole: whole, moment: moment))
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("name") { $0.name }
            .object("circuit") { ModelRow.mark(of: $0.live?.standing) }
            .flag("isGone") { $0.live?.standing == nil }
            .object("upstream") { model in model.live.flatMap { UpstreamRow($0, moment: model.moment) } }
            .text("problem") { $0.problem.map { "\($0.message) \($0.tip)" } }
            .list("ranges") { $0.ranges }
            .list("figures") { model in Self.figures.map(model.cell) }
            .flag("hasErrors") { !$0.errors.isEmpty }
            .list("errors") { model in model.errors.map { ErrorRow($0, moment: model.moment) } }
            .flag("hasRequests") { !$0.requests.isEmpty }
            .list("requests") { model in model.requests.map { RequestRow($0, moment: model.moment) } }
            .text("allRequests") { RequestQuery(RequestFilter(model: $0.name)).address }
            .object("example") { ExampleRequest(address: $0.address, model: $0.name) }
    }
}
