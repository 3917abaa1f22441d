import Roadmap

enum CompleteCommand: Command {
    static let name = "complete"
    static let summary = "Ticks a task."
    static let operands = "MONTH WEEK TITLE"
    static let options = [CommandEnvironment.byOption, Option.flag("json", "print the task as JSON")]
    static let details = """
        The title is as in the documents; case and ordinary punctuation do not matter.

          beast complete 1 1 "Fix failed request tracking"
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        try TaskTick.run(arguments, in: environment, command: name) { task, author, tracker in
            let change = try tracker.perform(
                CompleteTask(task, by: author, at: tracker.now, calendar: tracker.calendar))
            guard !change.changed, let completion = change.state.completion else {
                return (change, "Done: \(task.title)")
            }
            let when = tracker.calendar.relative(completion.at, now: tracker.now)
            return (change, "\(completion.by) completed it \(when): \(task.title)")
        }
    }
}

enum ReopenCommand: Command {
    static let name = "reopen"
    static let summary = "Unticks a task."
    static let operands = "MONTH WEEK TITLE"
    static let options = [CommandEnvironment.byOption, Option.flag("json", "print the task as JSON")]
    static let details = """
          beast reopen 1 1 "Fix failed request tracking"
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        try TaskTick.run(arguments, in: environment, command: name) { task, author, tracker in
            let change = try tracker.perform(
                ReopenTask(task, by: author, at: tracker.now, calendar: tracker.calendar))
            return (change, change.changed ? "Open again: \(task.title)" : "It was open already: \(task.title)")
        }
    }
}

/// What ticking and unticking have in common: finding the task, and saying what came of it.
private enum TaskTick {
    static func run(
        _ arguments: Arguments, in environment: CommandEnvironment, command: String,
        change: (PlanTask, Author, Tracker) throws -> (TaskChange, String)
    ) throws {
        guard arguments.operands.count == 3 else {
            throw UsageError(
                "`beast \(command)` takes a month, a week and a title.",
                tip: "For example: beast \(command) 1 1 \"Fix failed request tracking\"")
        }
        let month = try number(arguments.operands[0], "month")
        let week = try number(arguments.operands[1], "week")
        try environment.withTracker(arguments) { tracker in
            let task = try tracker.plan.task(month: month, week: week, title: arguments.operands[2])
            let (change, sentence) = try change(task, environment.author(arguments), tracker)
            try environment.terminal.write(
                (arguments.has("json") ? task.json(state: change.state).pretty : sentence) + "\n")
        }
    }

    private static func number(_ text: String, _ what: String) throws -> Int {
        guard let number = Int(text) else {
            throw UsageError("“\(text)” is not a \(what).", tip: "Months are 1 to 12, weeks 1 to 4.")
        }
        return number
    }
}
