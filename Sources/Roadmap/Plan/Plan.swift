import Spelling

/// What the roadmap documents say: quarters of months of weeks of tasks, the metrics with their targets, and the
/// dog-fooding goals. A value: a changed document makes a new plan.
public struct Plan: Sendable {
    /// The first day of month 1.
    public let start: Day
    public let quarters: [Quarter]
    public let metrics: [Metric]
    public let goals: [DogFoodingGoal]
    /// Every task, in the order of the documents.
    public let tasks: [PlanTask]

    /// Tells sets of tasks apart: of the ids and due days, in the order of the documents.
    let fingerprint: String

    private let taskByID: [TaskID: Int]
    private let metricByName: [String: Int]

    public init(start: Day, quarters: [Quarter], metrics: [Metric], goals: [DogFoodingGoal]) {
        self.start = start
        self.quarters = quarters
        self.metrics = metrics
        self.goals = goals
        tasks = quarters.flatMap(\.months).flatMap(\.weeks).flatMap(\.tasks)
        fingerprint = Plan.fingerprint(of: tasks)
        taskByID = Dictionary(tasks.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        metricByName = Dictionary(metrics.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A plan with nothing in it: what there is before any document could be read.
    public static let empty = Plan(start: Day(daysSince1970: 0), quarters: [], metrics: [], goals: [])

    public var months: [Month] { quarters.flatMap(\.months) }

    public func task(_ id: TaskID) -> PlanTask? { taskByID[id].map { tasks[$0] } }

    public func month(_ number: Int) -> Month? { months.first { $0.number == number } }

    /// - Throws: `RoadmapError` for a month that the plan does not have.
    public func check(month number: Int) throws(RoadmapError) {
        if month(number) == nil { throw .unknownMonth(number, known: months.map(\.number)) }
    }

    /// The metric of that name; the error names the closest ones.
    public func metric(named name: String) throws(RoadmapError) -> Metric {
        if let index = metricByName[name] { return metrics[index] }
        throw .unknownMetric(name, closest: Spelling.closest(to: name, among: metrics.map(\.name), limit: 3))
    }

    /// The task of that month, week and title, the way a person types it; the error names the closest titles.
    public func task(month: Int, week: Int, title: String) throws(RoadmapError) -> PlanTask {
        guard let monthOfPlan = self.month(month) else {
            throw .unknownMonth(month, known: months.map(\.number))
        }
        guard let weekOfPlan = monthOfPlan.weeks.first(where: { $0.number == week }) else {
            throw .unknownWeek(week, month: month, known: monthOfPlan.weeks.map(\.number))
        }
        if let task = task(TaskID(month: month, week: week, title: title)) { return task }
        let here = weekOfPlan.tasks.map(\.title)
        let elsewhere = tasks.filter {
            TaskID(month: 0, week: 0, title: $0.title) == TaskID(month: 0, week: 0, title: title)
        }
        throw .unknownTask(
            title, month: month, week: week, closest: Spelling.closest(to: title, among: here, limit: 3),
            elsewhere: elsewhere)
    }

    /// The days that week `week` of month `month` covers: 1-7, 8-14, 15-21 and 22 to the end of the month, counted from
    /// `start`.
    public static func days(month: Int, week: Int, start: Day) -> ClosedRange<Day> {
        let first = start.adding(months: month - 1)
        let next = start.adding(months: month)
        let from = first.adding(days: (week - 1) * 7)
        return from...(week >= 4 ? next.adding(days: -1) : from.adding(days: 6))
    }

    /// The last day of month `month`, the day its targets are due.
    public func end(ofMonth month: Int) -> Day { start.adding(months: month).adding(days: -1) }

    /// The month and week that `day` falls into, if the plan covers it.
    public func position(of day: Day) -> (month: Int, week: Int)? {
        for month in months where day >= start.adding(months: month.number - 1) && day <= end(ofMonth: month.number) {
            let week = month.weeks.first { $0.days.contains(day) }
            return (month.number, week?.number ?? 1)
        }
        return nil
    }

    /// FNV-1a, 64 bits.
    private static func fingerprint(of tasks: [PlanTask]) -> String {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for task in tasks {
            for byte in "\(task.id.text) \(task.due.iso)\n".utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        }
        return String(hash, radix: 16)
    }
}
