import Markup
import Roadmap

/// A task with its tick.
struct TaskItem: TemplateModel {
    struct Completion: TemplateModel {
        let by: String
        let at: When

        static let shape = Shape<Completion>()
            .text("by") { $0.by }
            .object("at") { $0.at }
    }

    private let task: PlanTask
    private let state: TaskState
    private let page: String
    /// The month and week, on pages that mix them.
    private let place: String?
    private let late: String?
    private let completion: Completion?

    /// - Parameters:
    ///   - page: the path of the page it stands on, to come back to.
    ///   - showsPlace: with its month and week, and how late it is; a month's page says both at the head of the week.
    init(_ task: PlanTask, _ state: TaskState, on page: String, showsPlace: Bool, in progress: Progress) {
        self.task = task
        self.state = state
        self.page = page
        place = showsPlace ? "Month \(task.month), week \(task.week)" : nil
        let days = progress.today.days(since: task.due)
        late =
            showsPlace && days > 0 && !state.isDone ? "\(counted(days, "day")) late" : nil
        completion = state.completion.map { Completion(by: $0.by, at: When($0.at, in: progress)) }
    }

    static let shape = Shape<TaskItem>()
        .text("anchor") { $0.task.id.text }
        .text("title") { $0.task.title }
        .text("href") { Links.task($0.task) }
        .flag("done") { $0.state.isDone }
        .text("action") { $0.state.isDone ? Links.reopen($0.task.id) : Links.complete($0.task.id) }
        .text("version") { $0.state.version }
        .text("returnTo") { "\($0.page)#\($0.task.id)" }
        .text("place") { $0.place }
        .text("late") { $0.late }
        .object("completion") { $0.completion }
}
