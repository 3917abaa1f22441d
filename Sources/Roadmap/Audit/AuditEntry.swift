import Storage

/// One line of the audit: who wrote what, when, from where, and what was there before and after.
///
/// The audit is append-only: the database itself refuses to change or delete a line of it.
public struct AuditEntry: Sendable, Hashable, Identifiable {
    public let id: Int64
    public let at: Instant
    public let author: Author
    /// What was done, such as `task.completed` or `token.revoked`: a `Activity.Kind`, or an action of another room.
    public let action: String
    /// What it was done to: a task's id, a metric's name, an account, a token.
    public let subject: String
    /// What was there before, in words; empty for nothing.
    public let before: String
    /// What is there now, in words; empty for nothing.
    public let after: String

    static let columns = "id, at, author, via, credential, address, action, subject, before, after"

    init(_ row: Row) throws {
        id = row.integer(0)
        at = try Instant(stored: row.text(1))
        guard let way = Author.Way(rawValue: row.text(3)) else {
            throw StorageError(
                .corrupt, "The audit holds the unknown way “\(row.text(3))”.",
                tip: "It was written by another version of beast; use that one.")
        }
        author = Author(row.text(2), by: way, credential: row.text(4), address: row.text(5))
        action = row.text(6)
        subject = row.text(7)
        before = row.text(8)
        after = row.text(9)
    }

    /// Writes a line, in the transaction of what it tells of.
    public static func record(
        _ action: String, subject: String, before: String = "", after: String = "", by author: Author, at: Instant,
        in db: Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO audit (at, author, via, credential, address, action, subject, before, after)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            at.rfc3339, author.name, author.way.rawValue, author.credential, author.address, action,
            subject.line(upTo: 300), before.line(upTo: 500), after.line(upTo: 500))
    }
}
