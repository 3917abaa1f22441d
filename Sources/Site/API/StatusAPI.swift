import HTTP
import JSON
import Roadmap

enum StatusAPI {
    /// `GET /api/v1/status`
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.answer(request) { try $0.standing(problems: site.tracker.library.current.problems).json }
    }
}
