import Storage

/// One line of what happened: who, what, when, and whether it was taken back.
public struct Activity: Sendable, Hashable, Identifiable {
    public enum Kind: String, Sendable, CaseIterable {
        case taskCompleted = "task.completed"
        case taskReopened = "task.reopened"
        case taskMapped = "task.mapped"
        case readingRecorded = "reading.recorded"
        case readingRetracted = "reading.retracted"
        case readingRestored = "reading.restored"
        case dogFoodingRecorded = "dogfood.recorded"
        case dogFoodingRetracted = "dogfood.retracted"
        case dogFoodingRestored = "dogfood.restored"
        case planChanged = "plan.changed"
        case alertStarted = "alert.started"
        case alertResolved = "alert.resolved"

        /// Whether `UndoChange` can take it back.
        public var canBeUndone: Bool {
            switch self {
            case .planChanged, .taskMapped, .alertStarted, .alertResolved: false
            default: true
            }
        }
    }

    public let id: Int64
    public let at: Instant
    public let author: String
    public let way: String
    public let kind: Kind
    /// A task's id, a metric's name, a dog-fooding kind or an alert's id.
    public let subject: String
    /// The subject's name at that time.
    public let title: String
    /// What else belongs to the sentence, such as the value of a reading.
    public let detail: String
    /// The tick, reading or dog-fooding entry.
    let row: Int64?
    public let isUndone: Bool

    public var canBeUndone: Bool { kind.canBeUndone && !isUndone }

    private static let columns =
        "id, at, author, via, kind, subject, title, detail, row_id, CASE WHEN undone_by IS NULL THEN 0 ELSE 1 END"

    private init(_ row: Row) throws {
        id = row.integer(0)
        at = try Instant(stored: row.text(1))
        author = row.text(2)
        way = row.text(3)
        guard let kind = Kind(rawValue: row.text(4)) else {
            throw StorageError(
                .corrupt, "The activity holds the unknown kind “\(row.text(4))”.",
                tip: "It was written by another version of beast; use that one.")
        }
        self.kind = kind
        subject = row.text(5)
        title = row.text(6)
        detail = row.text(7)
        self.row = row.optionalInteger(8)
        isUndone = row.flag(9)
    }

    /// Writes a line, and one of the audit beside it.
    /// - Parameters:
    ///   - before: what was there before, for the audit; empty for nothing.
    ///   - after: what is there now, for the audit; empty for nothing.
    /// - Returns: its id.
    @discardableResult
    static func record(
        _ kind: Kind, subject: String, title: String, detail: String = "", before: String = "", after: String = "",
        row: Int64? = nil, by author: Author, at: Instant, in db: Connection
    ) throws -> Int64 {
        try db.execute(
            """
            INSERT INTO activity (at, author, via, kind, subject, title, detail, row_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            at.rfc3339, author.name, author.way.rawValue, kind.rawValue, subject, title, detail, row)
        let id = db.lastInsertedID
        try AuditEntry.record(
            kind.rawValue, subject: subject, before: before, after: after, by: author, at: at, in: db)
        return id
    }

    static func find(_ id: Int64, in db: Connection) throws -> Activity {
        let found = try db.first("SELECT \(columns) FROM activity WHERE id = $1", id) { try Activity($0) }
        guard let found else {
            throw RoadmapError(.notFound, "There is no change number \(id).", tip: "The activity page lists them.")
        }
        return found
    }

    /// The newest lines first.
    /// - Parameters:
    ///   - area: only kinds that begin with it, such as `task`; `nil` for all.
    ///   - before: only lines with a smaller id, for the next page.
    static func newest(_ count: Int, area: String? = nil, before: Int64? = nil, in db: Connection) throws -> [Activity]
    {
        guard let area else {
            return try db.query(
                "SELECT \(columns) FROM activity WHERE id < $1 ORDER BY id DESC LIMIT $2", before ?? .max, count
            ) { try Activity($0) }
        }
        // One index look-up for each kind keeps the cost apart from how much of the rest there is.
        return try Kind.allCases.filter { $0.rawValue.hasPrefix(area + ".") }
            .flatMap { kind in
                try db.query(
                    "SELECT \(columns) FROM activity WHERE kind = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
                    kind.rawValue, before ?? .max, count
                ) { try Activity($0) }
            }
            .sorted { $0.id > $1.id }
            .prefix(count)
            .map { $0 }
    }
}
