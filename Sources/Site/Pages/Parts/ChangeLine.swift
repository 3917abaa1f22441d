import Markup
import Roadmap

/// A line of the activity.
struct ChangeLine: TemplateModel {
    struct Undo: TemplateModel {
        let action: String
        let returnTo: String
        let label: String
        /// Where the focus goes once the line has no button any more.
        let focus: String

        static let shape = Shape<Undo>()
            .text("action") { $0.action }
            .text("returnTo") { $0.returnTo }
            .text("label") { $0.label }
            .text("focus") { $0.focus }
    }

    private let change: Activity
    private let sentence: Sentence
    private let at: When
    private let undo: Undo?

    /// - Parameters:
    ///   - page: the path to come back to after undoing.
    ///   - focus: the id of the heading above.
    init(_ change: Activity, on page: String, focus: String, in progress: Progress) {
        self.change = change
        sentence = Sentence(about: change)
        at = When(change.at, in: progress)
        undo =
            change.canBeUndone
            ? Undo(
                action: Links.undo(change.id), returnTo: "\(page)#change-\(change.id)", label: sentence.subject,
                focus: focus) : nil
    }

    static let shape = Shape<ChangeLine>()
        .text("anchor") { "change-\($0.change.id)" }
        .text("who") { $0.change.author }
        .text("what") { $0.sentence.verb }
        .text("subject") { $0.sentence.subject }
        .text("href") { $0.sentence.href }
        .text("detail") { $0.sentence.detail.isEmpty ? nil : $0.sentence.detail }
        .object("at") { $0.at }
        .flag("undone") { $0.change.isUndone }
        .text("undoneBy") { $0.change.isUndone ? "undone" : nil }
        .object("undo") { $0.undo }
}
