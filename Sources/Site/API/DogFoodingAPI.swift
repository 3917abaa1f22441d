import HTTP
import JSON
import Roadmap

enum DogFoodingAPI {
    /// `GET /api/v1/dogfood`: the counts of every kind over all time.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.answer(request) { progress in
            let counts = try progress.dogFooding(in: Day(daysSince1970: 0)...progress.today)
            let kinds = DogFoodingKind.allCases.map { kind in
                (counts[kind] ?? DogFoodingCount()).json(
                    of: kind, goal: progress.plan.goals.first { $0.kind == kind }?.percent)
            }
            return ["kinds": .array(kinds)]
        }
    }

    /// `POST /api/v1/dogfood/:kind`: one more, made with BEAST MODE unless `byHand` says otherwise.
    static func record(_ request: Request, site: Site) throws -> Reply {
        let kind = try DogFoodingKind(named: request.parameters["kind"] ?? "")
        let input = try APIRequest(request, fields: ["byHand", "note", "by"])
        let entry = RecordDogFooding(
            kind, withBeast: !(try input.flag("byHand") ?? false), note: try input.text("note") ?? "",
            by: site.author(of: request, claiming: try input.text("by")), at: site.tracker.now,
            calendar: site.tracker.calendar)
        let goal = site.tracker.plan.goals.first { $0.kind == kind }?.percent
        return try site.change(request, entry, status: .created) { $0.json(of: kind, goal: goal) }
    }
}
