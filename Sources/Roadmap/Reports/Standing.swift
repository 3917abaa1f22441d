import JSON

/// How the plan stands now: what `beast status`, the overview and the API say.
public struct Standing: Sendable {
    public struct MetricLine: Sendable {
        public let metric: Metric
        public let status: MetricStatus
        public let newest: Reading?
    }

    public struct TaskLine: Sendable {
        public let task: PlanTask
        public let state: TaskState
    }

    public struct KindLine: Sendable {
        public let kind: DogFoodingKind
        public let count: DogFoodingCount
        /// In per cent.
        public let goal: Double?
    }

    public struct MonthLine: Sendable {
        public let month: Month
        public let done: Int
    }

    public let today: Day
    /// The month and week of the plan that today falls into.
    public let place: (month: Int, week: Int)?
    /// The days of that week.
    public let week: ClosedRange<Day>?
    public let months: [MonthLine]
    /// Tasks due in this week of the plan, done ones included.
    public let due: [TaskLine]
    /// How many open tasks were due before today.
    public let overdueCount: Int
    /// The ones of them that were due last.
    public let overdue: [TaskLine]
    /// How many tasks were due before today, done or not.
    public let expected: Int
    /// In the order of the documents.
    public let metrics: [MetricLine]
    public let dogFooding: [KindLine]
    public let problems: [PlanProblem]

    public var total: Int { months.reduce(0) { $0 + $1.month.taskCount } }
    public var done: Int { months.reduce(0) { $0 + $1.done } }

    /// Behind and stale metrics, the behind ones first.
    public var offTrack: [MetricLine] {
        metrics.filter { $0.status.kind == .behind } + metrics.filter { $0.status.kind == .stale }
    }
}

extension Progress {
    /// How the plan stands now.
    /// - Parameters:
    ///   - problems: what is wrong with the documents, for the reader to know that this is the last good plan.
    ///   - overdueShown: how many of the overdue tasks to name.
    public func standing(problems: [PlanProblem], overdueShown: Int = 5) throws -> Standing {
        let place = plan.position(of: today)
        let week = place.map { Plan.days(month: $0.month, week: $0.week, start: plan.start) }
        let done = try doneByWeek()
        let overdue = try overdue(before: today, showing: overdueShown)
        let entries = try dogFooding(in: Day(daysSince1970: 0)...today)
        return Standing(
            today: today, place: place, week: week,
            months: plan.months.map { month in
                Standing.MonthLine(
                    month: month,
                    done: month.weeks.reduce(0) { $0 + (done[.init(month: month.number, week: $1.number)] ?? 0) })
            },
            due: try week.map { try tasks(dueIn: $0).map { Standing.TaskLine(task: $0.task, state: $0.state) } } ?? [],
            overdueCount: overdue.count,
            overdue: overdue.latest.map { Standing.TaskLine(task: $0.task, state: $0.state) },
            expected: plan.tasks.count { $0.due < today },
            metrics: try plan.metrics.map { metric in
                let (status, newest) = try status(of: metric)
                return Standing.MetricLine(metric: metric, status: status, newest: newest)
            },
            dogFooding: DogFoodingKind.allCases.map { kind in
                Standing.KindLine(
                    kind: kind, count: entries[kind] ?? DogFoodingCount(),
                    goal: plan.goals.first { $0.kind == kind }?.percent)
            },
            problems: problems)
    }
}
