import HTTP
import JSON
import Roadmap

enum SearchAPI {
    /// `GET /api/v1/search?q=words`
    static func find(_ request: Request, site: Site) throws -> Reply {
        guard let query = request.query["q"] else {
            throw RoadmapError(
                .invalid, "What to search for is missing.", tip: "Send ?q= and one or more words.", field: "q")
        }
        return try site.answer(request) { progress in
            let results = try site.search.find(String(query.prefix(200)), in: site.tracker.library.current)
            return [
                "documents": .array(
                    results.documents.map { hit in
                        [
                            "name": .string(hit.name), "title": .string(hit.title), "heading": .string(hit.heading),
                            "href": .string(Links.document(hit.name) + (hit.anchor.isEmpty ? "" : "#" + hit.anchor)),
                            "snippet": .string(hit.snippet.plain),
                        ]
                    }),
                "tasks": .array(
                    try results.tasks.map { hit in
                        hit.task.json(state: try progress.state(of: hit.task.id) ?? .untouched(hit.task.id))
                    }),
                "metrics": .array(
                    try results.metrics.map { hit in
                        let (status, newest) = try progress.status(of: hit.metric)
                        return hit.metric.json(status: status, newest: newest)
                    }),
            ]
        }
    }
}
