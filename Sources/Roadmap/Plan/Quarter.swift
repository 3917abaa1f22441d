import Markup

/// Three months under one theme: `Q1: Foundation & Optimization`.
public struct Quarter: Sendable {
    public let number: Int
    public let title: String
    public let months: [Month]
}

/// One month of the plan, counted from its start: `Month 1: Fix & Monitor`.
public struct Month: Sendable {
    public let number: Int
    public let title: String
    public let days: ClosedRange<Day>
    /// What stands between the month's heading and its first week.
    public let introduction: [Block]
    public let weeks: [PlanWeek]

    public var tasks: [PlanTask] { weeks.flatMap(\.tasks) }

    /// How many tasks it has, without copying them.
    public var taskCount: Int { weeks.reduce(0) { $0 + $1.tasks.count } }
}

/// One of a month's four weeks. Its tasks are due on its last day.
public struct PlanWeek: Sendable {
    public let number: Int
    public let title: String
    public let days: ClosedRange<Day>
    public let tasks: [PlanTask]
}

/// One checklist item of the plan.
public struct PlanTask: Sendable, Hashable, Identifiable {
    public let id: TaskID
    public let month: Int
    public let week: Int
    /// The item's text without markup.
    public let title: String
    /// The last day of its week.
    public let due: Day
    /// Where it stands in the documents, for messages and links.
    public let file: String
    public let line: Int
}
