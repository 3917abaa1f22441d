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
        done = try db.query("SELECT day, SUM(CASE WHEN done = 1 THEN 1 ELSE -1 END) FROM task_event GROUP BY day ORDER BY day") { row in
            total += row.int(1)
            return Point(day: try Day(stored: row.text(0)), count: total)
        }
    }
}
