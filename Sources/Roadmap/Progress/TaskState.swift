import Storage

/// What happened to one task of the plan.
public struct TaskState: Sendable, Hashable {
    public struct Completion: Sendable, Hashable {
        public let at: Instant
        public let by: String
    }

    public let id: TaskID
    /// Grows with every completion and reopening: the task's entity tag.
    public let version: Int
    public let completion: Completion?

    public var isDone: Bool { completion != nil }

    /// The columns that `init(_:)` reads, in order.
    static let columns = "task_id, version, completed_at, completed_by"

    init(_ row: Row) throws {
        id = TaskID(row.text(0))
        version = row.int(1)
        completion = try row.optionalText(2).map { Completion(at: try Instant(stored: $0), by: row.text(3)) }
    }

    init(id: TaskID, version: Int, completion: Completion?) {
        self.id = id
        self.version = version
        self.completion = completion
    }

    /// The state of a task that nobody has ticked yet.
    public static func untouched(_ id: TaskID) -> TaskState { TaskState(id: id, version: 0, completion: nil) }

    /// The state of a task that the plan holds now.
    /// - Throws: `RoadmapError` for one that the documents have lost: a tick would count a task that is not there.
    static func present(_ id: TaskID, in db: Connection) throws -> TaskState {
        let state = try db.first("SELECT \(columns) FROM task WHERE task_id = $1 AND in_plan = 1", id.text) {
            try TaskState($0)
        }
        guard let state else { throw RoadmapError.unknownTaskID(id) }
        return state
    }

    /// The task's state, or `nil` when the database has never seen the task.
    static func find(_ id: TaskID, in db: Connection) throws -> TaskState? {
        try db.first("SELECT \(columns) FROM task WHERE task_id = $1", id.text) { try TaskState($0) }
    }
}
