import Markup
import Roadmap

/// What a person's last action did, said at the top of the page they come back to.
struct Notice: TemplateModel {
    struct Undo: TemplateModel {
        let action: String
        let returnTo: String

        static let shape = Shape<Undo>()
            .text("action") { $0.action }
            .text("returnTo") { $0.returnTo }
    }

    let mark: StatusMark.State
    let text: String
    let undo: Undo?

    static let shape = Shape<Notice>()
        .text("state") { $0.mark.rawValue }
        .text("text") { $0.text }
        .object("undo") { $0.undo }
}

extension Notice {
    /// Names a change in the address of the page that comes after it.
    ///
    /// The address carries ids alone; the sentence is made from the database when the page is, so that nobody can be sent
    /// a link that makes the site say something.
    enum Subject: Sendable {
        case change(Int64)
        /// The task was already as asked for.
        case unchanged(TaskID)

        var query: String {
            switch self {
            case .change(let id): "said=\(id)"
            case .unchanged(let id): "said=\(id)"
            }
        }

        init(_ text: String) {
            self = Int64(text).map { .change($0) } ?? .unchanged(TaskID(text))
        }
    }

    /// - Parameter page: the path to come back to after undoing.
    init?(about subject: Subject, in progress: Progress, page: String) throws {
        switch subject {
        case .change(let id):
            let change: Activity
            do {
                change = try progress.change(id)
            } catch let error as RoadmapError where error.kind == .notFound {
                return nil
            }
            mark = .good
            text = Sentence(about: change).text
            undo = change.canBeUndone ? Undo(action: Links.undo(id), returnTo: page) : nil
        case .unchanged(let id):
            guard let task = progress.plan.task(id), let state = try progress.state(of: id) else { return nil }
            mark = .attention
            if let completion = state.completion {
                let when = progress.calendar.relative(completion.at, now: progress.now)
                text = "\(completion.by) completed “\(task.title)” \(when). It stays as it was."
            } else {
                text = "“\(task.title)” was open again before you. It stays as it was."
            }
            undo = nil
        }
    }
}
