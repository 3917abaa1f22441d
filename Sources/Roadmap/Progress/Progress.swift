import Storage

/// Questions about the plan's progress, all answered for the same moment.
public struct Progress {
    public let plan: Plan
    public let calendar: ReportingCalendar
    public let now: Instant
    let db: Connection

    public var today: Day { calendar.day(of: now) }

    // MARK: Tasks

    /// How many tasks of each month and week are done.
    public func doneByWeek() throws -> [WeekPlace: Int] {
        try Dictionary(
            uniqueKeysWithValues: db.query(
                """
                SELECT month, week, COUNT(*) FROM task
                WHERE in_plan = 1 AND completed_at IS NOT NULL GROUP BY month, week
                """
            ) { (WeekPlace(month: $0.int(0), week: $0.int(1)), $0.int(2)) })
    }

    public struct WeekPlace: Hashable, Sendable {
        public let month: Int
        public let week: Int

        public init(month: Int, week: Int) {
            self.month = month
            self.week = week
        }
    }

    /// The states of a month's tasks.
    public func states(ofMonth month: Int) throws -> [TaskID: TaskState] {
        try states(
            db.query("SELECT \(TaskState.columns) FROM task WHERE month = $1 AND in_plan = 1", month) {
                try TaskState($0)
            })
    }

    /// The states of all tasks of the plan.
    public func allStates() throws -> [TaskID: TaskState] {
        try states(db.query("SELECT \(TaskState.columns) FROM task WHERE in_plan = 1") { try TaskState($0) })
    }

    public func state(of id: TaskID) throws -> TaskState? { try TaskState.find(id, in: db) }

    private func states(_ list: [TaskState]) -> [TaskID: TaskState] {
        Dictionary(list.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Tasks due in `days`, with their states, in the order of the documents.
    public func tasks(dueIn days: ClosedRange<Day>) throws -> [(task: PlanTask, state: TaskState)] {
        // A week's tasks are all due on its last day, and the index finds them by month and week.
        try plan.months.flatMap(\.weeks).filter { days.contains($0.days.upperBound) }.flatMap { week in
            guard let first = week.tasks.first else { return [] as [(task: PlanTask, state: TaskState)] }
            let states = try states(
                db.query(
                    "SELECT \(TaskState.columns) FROM task WHERE month = $1 AND week = $2 AND in_plan = 1",
                    first.month, first.week
                ) { try TaskState($0) })
            return week.tasks.compactMap { task in states[task.id].map { (task, $0) } }
        }
    }

    /// Open tasks that were due before `day`: how many, and the ones due last.
    public func overdue(before day: Day, showing count: Int) throws -> (
        count: Int, latest: [(task: PlanTask, state: TaskState)]
    ) {
        let total = try db.first(
            "SELECT COUNT(*) FROM task WHERE in_plan = 1 AND completed_at IS NULL AND due < $1", day.iso
        ) { $0.int(0) }
        let latest = try db.query(
            """
            SELECT \(TaskState.columns) FROM task
            WHERE in_plan = 1 AND completed_at IS NULL AND due < $1 ORDER BY due DESC, title LIMIT $2
            """, day.iso, count
        ) { try TaskState($0) }
        return (total ?? 0, latest.compactMap { state in plan.task(state.id).map { ($0, state) } })
    }

    public func orphans() throws -> [Orphan] { try Orphan.all(in: db) }

    /// How scope and done tasks grew, one point for each day something changed.
    public func burnUp() throws -> BurnUp { try BurnUp(in: db) }

    /// The last times the scope changed, newest first.
    public func scopeRevisions(_ count: Int) throws -> [ScopeRevision] { try ScopeRevision.newest(count, in: db) }

    // MARK: Metrics

    public func newestReading(of metric: Metric) throws -> Reading? { try Reading.newest(of: metric.name, in: db) }

    public func newestReadings(_ count: Int, of metric: Metric) throws -> [(reading: Reading, activity: Int64?)] {
        try Reading.newest(count, of: metric.name, in: db)
    }

    /// The last reading before an instant.
    public func reading(of metric: Metric, before instant: Instant) throws -> Reading? {
        try Reading.newest(of: metric.name, before: instant, in: db)
    }

    /// The newest `count` days that have readings, oldest first.
    public func days(_ count: Int, of metric: Metric) throws -> [ReadingDay] {
        try ReadingDay.newest(count, of: metric.name, in: db)
    }

    /// How a metric stands now.
    public func status(of metric: Metric) throws -> (status: MetricStatus, newest: Reading?) {
        let newest = try newestReading(of: metric)
        return (MetricStatus(of: metric, newest: newest, today: today, calendar: calendar), newest)
    }

    // MARK: Dog-fooding and activity

    public func dogFooding(in days: ClosedRange<Day>) throws -> [DogFoodingKind: DogFoodingCount] {
        try DogFoodingCount.byKind(in: days, in: db)
    }

    public func dogFoodingByWeek(from week: ISOWeek) throws -> [ISOWeek: [DogFoodingKind: DogFoodingCount]] {
        try DogFoodingCount.byWeek(from: week, in: db)
    }

    public func newestDogFooding(_ count: Int) throws -> [DogFoodingEntry] {
        try DogFoodingEntry.newest(count, in: db)
    }

    /// The change of that number.
    public func change(_ id: Int64) throws -> Activity { try Activity.find(id, in: db) }

    public func activity(_ count: Int, area: String? = nil, before: Int64? = nil) throws -> [Activity] {
        try Activity.newest(count, area: area, before: before, in: db)
    }
}
