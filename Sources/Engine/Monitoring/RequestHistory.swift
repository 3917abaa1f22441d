/// What has been recorded of requests, for pages and reports.
///
/// Instants are milliseconds since 1970. Figures come from sums that are kept with the requests: what a question costs
/// does not grow with the traffic. By minute they reach back 30 days, by hour two years; a window that begins or ends
/// before that is widened to whole hours or days.
public protocol RequestHistory: Sendable {
    /// The figures of a window, whole minutes of it.
    func figures(from start: Int64, to end: Int64) throws -> RequestFigures

    /// The figures of each step of a window, in their order, those without requests included.
    /// - Parameters:
    ///   - step: in milliseconds, taken as the next whole minutes, hours or days; steps begin at multiples of it (UTC).
    ///   - model: one model's alone, without its busiest minute; `nil` for all.
    func series(from start: Int64, to end: Int64, step: Int64, model: String?) throws -> [RequestPoint]

    /// The sums of a window by model, outcome and cache.
    func sums(from start: Int64, to end: Int64) throws -> [RequestSum]

    /// Some of the requests that match, the newest first.
    /// - Parameter cursor: `next` of the page before.
    /// - Throws: `RequestCursorError` for a cursor that is none.
    func requests(matching filter: RequestFilter, before cursor: String?, limit: Int) throws -> RequestPage

    /// The newest request with this `x-request-id`.
    func request(id: String) throws -> StoredRequest?

    /// The program's up time in a window; `nil` when nothing is known of it.
    func uptime(from start: Int64, to end: Int64) throws -> Uptime?
}

/// The figures of one step of a series.
public struct RequestPoint: Sendable, Hashable {
    /// When the step begins, in milliseconds since 1970.
    public let start: Int64
    public var figures: RequestFigures

    public init(start: Int64, figures: RequestFigures) {
        self.start = start
        self.figures = figures
    }
}
