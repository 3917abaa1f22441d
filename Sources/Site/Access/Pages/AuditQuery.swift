import HTTP
import Roadmap

/// What the audit is narrowed to, as the address says it.
struct AuditQuery: Sendable {
    let who: String
    let what: String
    let way: String
    let from: String
    let until: String
    private let before: Int64?

    static let areas = [
        (value: "", label: "Everything"), (value: "task", label: "Tasks"), (value: "reading", label: "Readings"),
        (value: "dogfood", label: "Dog-fooding"), (value: "account", label: "Accounts"),
        (value: "session", label: "Sign-ins"), (value: "token", label: "Tokens"), (value: "alert", label: "Alerts"),
        (value: "plan", label: "The plan"), (value: "server", label: "The server"),
    ]

    init(_ query: Query) {
        who = query["who"] ?? ""
        what = query["what"] ?? ""
        way = query["way"] ?? ""
        from = query["from"] ?? ""
        until = query["until"] ?? ""
        before = query["before"].flatMap { Int64($0) }
    }

    /// - Throws: `RoadmapError` for a day that is none.
    func filter(in progress: Progress) throws -> AuditFilter {
        var filter = AuditFilter()
        filter.author = who.isEmpty ? nil : who
        filter.area = Self.areas.contains { $0.value == what } && !what.isEmpty ? what : nil
        filter.way = Author.Way(rawValue: way)
        filter.from = try day(from).map { progress.calendar.bounds(of: $0).lowerBound }
        filter.until = try day(until).map { progress.calendar.bounds(of: $0).upperBound }
        filter.before = before
        return filter
    }

    private func day(_ text: String) throws(RoadmapError) -> Day? {
        if text.isEmpty { return nil }
        guard let day = Day(text) else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(20))” is not a day.", tip: "Write it as 2026-02-14.", field: "from")
        }
        return day
    }

    func address(before id: Int64) -> String { "\(Links.audit)?\(fields)&before=\(id)" }

    var exportAddress: String { "\(Links.audit).csv?\(fields)" }

    private var fields: String {
        [("who", who), ("what", what), ("way", way), ("from", from), ("until", until)]
            .map { "\($0)=\(PercentCoding.encoded($1))" }.joined(separator: "&")
    }
}
