import Engine
import HTTP
import Roadmap

/// What can be done about alerts: plain forms that come back to where they were sent from, each undone by its like.
enum AlertForms {
    /// `POST /monitoring/alerts/:id/acknowledge`: says who has taken it up; `undo=1` takes that back.
    static func acknowledge(_ request: Request, site: Site) throws -> Reply {
        let form = try request.form
        let author = site.author(of: request)
        let isTaken = form["undo"] == nil
        return try change(request, form, site, isTaken ? "alert.acknowledged" : "alert.released") { desk, id in
            desk.acknowledge(id, by: isTaken ? author.name : nil)
        }
    }

    /// `POST /monitoring/alerts/:id/silence`: announces nothing of its rule for `hours`; 0 ends that.
    static func silence(_ request: Request, site: Site) throws -> Reply {
        let form = try request.form
        let author = site.author(of: request)
        guard let hours = Int(form["hours"] ?? ""), AlertSilenceLength.allowed.contains(hours) else {
            throw RoadmapError(
                .invalid, "It can be silenced for 1 hour, 8 hours or a day.", tip: "Choose one of these.",
                field: "hours")
        }
        return try change(request, form, site, "alert.silenced", after: counted(hours, "hour")) { desk, id in
            desk.silence(id, for: hours * 3_600, by: author.name)
        }
    }

    private static func change(
        _ request: Request, _ form: Query, _ site: Site, _ action: String, after: String = "",
        _ body: @escaping @Sendable (AlertDesk, String) -> Bool
    ) throws -> Reply {
        let desk = try AlertsPage.desk(of: site)
        let id = request.parameters["id"] ?? ""
        let way = ReturnPath(form["return"], otherwise: Links.alert(id))
        guard body(desk, id) else {
            throw RoadmapError(
                .notFound, "There is no such alert any more.", tip: "The alerts page lists what fires and what is over."
            )
        }
        let line = RecordWrite(action, subject: id, after: after, by: site.author(of: request), at: site.tracker.now)
        return .later {
            await desk.keep()
            try await site.tracker.perform(line)
            return .redirect(to: way.address)
        }
    }
}

/// For how long an alert can be silenced.
enum AlertSilenceLength {
    /// Hours; 0 ends a silence.
    static let allowed = [0, 1, 8, 24]
}
