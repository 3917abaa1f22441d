import Storage

/// Takes a line of the activity back. The undoing is a line of its own, which can be undone in turn.
public struct UndoChange: Change {
    private let id: Int64
    private let author: Author
    private let at: Instant
    private let calendar: ReportingCalendar

    public init(_ id: Int64, by author: Author, at: Instant, calendar: ReportingCalendar) {
        self.id = id
        self.author = author
        self.at = at
        self.calendar = calendar
    }

    /// - Returns: the number of the line that says it was taken back.
    /// - Throws: `RoadmapError` with `.conflict` when it was taken back already or its subject has changed since.
    public func apply(_ db: Connection) throws -> Int64 {
        let line = try Activity.find(id, in: db)
        guard !line.isUndone else {
            throw RoadmapError(.conflict, "This change was undone already.", tip: "The activity page shows by whom.")
        }
        let undoing: Int64
        switch line.kind {
        case .taskCompleted: undoing = try mark(line, done: false, in: db)
        case .taskReopened: undoing = try mark(line, done: true, in: db)
        case .readingRecorded, .readingRestored: undoing = try setReading(line, retracted: true, in: db)
        case .readingRetracted: undoing = try setReading(line, retracted: false, in: db)
        case .dogFoodingRecorded, .dogFoodingRestored: undoing = try setDogFooding(line, retracted: true, in: db)
        case .dogFoodingRetracted: undoing = try setDogFooding(line, retracted: false, in: db)
        case .taskMapped, .planChanged:
            throw RoadmapError(
                .invalid, "A change of the plan cannot be undone here.",
                tip: "Edit the roadmap documents, or map the task again.")
        case .alertStarted, .alertResolved:
            throw RoadmapError(
                .invalid, "What happened cannot be undone.", tip: "Acknowledge or silence the alert on its page.")
        }
        try db.execute("UPDATE activity SET undone_by = $2 WHERE id = $1", id, undoing)
        return undoing
    }

    private func mark(_ line: Activity, done: Bool, in db: Connection) throws -> Int64 {
        let id = TaskID(line.subject)
        let state = try TaskState.present(id, in: db)
        let latest = try db.first(
            "SELECT id FROM task_event WHERE task_id = $1 AND scope = 0 ORDER BY id DESC LIMIT 1", id.text
        ) { $0.integer(0) }
        guard latest == line.row, state.isDone != done else {
            let now = state.completion.map { "completed by \($0.by)" } ?? "open again"
            throw RoadmapError(
                .conflict, "“\(line.title)” has changed since: it is \(now).",
                tip: "Undo the later change, or use the tick on its month's page.")
        }
        let change = try TaskMark(done: done, author: author, at: at, calendar: calendar)
            .write(id, title: line.title, version: state.version, in: db)
        return change.activity ?? line.id
    }

    private func setReading(_ line: Activity, retracted: Bool, in db: Connection) throws -> Int64 {
        let reading = try db.first(
            "SELECT metric, at, retracted_at FROM reading WHERE id = $1", line.row
        ) { (metric: $0.text(0), at: $0.text(1), isRetracted: $0.optionalText(2) != nil) }
        guard let reading, reading.isRetracted != retracted else {
            throw RoadmapError(
                .conflict, "That reading has changed since.", tip: "Undo the later change of it instead.")
        }
        try db.execute(
            "UPDATE reading SET retracted_at = $2 WHERE id = $1", line.row, retracted ? at.rfc3339 : nil)
        try ReadingDay.rebuild(reading.metric, day: String(reading.at.prefix(10)), in: db)
        return try recordAgain(line, retracted ? .readingRetracted : .readingRestored, in: db)
    }

    private func setDogFooding(_ line: Activity, retracted: Bool, in db: Connection) throws -> Int64 {
        let entry = try db.first(
            "SELECT kind, day, with_beast, retracted_at FROM dogfood_entry WHERE id = $1", line.row
        ) { (kind: $0.text(0), day: $0.text(1), withBeast: $0.flag(2), isRetracted: $0.optionalText(3) != nil) }
        guard let entry, entry.isRetracted != retracted else {
            throw RoadmapError(.conflict, "That entry has changed since.", tip: "Undo the later change of it instead.")
        }
        try db.execute(
            "UPDATE dogfood_entry SET retracted_at = $2 WHERE id = $1", line.row, retracted ? at.rfc3339 : nil)
        try DogFoodingCount.add(
            DogFoodingKind(named: entry.kind), day: entry.day, withBeast: entry.withBeast, times: retracted ? -1 : 1,
            in: db)
        return try recordAgain(line, retracted ? .dogFoodingRetracted : .dogFoodingRestored, in: db)
    }

    private func recordAgain(_ line: Activity, _ kind: Activity.Kind, in db: Connection) throws -> Int64 {
        let isThere = kind == .readingRestored || kind == .dogFoodingRestored
        return try Activity.record(
            kind, subject: line.subject, title: line.title, detail: line.detail, before: isThere ? "" : line.detail,
            after: isThere ? line.detail : "", row: line.row, by: author, at: at, in: db)
    }
}
