import Engine
import HTTP

enum MonitoringAPI {
    private static let eventStream = MediaType("text/event-stream")

    /// `GET /api/v1/monitoring`: how the router is doing this moment.
    static func show(_ request: Request, site: Site) throws -> Reply {
        return .now(.json(try site.monitoringSource().monitor.snapshot().json.bytes, cache: .noStore))
    }

    /// `GET /api/v1/monitoring/stream?range=hour`: the same once a second, with what an open page needs to stay right, for
    /// as long as the client reads.
    static func stream(_ request: Request, site: Site) throws -> Reply {
        _ = try site.monitoringSource()
        guard let stream = site.stream else { throw HTTPError.notFound("There is no stream.") }
        let principal = request.principal
        let listener = try stream.open(MonitoringRange(request.query["range"]))
        return .now(
            .stream(headers: ["Cache-Control": "no-store", "X-Accel-Buffering": "no"], type: eventStream) {
                try await listener.send(to: $0) { site.gate.book.stillLetsIn(principal) }
            })
    }
}
