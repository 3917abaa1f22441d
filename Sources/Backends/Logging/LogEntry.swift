import Engine
import HTTP

/// What a line of the log is made of.
///
/// Texts that clients choose are cut here, so that what waits to be written takes no more than a known space. Prompts,
/// answers, keys and query strings never come as far as this.
struct LogEntry: Sendable {
    enum Event: Sendable {
        case message(LogLevel, String)
        case request(RequestOpening, RequestRecord)
        case exchange(LoggedExchange)
        /// So many entries were lost, because they came faster than they could be written.
        case lost(UInt64)
    }

    /// Milliseconds since 1970.
    let time: Int64
    let event: Event

    /// The most bytes of a text that a client chose.
    private static let longestText = 200

    static func request(_ opening: RequestOpening, _ record: RequestRecord) -> LogEntry {
        var opening = opening
        if opening.modelAsked.utf8.count > longestText {
            opening = RequestOpening(
                id: opening.id, receivedAt: opening.receivedAt, tenant: opening.tenant,
                modelAsked: cut(opening.modelAsked), isStreamed: opening.isStreamed, operation: opening.operation)
        }
        return LogEntry(time: opening.receivedAt + Int64(record.total.rounded()), event: .request(opening, record))
    }

    private static func cut(_ text: String) -> String { String(decoding: text.utf8.prefix(longestText), as: UTF8.self) }

    var level: LogLevel {
        switch event {
        case .message(let level, _): level
        case .request(_, let record):
            record.outcome != .failed ? .info : record.status >= 500 ? .error : .warning
        case .exchange(let exchange): exchange.status ?? 0 >= 500 ? .error : .info
        case .lost: .warning
        }
    }
}

/// What the log keeps of a request to the web server. The path itself is not in it, for it may hold what is nobody's
/// business; the route's pattern is.
struct LoggedExchange: Sendable {
    let id: String
    let method: String
    let route: String?
    let status: Int?
    /// Milliseconds.
    let duration: Double

    init(_ exchange: Exchange, route: String?) {
        id = exchange.request.id
        method = Method.known.contains(exchange.request.method) ? exchange.request.method.rawValue : "_OTHER"
        self.route = route
        status = exchange.status?.rawValue
        duration = Double(exchange.nanoseconds) / 1_000_000
    }
}
