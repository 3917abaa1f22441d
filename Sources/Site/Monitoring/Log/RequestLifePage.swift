import Engine
import HTTP
import Markup
import Roadmap

enum RequestLifePage {
    /// `GET /monitoring/requests/:id`: one request from its arrival to its end.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let source = try site.monitoringSource()
        let id = request.parameters["id"] ?? ""
        let snapshot = source.monitor.snapshot()
        let moment = source.moment(at: snapshot.at)
        let layout = site.layout(.monitoring, "Request \(id)", request: request, moment: moment)
        if let flight = snapshot.inFlight.first(where: { $0.opening.id == id }) {
            return .now(
                site.live(
                    site.templates.requestLife,
                    Model(layout, Life(flight: flight, age: snapshot.age(of: flight)), flight.opening, moment, nil)))
        }
        let log = try RequestLogPage.log(source)
        guard let stored = try log.request(id: id) else {
            throw HTTPError.notFound(
                "There is no request “\(id.prefix(80))” on record.",
                tip: "Look for it at \(Links.requests); single requests are kept for a time, their sums for ever.")
        }
        let words = try log.words(of: stored.number)
        return .now(
            site.live(
                site.templates.requestLife,
                Model(layout, Life(stored.record), stored.opening, moment, stored, words: words)))
    }

    /// What a request asked or was answered, where that is kept.
    struct Words: TemplateModel {
        let label: String
        let text: String

        static let shape = Shape<Words>()
            .text("label") { $0.label }
            .text("text") { $0.text }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let life: Life
        let opening: RequestOpening
        let at: When
        let stored: StoredRequest?
        let words: [Words]

        init(
            _ layout: Layout, _ life: Life, _ opening: RequestOpening, _ moment: MonitoringMoment,
            _ stored: StoredRequest?, words: RequestContent? = nil
        ) {
            self.layout = layout
            self.life = life
            self.opening = opening
            self.stored = stored
            at = moment.when(opening.receivedAt)
            self.words = [("Prompt", words?.prompt), ("Answer", words?.answer)].compactMap { label, bytes in
                guard let bytes, !bytes.isEmpty else { return nil }
                return Words(label: label, text: String(decoding: bytes, as: UTF8.self))
            }
        }

        private var facts: [CacheStanding.Line] {
            typealias Line = CacheStanding.Line
            var lines = [
                Line(label: "Tenant", text: opening.tenant.isEmpty ? "none" : opening.tenant),
                Line(label: "Model asked for", text: opening.modelAsked.isEmpty ? "none" : opening.modelAsked),
            ]
            guard let record = stored?.record else { return lines }
            let usage = record.usage
            let similarity =
                record.cache == .semantic ? ", similarity \(FigureText.text(Double(record.similarity)))" : ""
            let cached = usage.cachedInput > 0 ? ", \(FigureText.whole(usage.cachedInput)) of them cached" : ""
            lines += [
                Line(label: "Model that answered", text: record.modelServed.isEmpty ? "none" : record.modelServed),
                Line(label: "Status", text: String(record.status)),
                Line(label: "Cache", text: RequestRow.words(for: record.cache) + similarity),
                Line(label: "Calls of upstreams", text: String(record.attempts)),
                Line(
                    label: "Tokens",
                    text: "\(FigureText.whole(usage.input)) in\(cached), \(FigureText.whole(usage.output)) out"),
                Line(label: "Cost", text: RequestRow.dollars(record.cost)),
                Line(label: "Saved against the reference model", text: RequestRow.dollars(record.saving)),
            ]
            return lines
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("id") { $0.opening.id }
            .object("life") { $0.life }
            .object("at") { $0.at }
            .text("kind") { $0.opening.isStreamed ? "streamed" : "answered whole" }
            .text("modelHref") { model in
                model.stored.flatMap { $0.model.isEmpty ? nil : Links.model($0.model) }
            }
            .text("model") { $0.stored?.model }
            .list("facts") { $0.facts }
            .flag("hasWords") { !$0.words.isEmpty }
            .list("words") { $0.words }
    }
}
