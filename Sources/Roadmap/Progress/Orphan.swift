import Storage

/// A task that has a history but is no longer in the documents: renamed, moved or struck out.
public struct Orphan: Sendable {
    public let state: TaskState
    public let month: Int
    public let week: Int
    /// Its title when it was last seen.
    public let title: String
    /// When the documents were first seen without it.
    public let leftAt: Instant?

    /// Orphans that were ever ticked; a task that nobody touched leaves nothing behind.
    static func all(in db: Connection) throws -> [Orphan] {
        try db.query(
            """
            SELECT \(TaskState.columns), month, week, title, (
                SELECT MAX(r.seen_at) FROM scope_change c JOIN plan_revision r ON r.id = c.revision_id
                WHERE c.task_id = task.task_id AND c.added = 0
            ) FROM task WHERE in_plan = 0 AND version > 0 ORDER BY month, week, title
            """
        ) { row in
            Orphan(
                state: try TaskState(row), month: row.int(4), week: row.int(5), title: row.text(6),
                leftAt: try row.optionalText(7).map { try Instant(stored: $0) })
        }
    }
}

/// Gives an orphan's history to the task that it has become.
public struct MapOrphan: Change {
    private let orphan: TaskID
    private let task: PlanTask
    private let author: Author
    private let at: Instant
    private let calendar: ReportingCalendar

    public init(_ orphan: TaskID, to task: PlanTask, by author: Author, at: Instant, calendar: ReportingCalendar) {
        self.orphan = orphan
        self.task = task
        self.author = author
        self.at = at
        self.calendar = calendar
    }

    /// - Throws: `RoadmapError` when there is no such orphan, or when the task has a history of its own, which would be
    ///   mixed up with the orphan's.
    public func apply(_ db: Connection) throws -> TaskState {
        let old = try db.first(
            "SELECT \(TaskState.columns), title FROM task WHERE task_id = $1 AND in_plan = 0 AND version > 0",
            orphan.text
        ) { (state: try TaskState($0), title: $0.text(4)) }
        guard let old else {
            throw RoadmapError(
                .notFound, "There is no orphan “\(orphan)”.", tip: "Somebody may have mapped it already.", field: "task"
            )
        }
        guard let present = try TaskState.find(task.id, in: db) else { throw RoadmapError.unknownTaskID(task.id) }
        guard present.version == 0 else {
            throw RoadmapError(
                .conflict, "“\(task.title)” has a history of its own.",
                tip: "Choose the task that “\(old.title)” was renamed to.", field: "task")
        }
        try db.execute(
            "UPDATE task SET version = $2, completed_at = $3, completed_by = $4 WHERE task_id = $1",
            task.id.text, old.state.version + 1, old.state.completion?.at.rfc3339, old.state.completion?.by)
        try db.execute("UPDATE task_event SET task_id = $2 WHERE task_id = $1", orphan.text, task.id.text)
        if old.state.isDone {
            try TaskMark(done: true, author: author, at: at, calendar: calendar)
                .writeEvent(task.id, scope: true, in: db)
        }
        try db.execute(
            "UPDATE task SET version = 0, completed_at = NULL, completed_by = NULL WHERE task_id = $1", orphan.text)
        try db.execute("UPDATE activity SET subject = $2 WHERE subject = $1", orphan.text, task.id.text)
        try Activity.record(
            .taskMapped, subject: task.id.text, title: task.title, detail: "formerly “\(old.title)”",
            before: old.title, after: task.title, by: author, at: at, in: db)
        return TaskState(id: task.id, version: old.state.version + 1, completion: old.state.completion)
    }
}
