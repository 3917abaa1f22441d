import HTTP
import Roadmap

/// Ticking from a page: plain forms that come back to where they were sent from.
enum TaskForms {
    /// `POST /tasks/:id/complete`
    static func complete(_ request: Request, site: Site) throws -> Reply {
        let (task, way, author) = try read(request, site)
        return .later {
            // Whoever is second sees who was first, so the version the page had does not matter here.
            let change = try await site.tracker.perform(
                CompleteTask(task, by: author, at: site.tracker.now, calendar: site.tracker.calendar))
            return .redirect(to: way.saying(change, about: task))
        }
    }

    /// `POST /tasks/:id/reopen`: refused when somebody has touched the task since the page was made.
    static func reopen(_ request: Request, site: Site) throws -> Reply {
        let (task, way, author) = try read(request, site)
        let version = try request.form["version"].flatMap { Int($0) }
        return .later {
            let change = try await site.tracker.perform(
                ReopenTask(
                    task, by: author, at: site.tracker.now, calendar: site.tracker.calendar,
                    expectedVersion: version))
            return .redirect(to: way.saying(change, about: task))
        }
    }

    private static func read(_ request: Request, _ site: Site) throws -> (PlanTask, ReturnPath, Author) {
        let id = TaskID(request.parameters["id"] ?? "")
        guard let task = site.tracker.plan.task(id) else {
            throw RoadmapError(
                .notFound, "There is no task “\(id)”.",
                tip: "It may have been renamed in the documents; the roadmap shows the present ones.")
        }
        let way = ReturnPath(try request.form["return"], otherwise: Links.task(task))
        return (task, way, site.author(of: request))
    }
}

extension ReturnPath {
    fileprivate func saying(_ change: TaskChange, about task: PlanTask) -> String {
        saying(change.activity.map { .change($0) } ?? .unchanged(task.id))
    }
}
