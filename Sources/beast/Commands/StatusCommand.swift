import JSON
import Roadmap

enum StatusCommand: Command {
    static let name = "status"
    static let summary = "Says how the plan stands: what is due, what is behind and why."
    static let options = [
        Option.value("month", "NUMBER", "list the tasks of one month"),
        Option.flag("json", "print everything as JSON"),
    ]

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else {
            throw UsageError("`beast status` takes options alone.", tip: "For one month: beast status --month 1")
        }
        let terminal = environment.terminal
        try environment.withTracker(arguments) { tracker in
            if let text = arguments["month"] {
                guard let number = Int(text), let month = tracker.plan.month(number) else {
                    throw CommandFailure(
                        message: "The plan has no month \(text).",
                        tip: "It has months 1 to \(tracker.plan.months.count).")
                }
                let states = try tracker.read { try $0.states(ofMonth: number) }
                if arguments.has("json") {
                    let tasks = month.tasks.map { $0.json(state: states[$0.id] ?? .untouched($0.id)) }
                    try terminal.write(JSON.array(tasks).pretty + "\n")
                } else {
                    try terminal.write(StatusText(terminal, tracker).month(month, states: states))
                }
                return
            }
            let standing = try tracker.read { try $0.standing(problems: tracker.library.current.problems) }
            try terminal.write(
                arguments.has("json")
                    ? standing.json.pretty + "\n" : StatusText(terminal, tracker).overview(standing))
        }
    }
}

/// The status as a person reads it in a terminal.
private struct StatusText {
    private let terminal: Terminal
    private let tracker: Tracker

    init(_ terminal: Terminal, _ tracker: Tracker) {
        self.terminal = terminal
        self.tracker = tracker
    }

    func overview(_ standing: Standing) -> String {
        [header(standing), plan(standing), tasks(standing), metrics(standing), dogFooding(standing)]
            .joined(separator: "\n")
    }

    func month(_ month: Month, states: [TaskID: TaskState]) -> String {
        var text = terminal.styled("Month \(month.number): \(month.title)", .strong) + "\n"
        for week in month.weeks {
            let title = week.title.isEmpty ? "" : ", \(week.title)"
            text += "\nWeek \(week.number)\(title)" + soft(", due \(week.days.upperBound.long)") + "\n"
            for task in week.tasks { text += line(task, states[task.id] ?? .untouched(task.id)) }
        }
        return text
    }

    private func header(_ standing: Standing) -> String {
        let place = standing.place.map { "month \($0.month), week \($0.week)" } ?? "outside the plan"
        return terminal.styled("BEAST MODE", .strong) + soft("  \(standing.today.long), \(place)") + "\n"
    }

    private func plan(_ standing: Standing) -> String {
        var text = section(
            "Plan", "\(standing.done) of \(standing.total) tasks done, \(standing.expected) expected by today")
        let width = standing.months.map(\.month.title.count).max() ?? 0
        for line in standing.months {
            let total = line.month.taskCount
            let isCurrent = line.month.number == standing.place?.month
            let isLate = line.month.days.upperBound < standing.today && line.done < total
            let style: Terminal.Style = line.done == total ? .good : isLate ? .attention : isCurrent ? .accent : .soft
            text += isCurrent ? "> " : "  "
            text += leftPadded("\(line.month.number)", 2) + "  " + padded(line.month.title, width) + "  "
            text += terminal.styled(bar(line.done, of: total), style) + leftPadded("\(line.done)/\(total)", 7) + "\n"
        }
        return text
    }

    private func tasks(_ standing: Standing) -> String {
        var text = ""
        if standing.week != nil {
            let open = standing.due.count { !$0.state.isDone }
            text += section("Due this week", "\(open) of \(standing.due.count) open")
            for line in standing.due { text += self.line(line.task, line.state) }
        }
        if standing.overdueCount > 0 {
            text += text.isEmpty ? "" : "\n"
            text += section("Overdue", "\(standing.overdueCount)")
            for line in standing.overdue {
                text += self.line(line.task, line.state, place: "month \(line.task.month), week \(line.task.week)")
            }
            let rest = standing.overdueCount - standing.overdue.count
            if rest > 0 { text += soft("      and \(rest) more; beast status --month N lists a month") + "\n" }
        }
        return text
    }

    private func metrics(_ standing: Standing) -> String {
        let counts = Dictionary(grouping: standing.metrics, by: \.status.kind).mapValues(\.count)
        let summary = MetricStatus.Kind.allCases.compactMap { kind in counts[kind].map { "\($0) \(kind.rawValue)" } }
        var text = section("Metrics", summary.joined(separator: ", "))
        let width = standing.metrics.map(\.metric.title.count).max() ?? 0
        let shown = standing.metrics.filter { $0.status.kind != .noData }
            .sorted { $0.status.kind.urgency < $1.status.kind.urgency }
        for line in shown {
            let (sign, style): (String, Terminal.Style) =
                switch line.status.kind {
                case .behind: ("x", .bad)
                case .stale: ("!", .attention)
                case .onTrack: ("+", .good)
                case .noData: ("-", .soft)
                }
            let word = padded(line.status.kind.rawValue, 8)
            text += "  " + terminal.styled("\(sign) \(word)", style) + "  " + padded(line.metric.title, width)
            text += "  " + line.status.reason + "\n"
        }
        if shown.isEmpty { text += soft("  No reading yet: beast metric cacheHitRate 40") + "\n" }
        return text
    }

    private func dogFooding(_ standing: Standing) -> String {
        var text = section("Dog-fooding", "")
        for line in standing.dogFooding {
            let share = line.count.share.map { Figure.text($0.rounded(.down)) + " %" } ?? "no entries"
            let goal = line.goal.map { " of " + Figure.text($0) + " %" } ?? ""
            let isMet = (line.count.share ?? 0) >= (line.goal ?? 0)
            let style: Terminal.Style = line.count.total == 0 ? .soft : isMet ? .good : .bad
            text += "  " + padded(line.kind.plural, 14)
            text += terminal.styled(bar(line.count.withBeast, of: line.count.total), style) + "  " + share + goal + "\n"
        }
        return text
    }

    private func line(_ task: PlanTask, _ state: TaskState, place: String? = nil) -> String {
        let box = state.isDone ? terminal.styled("[x]", .good) : "[ ]"
        var text = "  \(box) \(task.title)"
        if let completion = state.completion {
            text += soft("  \(completion.by), \(tracker.calendar.relative(completion.at, now: tracker.now))")
        } else if let place {
            text += soft("  \(place), due \(task.due.long)")
        }
        return text + "\n"
    }

    private func section(_ title: String, _ detail: String) -> String {
        terminal.styled(title, .strong) + (detail.isEmpty ? "" : "  " + detail) + "\n"
    }

    private func soft(_ text: String) -> String { terminal.styled(text, .soft) }

    /// Twenty characters; full only when everything is done.
    private func bar(_ done: Int, of total: Int) -> String {
        let width = 20
        let filled =
            total == 0 ? 0 : done == total ? width : min(width - 1, max(done > 0 ? 1 : 0, done * width / total))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }
}
