import Storage

/// A change that is made once for an idempotency key, however often its request arrives.
///
/// The answer is kept in the same transaction as the change, so that a client that lost the answer gets it again. A key is
/// forgotten after 24 hours.
public struct Once<Wrapped: Change>: Change {
    private let change: Wrapped
    private let key: String
    private let request: String
    private let now: Instant
    private let answer: @Sendable (Wrapped.Outcome) -> String

    /// - Parameters:
    ///   - key: what the client sent, at most 255 characters.
    ///   - request: a fingerprint of everything that makes the request what it is.
    ///   - answer: the answer's text, to be given again.
    public init(
        _ change: Wrapped, key: String, request: String, now: Instant,
        answer: @escaping @Sendable (Wrapped.Outcome) -> String
    ) {
        self.change = change
        self.key = key
        self.request = request
        self.now = now
        self.answer = answer
    }

    /// - Throws: `RoadmapError` with `.keyReused` when the key came with another request before.
    public func apply(_ db: Connection) throws -> String {
        try db.execute(
            "DELETE FROM idempotency_key WHERE created_at < $1", now.adding(seconds: -24 * 3600).rfc3339)
        let earlier = try db.first(
            "SELECT request, response FROM idempotency_key WHERE key = $1", key
        ) { (request: $0.text(0), response: $0.text(1)) }
        if let earlier {
            guard earlier.request == request else {
                throw RoadmapError(
                    .keyReused, "This Idempotency-Key was used for another request.",
                    tip: "Make a new key for each request, and repeat one only with the very same request.")
            }
            return earlier.response
        }
        let response = answer(try change.apply(db))
        try db.execute(
            "INSERT INTO idempotency_key (key, request, response, created_at) VALUES ($1, $2, $3, $4)",
            key, request, response, now.rfc3339)
        return response
    }
}
