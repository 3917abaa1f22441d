import Engine
import HTTP
import Markup
import Roadmap

enum RequestLogPage {
    /// `GET /monitoring/requests?model=…&outcome=failed&before=…`: the requests that match, the newest first.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let source = try site.monitoringSource()
        let moment = source.moment(at: site.tracker.now.milliseconds)
        let query = RequestQuery(request.query, calendar: moment.calendar)
        let log = try log(source)
        let model = Model(
            layout: site.layout(.monitoring, "Requests", request: request, moment: moment), query: query,
            page: try page(of: query, in: log), moment: moment, models: try log.models(),
            tenants: try log.tenants(limit: 200), address: site.address(of: request))
        var response = site.live(site.templates.requestLog, model)
        if !query.errors.isEmpty { response.status = .unprocessableContent }
        return .now(response)
    }

    private static func page(of query: RequestQuery, in log: any RequestLog) throws -> RequestPage {
        guard query.errors.isEmpty else { return RequestPage(requests: [], next: nil, searchedBackTo: nil) }
        do {
            return try log.requests(matching: query.filter, before: query.cursor, limit: pageSize)
        } catch let error as RequestCursorError {
            throw HTTPError.badRequest(error.message, tip: error.tip)
        }
    }

    /// `GET /monitoring/requests.csv`: all requests that match, as CSV.
    static func export(_ request: Request, site: Site) throws -> Reply {
        let source = try site.monitoringSource()
        let query = RequestQuery(request.query, calendar: site.tracker.calendar)
        if let error = query.errors.values.first {
            throw HTTPError.badRequest(error, tip: "Begin at \(Links.requests).")
        }
        let log = try log(source)
        return .now(
            .stream(headers: ["Content-Disposition": "attachment; filename=\"requests.csv\""], type: .csv) { writer in
                var table = log.table(matching: query.filter)
                while let piece = try table.next() { try await writer.write(piece) }
            })
    }

    static func log(_ source: MonitoringSource) throws(HTTPError) -> any RequestLog {
        guard let log = source.log else {
            throw .notFound("This site keeps no record of requests.", tip: "Run `beast serve`, which does.")
        }
        return log
    }

    private static let pageSize = 50

    struct Model: TemplateModel {
        let layout: Layout
        let query: RequestQuery
        let page: RequestPage
        let moment: MonitoringMoment
        let models: [String]
        let tenants: [String]
        let address: String

        private var isFiltered: Bool { query.filter != RequestFilter() || !query.errors.isEmpty }

        private var headline: String {
            if page.requests.isEmpty { return isFiltered ? "No request matches" : "No requests yet" }
            return (query.cursor == nil ? "Newest requests" : "Earlier requests") + (isFiltered ? " that match" : "")
        }

        private var older: String? {
            guard let next = page.next else { return nil }
            var older = query
            older.cursor = next
            return older.address
        }

        private var newest: String? {
            guard query.cursor != nil else { return nil }
            var newest = query
            newest.cursor = nil
            return newest.address
        }

        private var searched: String? {
            page.searchedBackTo.map {
                "Looked back to \(moment.calendar.format(Instant(milliseconds: $0))); “Older” looks further."
            }
        }

        private var fields: RequestFields { RequestFields(query: query, models: models, tenants: tenants) }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("headline") { $0.headline }
            .object("form") { $0.fields }
            .flag("hasRequests") { !$0.page.requests.isEmpty }
            .list("requests") { model in model.page.requests.map { RequestRow($0, moment: model.moment) } }
            .text("searched") { $0.searched }
            .flag("isFiltered") { $0.isFiltered }
            .text("older") { $0.older }
            .text("newest") { $0.newest }
            .text("export") { $0.query.export }
            .object("example") { ExampleRequest(address: $0.address) }
    }
}
