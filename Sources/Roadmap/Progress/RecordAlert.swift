import Storage

/// Writes down that an alert began or ended. The same once more changes nothing.
public struct RecordAlert: Change {
    private let alert: String
    private let kind: Activity.Kind
    private let title: String
    private let detail: String
    private let at: Instant

    /// - Parameters:
    ///   - alert: its id.
    ///   - hasEnded: whether this is its end.
    ///   - title: the rule's name, and what it is about.
    ///   - detail: what is the case, in a sentence.
    public init(_ alert: String, hasEnded: Bool, title: String, detail: String, at: Instant) {
        self.alert = alert
        kind = hasEnded ? .alertResolved : .alertStarted
        self.title = title.line(upTo: 120)
        self.detail = detail.line(upTo: 300)
        self.at = at
    }

    public func apply(_ db: Connection) throws {
        let isThere = try db.first(
            "SELECT 1 FROM activity WHERE kind = $1 AND subject = $2 LIMIT 1", kind.rawValue, alert
        ) { _ in true }
        guard isThere == nil else { return }
        try Activity.record(
            kind, subject: alert, title: title, detail: detail, after: detail, by: Author("", by: .engine), at: at,
            in: db)
    }
}
