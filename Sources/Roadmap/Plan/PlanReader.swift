import Markup

/// Reads the roadmap documents as a plan.
///
/// A quarter is a heading `Q1: Foundation & Optimization`, a month one below it such as `Month 1: Fix & Monitor`, a week
/// one below that, `Week 1: Request tracking`. Every checklist item under a month and a week is a task, whatever its box
/// says: what is done stands in the database. The document that holds the tasks says in its front matter when month 1
/// begins (`start: 2026-01-01`). Targets and goals are tables, which `TargetTable` and `GoalTable` read.
enum PlanReader {
    /// All that keeps the documents from being a plan.
    struct Failure: Error {
        let problems: [PlanProblem]
    }

    static func read(_ documents: [RoadmapDocument]) throws(Failure) -> Plan {
        var problems: [PlanProblem] = []
        let all = documents.map { PlanOutline($0) }
        let outlines = all.filter { !$0.tasks.isEmpty }
        // A document without tasks is no plan and may say what it likes, unless there is no plan at all.
        problems += (outlines.isEmpty ? all : outlines).flatMap(\.problems)
        problems += repetitions(in: outlines)
        if outlines.isEmpty {
            problems.append(
                PlanProblem(
                    file: documents[0].file, line: 1,
                    "No document holds a checklist item (`- [ ]`) under a month and a week heading."))
        }
        let start = startDay(of: outlines, problems: &problems)
        let metrics = TargetTable.read(documents, start: start, problems: &problems)
        let goals = GoalTable.read(documents, problems: &problems)
        guard problems.isEmpty else {
            throw Failure(problems: problems.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
        }
        return Plan(start: start, quarters: quarters(of: outlines, start: start), metrics: metrics, goals: goals)
    }

    /// Months, weeks and tasks that stand twice.
    private static func repetitions(in outlines: [PlanOutline]) -> [PlanProblem] {
        var places: [String: (file: String, line: Int)] = [:]
        var problems: [PlanProblem] = []
        func meet(_ key: String, _ what: @autoclosure () -> String, _ file: String, _ line: Int) {
            if let first = places[key] {
                problems.append(
                    PlanProblem(file: file, line: line, "\(what()) stands twice, first in \(first.file):\(first.line).")
                )
            } else {
                places[key] = (file, line)
            }
        }
        for outline in outlines {
            for month in outline.months {
                meet("month \(month.number)", "Month \(month.number)", outline.file, month.line)
            }
            for week in outline.weeks {
                let name = "Week \(week.number) of month \(week.month)"
                meet(name, name, outline.file, week.line)
            }
            for task in outline.tasks {
                meet(
                    task.id.text, "The task “\(task.title)” of month \(task.month), week \(task.week)", outline.file,
                    task.line)
            }
        }
        return problems
    }

    private static func startDay(of outlines: [PlanOutline], problems: inout [PlanProblem]) -> Day {
        var found: (day: Day, file: String)?
        for outline in outlines {
            guard let entry = outline.start else { continue }
            guard let day = Day(entry.value) else {
                problems.append(
                    PlanProblem(
                        file: outline.file, line: entry.line,
                        "“\(entry.value)” is not a day; write it as start: 2026-01-01."))
                return Day(daysSince1970: 0)
            }
            if let found, found.day != day {
                problems.append(
                    PlanProblem(
                        file: outline.file, line: entry.line, "\(found.file) says that the plan starts on \(found.day)."
                    ))
            }
            found = found ?? (day, outline.file)
        }
        if found == nil, let first = outlines.first {
            problems.append(
                PlanProblem(
                    file: first.file, line: 1,
                    "The front matter has to say when month 1 begins: a line start: 2026-01-01 between two lines ---."))
        }
        return found?.day ?? Day(daysSince1970: 0)
    }

    private static func quarters(of outlines: [PlanOutline], start: Day) -> [Quarter] {
        let titles = Dictionary(
            outlines.flatMap(\.quarters).map { ($0.number, $0.title) }, uniquingKeysWith: { first, _ in first })
        let months = outlines.flatMap { outline in
            outline.months.map { month(of: $0, in: outline, start: start) }
        }
        let byQuarter = Dictionary(grouping: months) { ($0.number - 1) / 3 + 1 }
        return byQuarter.keys.sorted().map { number in
            Quarter(
                number: number, title: titles[number] ?? "",
                months: (byQuarter[number] ?? []).sorted { $0.number < $1.number })
        }
    }

    private static func month(of heading: PlanOutline.MonthHeading, in outline: PlanOutline, start: Day) -> Month {
        let weeks = outline.weeks.filter { $0.month == heading.number }.map { week in
            let days = Plan.days(month: heading.number, week: week.number, start: start)
            let tasks = outline.tasks.filter { $0.month == heading.number && $0.week == week.number }.map { item in
                PlanTask(
                    id: item.id, month: heading.number, week: week.number, title: item.title, due: days.upperBound,
                    file: outline.file, line: item.line)
            }
            return PlanWeek(number: week.number, title: week.title, days: days, tasks: tasks)
        }
        let first = start.adding(months: heading.number - 1)
        let last = start.adding(months: heading.number).adding(days: -1)
        return Month(
            number: heading.number, title: heading.title, days: first...last, introduction: heading.introduction,
            weeks: weeks.sorted { $0.number < $1.number })
    }
}
