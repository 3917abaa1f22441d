import HTTP
import Roadmap

enum ReportsAPI {
    /// `GET /api/v1/reports/:file`: the report of a week, such as `2026-W03.json`.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let name = request.parameters["file"] ?? ""
        guard let file = try ReportFormat.file(named: name) else {
            throw RoadmapError(
                .notFound, "There is no report “\(name)”.", tip: "Ask for a week and a format, such as 2026-W03.json.")
        }
        return try site.report(request, file)
    }
}
