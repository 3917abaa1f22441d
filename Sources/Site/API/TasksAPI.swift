import HTTP
import JSON
import Roadmap

enum TasksAPI {
    /// `GET /api/v1/tasks?month=1&week=2&done=false`: the tasks of the plan, in its order.
    static func list(_ request: Request, site: Site) throws -> Reply {
        let month = try number("month", in: request)
        let week = try number("week", in: request)
        let done = try flag("done", in: request)
        return try site.answer(request) { progress in
            if let month { try progress.plan.check(month: month) }
            let states = try month.map { try progress.states(ofMonth: $0) } ?? progress.allStates()
            let tasks = progress.plan.tasks.compactMap { task -> JSON? in
                guard month == nil || task.month == month, week == nil || task.week == week else { return nil }
                let state = states[task.id] ?? .untouched(task.id)
                guard done == nil || state.isDone == done else { return nil }
                return task.json(state: state)
            }
            return ["tasks": .array(tasks)]
        }
    }

    /// `GET /api/v1/tasks/:id`, with the task's version as ETag.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let task = try task(of: request, site)
        let state = try site.tracker.read { try $0.state(of: task.id) } ?? .untouched(task.id)
        let body = task.json(state: state)
        var response = Response.json(body.bytes, cache: .noStore)
        response.headers["ETag"] = etag(body)
        return .now(response)
    }

    /// `PUT /api/v1/tasks/:id/completion`: done, by whoever was first.
    static func complete(_ request: Request, site: Site) throws -> Reply {
        let task = try task(of: request, site)
        let input = try APIRequest(request, fields: ["by"])
        let change = CompleteTask(
            task, by: site.author(of: request, claiming: try input.text("by")), at: site.tracker.now,
            calendar: site.tracker.calendar,
            expectedVersion: try input.expectedVersion())
        return try site.change(request, change, etag: etag) { task.json(state: $0.state) }
    }

    /// `DELETE /api/v1/tasks/:id/completion`: open again.
    static func reopen(_ request: Request, site: Site) throws -> Reply {
        let task = try task(of: request, site)
        let input = try APIRequest(request, fields: ["by"])
        let change = ReopenTask(
            task, by: site.author(of: request, claiming: try input.text("by")), at: site.tracker.now,
            calendar: site.tracker.calendar,
            expectedVersion: try input.expectedVersion())
        return try site.change(request, change, etag: etag) { task.json(state: $0.state) }
    }

    @Sendable private static func etag(_ task: JSON) -> String? { task["version"]?.integerValue.map { "\"\($0)\"" } }

    private static func task(of request: Request, _ site: Site) throws -> PlanTask {
        let id = TaskID(request.parameters["id"] ?? "")
        guard let task = site.tracker.plan.task(id) else {
            throw RoadmapError(
                .notFound, "There is no task “\(id)”.",
                tip: "GET /api/v1/tasks lists the ids; a task that was renamed in the documents has a new one.",
                field: "id")
        }
        return task
    }

    private static func number(_ name: String, in request: Request) throws(RoadmapError) -> Int? {
        guard let text = request.query[name] else { return nil }
        guard let number = Int(text), (1...99).contains(number) else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(40))” is not a \(name).", tip: "Send a number from 1 to 99.", field: name)
        }
        return number
    }

    private static func flag(_ name: String, in request: Request) throws(RoadmapError) -> Bool? {
        switch request.query[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        case let text?:
            throw RoadmapError(
                .invalid, "“\(text.prefix(40))” is neither true nor false.", tip: "Send \(name)=true or \(name)=false.",
                field: name)
        }
    }
}
