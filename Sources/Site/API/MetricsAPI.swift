import HTTP
import JSON
import Roadmap

enum MetricsAPI {
    /// `GET /api/v1/metrics`: every metric and how it stands.
    static func list(_ request: Request, site: Site) throws -> Reply {
        try site.answer(request) { progress in
            let metrics = try progress.plan.metrics.map { metric in
                let (status, newest) = try progress.status(of: metric)
                return metric.json(status: status, newest: newest)
            }
            return ["metrics": .array(metrics)]
        }
    }

    /// `GET /api/v1/metrics/:name?limit=100`: the metric and its newest readings.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let limit = try limit(of: request)
        return try site.answer(request) { progress in
            let metric = try progress.plan.metric(named: request.parameters["name"] ?? "")
            let (status, newest) = try progress.status(of: metric)
            let readings = try progress.newestReadings(limit, of: metric)
            return [
                "metric": metric.json(status: status, newest: newest),
                "readings": .array(readings.map(\.reading.json)),
            ]
        }
    }

    /// `POST /api/v1/metrics/:name`: records a reading; a body of just `83.5` is enough. What is answered is on disk.
    static func record(_ request: Request, site: Site) throws -> Reply {
        let metric = try site.tracker.plan.metric(named: request.parameters["name"] ?? "")
        try request.checkMayRecord(metric)
        let input = try APIRequest(request, fields: ["value", "at", "note", "source", "by"], bare: "value")
        guard let value = try input.number("value") else {
            throw RoadmapError(.invalid, "A value is missing.", tip: "Send a figure such as 83.5.", field: "value")
        }
        var source = Reading.Source.script
        if let name = try input.text("source") {
            guard let known = Reading.Source(rawValue: name) else {
                throw RoadmapError(
                    .invalid, "“\(name.prefix(40))” is not a source.",
                    tip: "The sources are \(Reading.Source.allCases.map(\.rawValue).joined(separator: ", ")).",
                    field: "source")
            }
            source = known
        }
        let reading = try RecordReading(
            value, of: metric, at: try input.instant("at"), source: source, note: try input.text("note") ?? "",
            by: site.author(of: request, claiming: try input.text("by")), now: site.tracker.now)
        return try site.change(request, reading, status: .created) { $0.json }
    }

    private static func limit(of request: Request) throws(RoadmapError) -> Int {
        guard let text = request.query["limit"] else { return 100 }
        guard let limit = Int(text), (1...1000).contains(limit) else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(40))” is not a limit.", tip: "Send a number from 1 to 1000.", field: "limit")
        }
        return limit
    }
}
