import Engine
import HTTP

enum MonitoringAPI {
    /// `GET /api/v1/monitoring`: how the router is doing this moment.
    static func show(_ request: Request, site: Site) throws -> Reply {
        guard let monitor = site.monitor else {
            throw HTTPError.notFound(
                "This site has no router to watch.", tip: "Run `beast serve`, which has one.")
        }
        return .now(.json(monitor.snapshot().json.bytes, cache: .noStore))
    }
}
