import Storage

/// Brings the `task` table in line with the documents and writes down how the scope changed.
///
/// Nothing is lost by it: a task that is gone from the documents stays as an orphan with its history, and one that comes
/// back takes up where it was.
struct PlanSync: Change {
    let plan: Plan
    let at: Instant
    let calendar: ReportingCalendar

    /// Tells whether the database already holds this set of tasks.
    static func isNeeded(for plan: Plan, in db: Connection) throws -> Bool {
        try db.first("SELECT fingerprint FROM plan_revision ORDER BY id DESC LIMIT 1") { $0.text(0) }
            != plan.fingerprint
    }

    func apply(_ db: Connection) throws {
        guard try Self.isNeeded(for: plan, in: db) else { return }
        let known = try Dictionary(
            uniqueKeysWithValues: db.query("SELECT task_id, month, week, title FROM task WHERE in_plan = 1") {
                ($0.text(0), (month: $0.int(1), week: $0.int(2), title: $0.text(3)))
            })
        let isFirst = try db.first("SELECT id FROM plan_revision LIMIT 1") { $0.integer(0) } == nil
        try db.execute(
            "INSERT INTO plan_revision (seen_at, day, fingerprint, tasks) VALUES ($1, $2, $3, $4)",
            at.rfc3339, calendar.day(of: at).iso, plan.fingerprint, plan.tasks.count)
        let revision = db.lastInsertedID

        var added = 0
        for task in plan.tasks {
            try db.execute(
                """
                INSERT INTO task (task_id, month, week, title, due, in_plan) VALUES ($1, $2, $3, $4, $5, 1)
                ON CONFLICT (task_id) DO UPDATE SET
                    month = excluded.month, week = excluded.week, title = excluded.title, due = excluded.due, in_plan = 1
                """,
                task.id.text, task.month, task.week, task.title, task.due.iso)
            guard known[task.id.text] == nil else { continue }
            added += 1
            try recountDone(task.id, done: true, in: db)
            try recordScope(revision, task.id.text, (task.month, task.week, task.title), added: true, in: db)
        }
        let gone = known.keys.filter { plan.task(TaskID($0)) == nil }.sorted()
        for id in gone {
            try db.execute("UPDATE task SET in_plan = 0 WHERE task_id = $1", id)
            guard let task = known[id] else { continue }
            try recountDone(TaskID(id), done: false, in: db)
            try recordScope(revision, id, (task.month, task.week, task.title), added: false, in: db)
        }
        let detail = isFirst ? "\(plan.tasks.count) tasks" : "\(added) added, \(gone.count) removed"
        try Activity.record(
            .planChanged, subject: "plan", title: "The plan", detail: detail, after: detail, by: author,
            at: at, in: db)
    }

    private var author: Author { Author("the documents", by: .documents) }

    /// A done task that leaves the plan leaves the count of done tasks too, and brings itself back with it.
    private func recountDone(_ id: TaskID, done: Bool, in db: Connection) throws {
        guard let state = try TaskState.find(id, in: db), state.isDone else { return }
        try TaskMark(done: done, author: author, at: at, calendar: calendar).writeEvent(id, scope: true, in: db)
    }

    private func recordScope(
        _ revision: Int64, _ id: String, _ task: (month: Int, week: Int, title: String), added: Bool, in db: Connection
    ) throws {
        try db.execute(
            "INSERT INTO scope_change (revision_id, task_id, month, week, title, added) VALUES ($1, $2, $3, $4, $5, $6)",
            revision, id, task.month, task.week, task.title, added)
    }
}
