import CSV
public import Engine

/// The requests that match a filter as CSV (RFC 4180), piece by piece, the newest first, however many they are.
///
/// Each piece is read by itself, so that a slow client holds nothing of the database. A cell that a spreadsheet would run
/// as a formula begins with an apostrophe. Instants are UTC and say so, times are milliseconds, money is dollars.
public struct RequestExport: RequestTable {
    private let store: RequestStore
    private let filter: RequestFilter
    private var remaining: Int
    private var cursor: String?
    private var isAtStart = true
    private var isAtEnd = false

    private static let piece = 500

    /// - Parameter limit: how many requests at most.
    public init(_ store: RequestStore, matching filter: RequestFilter, limit: Int = .max) {
        self.store = store
        self.filter = filter
        remaining = limit
    }

    /// The next lines; `nil` at the end. While a search finds nothing it may be an empty piece.
    public mutating func next() throws -> [UInt8]? {
        if isAtStart {
            isAtStart = false
            return Array(CSV.line(Self.header).utf8)
        }
        guard !isAtEnd, remaining > 0 else { return nil }
        let page = try store.requests(matching: filter, before: cursor, limit: min(Self.piece, remaining))
        remaining -= page.requests.count
        cursor = page.next
        isAtEnd = page.next == nil
        return page.requests.flatMap { Array(CSV.line(Self.cells(of: $0)).utf8) }
    }

    private static let header = [
        "received_at", "id", "tenant", "model_asked", "model_served", "streamed", "outcome", "status", "cache",
        "similarity", "attempts", "input_tokens", "cached_input_tokens", "output_tokens", "cost", "saving", "queued",
        "first_byte", "total", "error_code", "tip",
    ]

    private static func cells(of request: StoredRequest) -> [String] {
        let (opening, record) = (request.opening, request.record)
        return [
            UTCText.of(opening.receivedAt), opening.id, opening.tenant, opening.modelAsked, record.modelServed,
            opening.isStreamed ? "1" : "0", record.outcome.rawValue, String(record.status), record.cache.rawValue,
            record.cache == .semantic ? "\(record.similarity)" : "", String(record.attempts),
            String(record.usage.input), String(record.usage.cachedInput), String(record.usage.output),
            dollars(record.cost), dollars(record.saving), "\(record.queued)", "\(record.firstByte)", "\(record.total)",
            record.errorCode, record.tip,
        ]
    }

    /// Micro-cents as dollars, exactly and without an exponent.
    private static func dollars(_ microCents: Int64) -> String {
        let (whole, rest) = microCents.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
        let digits = String(rest)
        return "\(microCents < 0 ? "-" : "")\(whole)." + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
