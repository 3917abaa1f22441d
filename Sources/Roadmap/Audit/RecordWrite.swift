import Storage

/// A line of the audit for something that was written elsewhere than in this database.
public struct RecordWrite: Change {
    private let action: String
    private let subject: String
    private let before: String
    private let after: String
    private let author: Author
    private let at: Instant

    public init(
        _ action: String, subject: String, before: String = "", after: String = "", by author: Author, at: Instant
    ) {
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
        self.author = author
        self.at = at
    }

    public func apply(_ db: Connection) throws {
        try AuditEntry.record(action, subject: subject, before: before, after: after, by: author, at: at, in: db)
    }
}
