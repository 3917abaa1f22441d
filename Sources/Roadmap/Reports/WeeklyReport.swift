import Storage

/// What one ISO week did to the plan.
///
/// Made from the documents and the history up to the week's end alone: the same inputs give the same report, whenever it
/// is asked for. For the week that is still running it says how things stand today.
public struct WeeklyReport: Sendable {
    public struct DoneTask: Sendable, Hashable {
        public let id: TaskID
        public let month: Int
        public let week: Int
        public let title: String
        public let at: Instant
        public let by: String
    }

    public struct MetricLine: Sendable {
        public let metric: Metric
        /// The last reading before the week.
        public let start: Double?
        /// The last reading before the week's end.
        public let end: Double?
        /// What the metric was expected to be at the week's end.
        public let expected: Double?
        /// The next dated target after the week's end.
        public let target: Metric.Target?
        public let status: MetricStatus

        /// `end − start`, where both are known.
        public var change: Double? {
            guard let start, let end else { return nil }
            return end - start
        }
    }

    public struct DogFoodingLine: Sendable, Hashable {
        public let kind: DogFoodingKind
        public let week: DogFoodingCount
        /// From the first entry to the week's end.
        public let toDate: DogFoodingCount
        /// In per cent; `nil` when the documents set none.
        public let goal: Double?
    }

    public struct ScopeChange: Sendable, Hashable {
        public let day: Day
        public let month: Int
        public let week: Int
        public let title: String
        public let added: Bool
    }

    public let week: ISOWeek
    public let calendar: ReportingCalendar
    /// The week is over, so that nothing but the history itself can change the report.
    public let isOver: Bool
    /// In the order they were done.
    public let done: [DoneTask]
    /// Tasks due in the week that were not done at its end.
    public let missed: [PlanTask]
    /// How many tasks due before the week were still open at its end.
    public let overdue: Int
    public let metrics: [MetricLine]
    public let dogFooding: [DogFoodingLine]
    public let scopeChanges: [ScopeChange]

    /// The one sentence that says it all.
    public var summary: String {
        let behind = metrics.filter { $0.status.kind == .behind }.count
        let stale = metrics.filter { $0.status.kind == .stale }.count
        return [
            done.isEmpty ? "No task done" : "\(done.count) \(done.count == 1 ? "task" : "tasks") done",
            missed.isEmpty ? "none due left open" : "\(missed.count) due and left open",
            behind == 0 ? "no metric behind" : "\(behind) \(behind == 1 ? "metric" : "metrics") behind",
            stale == 0 ? nil : "\(stale) stale",
        ]
        .compactMap { $0 }.joined(separator: ", ") + "."
    }
}

extension Progress {
    /// The report of a week.
    /// - Throws: `RoadmapError` for a week that has not begun.
    public func report(of week: ISOWeek) throws -> WeeklyReport {
        guard week.first <= today else {
            throw RoadmapError(
                .invalid, "Week \(week) has not begun.",
                tip: "The newest report is that of \(ISOWeek(containing: today)).", field: "week")
        }
        let bounds = calendar.bounds(of: week)
        return WeeklyReport(
            week: week, calendar: calendar, isOver: week.last < today, done: try tasksDone(in: bounds),
            missed: try tasksMissed(in: week, end: bounds.upperBound),
            overdue: try overdueCount(before: week.first, at: bounds.upperBound),
            metrics: try plan.metrics.map { try line(of: $0, week: week, bounds: bounds) },
            dogFooding: try dogFoodingLines(of: week), scopeChanges: try scopeChanges(in: week))
    }

    /// Ticks of the week that still stood at its end.
    private func tasksDone(in bounds: Range<Instant>) throws -> [WeeklyReport.DoneTask] {
        var last: [String: (done: WeeklyReport.DoneTask, stands: Bool)] = [:]
        try db.forEach(
            """
            SELECT e.task_id, t.month, t.week, t.title, e.at, e.by, e.done
            FROM task_event e JOIN task t ON t.task_id = e.task_id
            WHERE e.at >= $1 AND e.at < $2 AND e.scope = 0 ORDER BY e.id
            """, bounds.lowerBound.rfc3339, bounds.upperBound.rfc3339
        ) { row in
            let task = WeeklyReport.DoneTask(
                id: TaskID(row.text(0)), month: row.int(1), week: row.int(2), title: row.text(3),
                at: try Instant(stored: row.text(4)), by: row.text(5))
            last[row.text(0)] = (task, row.flag(6))
        }
        return last.values.filter(\.stands).map(\.done).sorted { ($0.at, $0.id.text) < ($1.at, $1.id.text) }
    }

    private func tasksMissed(in week: ISOWeek, end: Instant) throws -> [PlanTask] {
        try tasks(dueIn: week.first...week.last).map(\.task).filter { task in
            let done = try db.first(
                "SELECT done FROM task_event WHERE task_id = $1 AND at < $2 ORDER BY id DESC LIMIT 1",
                task.id.text, end.rfc3339
            ) { $0.flag(0) }
            return done != true
        }
    }

    /// Counts the tasks that are open now and then sets right those that were touched after `end`, so that the cost goes
    /// with what happened since and not with the size of the plan.
    private func overdueCount(before day: Day, at end: Instant) throws -> Int {
        let open = try db.first(
            "SELECT COUNT(*) FROM task WHERE in_plan = 1 AND completed_at IS NULL AND due < $1", day.iso
        ) { $0.int(0) }
        let touched = try db.query(
            """
            SELECT CASE WHEN t.completed_at IS NULL THEN 0 ELSE 1 END, COALESCE((
                SELECT e.done FROM task_event e WHERE e.task_id = t.task_id AND e.at < $2 ORDER BY e.id DESC LIMIT 1
            ), 0)
            FROM task t WHERE t.in_plan = 1 AND t.due < $1
                AND t.task_id IN (SELECT task_id FROM task_event WHERE at >= $2)
            """, day.iso, end.rfc3339
        ) { (isDone: $0.flag(0), wasDone: $0.flag(1)) }
        return touched.reduce(open ?? 0) { count, task in
            count + (task.isDone ? 1 : 0) - (task.wasDone ? 1 : 0)
        }
    }

    private func line(of metric: Metric, week: ISOWeek, bounds: Range<Instant>) throws -> WeeklyReport.MetricLine {
        let start = try reading(of: metric, before: bounds.lowerBound)
        let end = try reading(of: metric, before: bounds.upperBound)
        let day = min(today, week.last)
        return WeeklyReport.MetricLine(
            metric: metric, start: start?.value, end: end?.value, expected: metric.expected(on: day),
            target: metric.nextTarget(from: day),
            status: MetricStatus(of: metric, newest: end, today: day, calendar: calendar, byWhen: day.long))
    }

    private func dogFoodingLines(of week: ISOWeek) throws -> [WeeklyReport.DogFoodingLine] {
        let inWeek = try dogFooding(in: week.first...week.last)
        let toDate = try dogFooding(in: min(week.first, Day(daysSince1970: 0))...week.last)
        return DogFoodingKind.allCases.map { kind in
            WeeklyReport.DogFoodingLine(
                kind: kind, week: inWeek[kind] ?? DogFoodingCount(), toDate: toDate[kind] ?? DogFoodingCount(),
                goal: plan.goals.first { $0.kind == kind }?.percent)
        }
    }

    private func scopeChanges(in week: ISOWeek) throws -> [WeeklyReport.ScopeChange] {
        try db.query(
            """
            SELECT r.day, c.month, c.week, c.title, c.added
            FROM scope_change c JOIN plan_revision r ON r.id = c.revision_id
            WHERE r.day BETWEEN $1 AND $2 AND r.id > (SELECT MIN(id) FROM plan_revision)
            ORDER BY r.id, c.added DESC, c.month, c.week, c.title
            """, week.first.iso, week.last.iso
        ) {
            WeeklyReport.ScopeChange(
                day: try Day(stored: $0.text(0)), month: $0.int(1), week: $0.int(2), title: $0.text(3),
                added: $0.flag(4))
        }
    }
}
