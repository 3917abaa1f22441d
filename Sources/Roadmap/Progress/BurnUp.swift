import Storage

/// Scope and done tasks over time.
public struct BurnUp: Sendable {
    public struct Point: Sendable, Hashable {
        public let day: Day
        /// The number of tasks from that day on.
        public let count: Int
    }

    /// The number of tasks in the plan, from each day it changed. The first is the day the plan was first seen.
    public let scope: [Point]
    /// The number of done tasks at the end of each day it changed.
    public let done: [Point]

    init(in db: Connection) throws {
        var scope: [Point] = []
        for point in try db.query(
            "SELECT day, tasks FROM plan_revision ORDER BY id", row: { (try Day(stored: $0.text(0)), $0.int(1)) })
        {
            if scope.last?.day == point.0 { scope.removeLast() }
            if scope.last?.count != point.1 { scope.append(Point(day: point.0, count: point.1)) }
        }
        self.scope = scope

        var total = 0
        done = try db.query(
            "SELECT day, SUM(CASE WHEN done = 1 THEN 1 ELSE -1 END) FROM task_event GROUP BY day ORDER BY day"
        ) { row in
            total += row.int(1)
            return Point(day: try Day(stored: row.text(0)), count: total)
        }
    }
}

/// One time the documents changed which tasks there are.
public struct ScopeRevision: Sendable {
    public let day: Day
    /// The number of tasks from then on.
    public let tasks: Int
    /// Titles.
    public let added: [String]
    public let removed: [String]

    /// The newest revisions first; the first sight of the plan is none.
    static func newest(_ count: Int, in db: Connection) throws -> [ScopeRevision] {
        try db.query(
            """
            SELECT id, day, tasks FROM plan_revision
            WHERE id > (SELECT MIN(id) FROM plan_revision) ORDER BY id DESC LIMIT $1
            """, count, row: { ($0.integer(0), try Day(stored: $0.text(1)), $0.int(2)) }
        )
        .map { id, day, tasks in
            let titles = try db.query(
                "SELECT title, added FROM scope_change WHERE revision_id = $1 ORDER BY month, week, title", id
            ) { (title: $0.text(0), isAdded: $0.flag(1)) }
            return ScopeRevision(
                day: day, tasks: tasks, added: titles.filter(\.isAdded).map(\.title),
                removed: titles.filter { !$0.isAdded }.map(\.title))
        }
    }
}
