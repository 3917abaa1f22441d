import Engine
import HTTP
import Roadmap

/// What a person asks the log of requests for, as the address says it: the fields of its form.
struct RequestQuery: Sendable {
    var filter: RequestFilter
    /// As typed: `2026-02-14T15:04`, in the reporting time zone.
    var from = ""
    var to = ""
    /// Where the page begins; `nil` for the newest.
    var cursor: String?
    /// By the field's name, what is wrong with it.
    private(set) var errors: [String: String] = [:]

    init(_ filter: RequestFilter = RequestFilter()) {
        self.filter = filter
    }

    /// A filter that is empty, or names what there is not, filters nothing or says so.
    init(_ query: Query, calendar: ReportingCalendar) {
        func text(_ name: String) -> String? {
            let value = query[name]?.trimmed ?? ""
            return value.isEmpty ? nil : value
        }
        filter = RequestFilter(
            model: text("model"), outcome: text("outcome").flatMap(RequestRecord.Outcome.init(rawValue:)),
            cache: text("cache").flatMap(CacheOutcome.init(rawValue:)), tenant: text("tenant"),
            errorCode: text("error"))
        cursor = text("before")
        from = text("from") ?? ""
        to = text("to") ?? ""
        filter.from = instant("from", from, calendar)
        filter.to = instant("to", to, calendar)
        if filter.outcome == nil, let outcome = text("outcome") {
            errors["outcome"] = "There is no outcome “\(outcome.prefix(40))”."
        }
        if filter.cache == nil, let cache = text("cache") {
            errors["cache"] = "“\(cache.prefix(40))” is nowhere an answer comes from."
        }
    }

    private mutating func instant(_ field: String, _ text: String, _ calendar: ReportingCalendar) -> Int64? {
        if text.isEmpty { return nil }
        do {
            return try Instant(typed: text, calendar: calendar).milliseconds
        } catch {
            errors[field] = "\(error.message) \(error.tip)"
            return nil
        }
    }

    /// The page of these requests.
    var address: String { address(Links.requests) }

    /// The same requests as a file.
    var export: String {
        var query = self
        query.cursor = nil
        return query.address(Links.requests + ".csv")
    }

    private func address(_ path: String) -> String {
        let fields: [(String, String?)] = [
            ("model", filter.model), ("outcome", filter.outcome?.rawValue), ("cache", filter.cache?.rawValue),
            ("tenant", filter.tenant), ("error", filter.errorCode), ("from", from), ("to", to), ("before", cursor),
        ]
        let query = fields.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "\(name)=\(PercentCoding.encoded($0))" }
        }
        return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
