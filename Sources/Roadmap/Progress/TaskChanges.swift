import Storage

/// Ticks a task. One that is done already stays as it is: the first one to complete it is the one on record.
public struct CompleteTask: Change {
    private let tick: Tick

    /// - Parameter expectedVersion: refuse with `.outdated` when the task is at another version; `nil` to complete it as
    ///   it stands.
    public init(
        _ task: PlanTask, by author: Author, at: Instant, calendar: ReportingCalendar, expectedVersion: Int? = nil
    ) {
        let mark = TaskMark(done: true, author: author, at: at, calendar: calendar)
        tick = Tick(task: task, mark: mark, expectedVersion: expectedVersion)
    }

    public func apply(_ db: Connection) throws -> TaskChange { try tick.apply(db) }
}

/// Unticks a task. One that is open already stays as it is.
public struct ReopenTask: Change {
    private let tick: Tick

    /// - Parameter expectedVersion: refuse with `.outdated` when the task is at another version; `nil` to reopen it as it
    ///   stands.
    public init(
        _ task: PlanTask, by author: Author, at: Instant, calendar: ReportingCalendar, expectedVersion: Int? = nil
    ) {
        let mark = TaskMark(done: false, author: author, at: at, calendar: calendar)
        tick = Tick(task: task, mark: mark, expectedVersion: expectedVersion)
    }

    public func apply(_ db: Connection) throws -> TaskChange { try tick.apply(db) }
}

/// A mark that is set unless the task bears it already.
private struct Tick: Sendable {
    let task: PlanTask
    let mark: TaskMark
    let expectedVersion: Int?

    func apply(_ db: Connection) throws -> TaskChange {
        let state = try TaskState.find(task, expecting: expectedVersion, for: mark, in: db)
        guard state.isDone != mark.done else { return TaskChange(state: state, changed: false, activity: nil) }
        return try mark.write(task.id, title: task.title, version: state.version, in: db)
    }
}

/// What came of ticking or unticking.
public struct TaskChange: Sendable {
    public let state: TaskState
    /// `false` when the task already was as asked.
    public let changed: Bool
    /// The line of the activity, for undoing.
    public let activity: Int64?
}

/// The rows that completing or reopening a task writes.
struct TaskMark {
    let done: Bool
    let author: Author
    let at: Instant
    let calendar: ReportingCalendar

    func write(_ id: TaskID, title: String, version: Int, in db: Connection) throws -> TaskChange {
        let completion = done ? TaskState.Completion(at: at, by: author.name) : nil
        try db.execute(
            "UPDATE task SET version = $2, completed_at = $3, completed_by = $4 WHERE task_id = $1",
            id.text, version + 1, completion?.at.rfc3339, completion?.by)
        try writeEvent(id, scope: false, in: db)
        let event = db.lastInsertedID
        let activity = try Activity.record(
            done ? .taskCompleted : .taskReopened, subject: id.text, title: title,
            before: done ? "open" : "done", after: done ? "done" : "open", row: event, by: author, at: at, in: db)
        return TaskChange(
            state: TaskState(id: id, version: version + 1, completion: completion), changed: true, activity: activity)
    }

    /// - Parameter scope: the count of done tasks changes because the plan did, not because somebody ticked.
    func writeEvent(_ id: TaskID, scope: Bool, in db: Connection) throws {
        try db.execute(
            "INSERT INTO task_event (task_id, at, day, done, by, scope) VALUES ($1, $2, $3, $4, $5, $6)",
            id.text, at.rfc3339, calendar.day(of: at).iso, done, author.name, scope)
    }
}

extension TaskState {
    /// The state of a task of the plan, checked against the version the caller has seen.
    fileprivate static func find(
        _ task: PlanTask, expecting version: Int?, for mark: TaskMark, in db: Connection
    ) throws -> TaskState {
        let state = try present(task.id, in: db)
        if let version, version != state.version {
            let now =
                state.completion.map { "\($0.by) completed it \(mark.calendar.relative($0.at, now: mark.at))" }
                ?? "it is open again"
            throw RoadmapError(
                .outdated, "“\(task.title)” has changed since you looked: \(now).",
                tip: "Look at it again and repeat the change if it is still wanted.")
        }
        return state
    }
}

extension Instant {
    /// An instant as the tables keep it.
    /// - Throws: `StorageError` for text that no version of this program has written.
    package init(stored text: String) throws {
        guard let instant = Instant(rfc3339: text) else {
            throw StorageError(
                .corrupt, "The database holds “\(text)” where an instant should be.",
                tip: "Restore a backup, or mend the row with sqlite3.")
        }
        self = instant
    }
}
