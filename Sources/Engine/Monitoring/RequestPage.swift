/// Some requests of the log, the newest first.
public struct RequestPage: Sendable, Hashable {
    public let requests: [StoredRequest]
    /// By which to ask for what comes after these; `nil` when there is no more. It stays good while requests come and go.
    public let next: String?
    /// Where the search ended because it had looked at enough for one page, in milliseconds since 1970; `nil` when it
    /// found as many requests as were asked for, or all there are. `next` goes on from there.
    public let searchedBackTo: Int64?

    public init(requests: [StoredRequest], next: String?, searchedBackTo: Int64?) {
        self.requests = requests
        self.next = next
        self.searchedBackTo = searchedBackTo
    }
}

/// A cursor that no page of requests has handed out.
public struct RequestCursorError: Error, Sendable, Hashable {
    public let message = "This is not a place in the request log."
    public let tip = "Begin with the newest requests, and follow the link to the next page from there."

    public init() {}
}
