import Roadmap

/// A line of the activity in words: who did what to which, and where that is.
struct Sentence {
    let verb: String
    let subject: String
    let detail: String
    let href: String?

    init(about change: Activity) {
        let task = { (change: Activity) in
            TaskPlace(change.subject).map { "\(Links.month($0.month))#\(change.subject)" }
        }
        switch change.kind {
        case .taskCompleted: (verb, subject, detail, href) = ("completed", change.title, "", task(change))
        case .taskReopened: (verb, subject, detail, href) = ("reopened", change.title, "", task(change))
        case .taskMapped: (verb, subject, detail, href) = ("mapped", change.title, change.detail, task(change))
        case .readingRecorded:
            (verb, subject, detail, href) = ("recorded", change.title, change.detail, Links.target(change.subject))
        case .readingRetracted:
            (verb, subject, detail, href) = ("took back", change.title, change.detail, Links.target(change.subject))
        case .readingRestored:
            (verb, subject, detail, href) = ("restored", change.title, change.detail, Links.target(change.subject))
        case .dogFoodingRecorded:
            (verb, subject, detail, href) = ("added", Self.entry(change), change.detail, Links.dogFooding)
        case .dogFoodingRetracted:
            (verb, subject, detail, href) = ("took back", Self.entry(change), change.detail, Links.dogFooding)
        case .dogFoodingRestored:
            (verb, subject, detail, href) = ("restored", Self.entry(change), change.detail, Links.dogFooding)
        case .alertStarted:
            (verb, subject, detail, href) = (
                "raised", "alert \(change.title)", change.detail, Links.alert(change.subject)
            )
        case .alertResolved:
            (verb, subject, detail, href) = (
                "ended", "alert \(change.title)", change.detail, Links.alert(change.subject)
            )
        case .planChanged: (verb, subject, detail, href) = ("changed", "the plan", change.detail, Links.roadmap)
        }
    }

    /// For the person who just did it: `Completed: Fix failed request tracking`.
    var text: String {
        let start = verb.prefix(1).uppercased() + verb.dropFirst()
        return "\(start): \(subject)" + (detail.isEmpty ? "" : ", \(detail)")
    }

    private static func entry(_ change: Activity) -> String {
        (change.subject.first.map { "aeiou".contains($0) } ?? false ? "an " : "a ") + change.title
    }

    /// The month that a task's id begins with: `m1w2-…`.
    private struct TaskPlace {
        let month: Int

        init?(_ id: String) {
            guard id.first == "m", let month = Int(id.dropFirst().prefix { $0.isNumber }) else { return nil }
            self.month = month
        }
    }
}
