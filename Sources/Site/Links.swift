import HTTP
import Roadmap

/// The addresses that pages link to, spelled in one place beside the routes that answer them.
enum Links {
    static let overview = "/"
    static let roadmap = "/roadmap"
    static let orphans = "/roadmap/orphans"
    static let targets = "/targets"
    static let dogFooding = "/dogfood"
    static let reports = "/reports"
    static let documents = "/docs"
    static let activity = "/activity"
    static let monitoring = "/monitoring"
    static let requests = "/monitoring/requests"
    static let account = "/account"
    static let access = "/access"
    static let tokens = "/access/tokens"
    static let audit = "/activity/audit"
    static func endSession(_ id: Int64) -> String { "/account/sessions/\(id)/end" }
    static func role(of account: String) -> String { "/access/\(PercentCoding.encoded(account))/role" }
    static func removal(of account: String) -> String { "/access/\(PercentCoding.encoded(account))/remove" }
    static func revocation(of prefix: String) -> String { "/access/tokens/\(PercentCoding.encoded(prefix))/revoke" }

    static func signIn(comingBackTo page: String) -> String { "/sign-in?return=\(PercentCoding.encoded(page))" }

    static func month(_ number: Int) -> String { "/roadmap/month/\(number)" }
    static func week(_ number: Int, ofMonth month: Int) -> String { "/roadmap/month/\(month)#week-\(number)" }
    static func task(_ task: PlanTask) -> String { "/roadmap/month/\(task.month)#\(task.id)" }
    static func complete(_ id: TaskID) -> String { "/tasks/\(id)/complete" }
    static func reopen(_ id: TaskID) -> String { "/tasks/\(id)/reopen" }
    static func mapOrphan(_ id: TaskID) -> String { "/roadmap/orphans/\(id)" }
    static func target(_ metric: String) -> String { "/targets/\(metric)" }
    static func readings(of metric: String) -> String { "/targets/\(metric)/readings" }
    static let alerts = "/monitoring/alerts"
    static func alert(_ id: String) -> String { "\(alerts)#alert-\(id)" }
    static func acknowledge(_ alert: String) -> String { "\(alerts)/\(alert)/acknowledge" }
    static func silence(_ alert: String) -> String { "\(alerts)/\(alert)/silence" }
    static func undo(_ change: Int64) -> String { "/activity/\(change)/undo" }
    static func report(_ week: ISOWeek) -> String { "/reports/\(week)" }
    static func report(_ week: ISOWeek, as format: String) -> String { "/reports/\(week).\(format)" }
    static func document(_ name: String) -> String { "/docs/\(PercentCoding.encoded(name))" }

    static func monitoring(_ range: MonitoringRange) -> String {
        range == .minutes ? monitoring : "\(monitoring)?range=\(range.rawValue)"
    }
    static func monitoringStream(_ range: MonitoringRange) -> String {
        "/api/v1/monitoring/stream?range=\(range.rawValue)"
    }
    static func model(_ name: String, _ range: MonitoringRange = .hour) -> String {
        "/monitoring/models/\(PercentCoding.encoded(name))" + (range == .hour ? "" : "?range=\(range.rawValue)")
    }
    static func request(_ id: String) -> String { "\(requests)/\(PercentCoding.encoded(id))" }

    /// A link from one document to another, `TARGETS.md#months`, as a link between pages. `nil` for links elsewhere.
    static func documentPage(for destination: String) -> String? {
        let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var file = parts[0]
        if file.hasPrefix("./") { file = file.dropFirst(2) }
        guard file.hasSuffix(".md"), !file.contains("/"), !file.contains(":") else { return nil }
        return document(String(file.dropLast(3))) + (parts.count > 1 ? "#" + parts[1] : "")
    }
}
