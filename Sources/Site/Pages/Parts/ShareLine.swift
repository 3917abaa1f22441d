import Markup
import Roadmap

/// A dog-fooding kind's share against its goal.
struct ShareLine: TemplateModel {
    let kind: DogFoodingKind
    let count: DogFoodingCount
    /// In per cent; a kind without a goal in the documents has nothing to meet.
    let goal: Double?

    init(_ kind: DogFoodingKind, _ count: DogFoodingCount, plan: Plan) {
        self.kind = kind
        self.count = count
        goal = plan.goals.first { $0.kind == kind }?.percent
    }

    var isMet: Bool? {
        guard let share = count.share, let goal else { return nil }
        return share >= goal
    }

    static func label(_ kind: DogFoodingKind) -> String {
        kind.plural.prefix(1).uppercased() + kind.plural.dropFirst()
    }

    private var status: StatusMark {
        switch isMet {
        case true: StatusMark(.good, "Goal met")
        case false: StatusMark(.bad, "Below goal")
        case nil: StatusMark(.none, count.total == 0 ? "No data" : "No goal")
        }
    }

    /// `36 of 51; 10 more would reach the goal`.
    private var counts: String {
        guard count.total > 0 else { return "No entries yet" }
        guard isMet == false, let goal, goal < 100 else {
            return "\(count.withBeast) of \(count.total) made with BEAST MODE"
        }
        // With n more made with BEAST MODE: (with + n) / (total + n) >= goal.
        let missing = (goal * Double(count.total) - 100 * Double(count.withBeast)) / (100 - goal)
        return "\(count.withBeast) of \(count.total); \(Int(missing.rounded(.up))) more would reach the goal"
    }

    static let shape = Shape<ShareLine>()
        .text("label") { label($0.kind) }
        .object("status") { $0.status }
        .text("counts") { $0.counts }
        .text("percent") { $0.count.share.map { Figure.text($0.rounded(.down)) } }
        .text("goal") { $0.goal.map { Figure.text($0) } }
        .html("bar") {
            ShareBar(
                made: $0.count.withBeast, byHand: $0.count.byHand, goal: ($0.goal ?? 0) / 100,
                state: $0.status.state.ofChart
            )
            .html
        }
}
