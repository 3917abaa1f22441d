import Roadmap

enum DogFoodCommand: Command {
    static let name = "dogfood"
    static let summary = "Counts one improvement, test, optimization or doc."
    static let operands = "KIND"
    static let options = [
        Option.value("by", "hand", "it was made by hand, not with BEAST MODE"),
        Option.value("note", "TEXT", "a remark"),
        Option.value("author", "NAME", "who it is recorded for (your login name)"),
        Option.flag("json", "print the kind's counts as JSON"),
    ]
    static let details = """
        KIND is \(DogFoodingKind.allCases.map(\.rawValue).joined(separator: ", ")).

          beast dogfood improvement
          beast dogfood test --by hand
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError("`beast dogfood` takes a kind.", tip: "For example: beast dogfood improvement")
        }
        guard arguments["by"] == nil || arguments["by"] == "hand" else {
            throw UsageError(
                "--by \(arguments["by"] ?? "") is not understood.", tip: "Write --by hand, or --author NAME for a name."
            )
        }
        let kind = try DogFoodingKind(named: arguments.operands[0])
        try environment.withTracker(arguments) { tracker in
            let author = arguments["author"].map { Author($0, by: .commandLine) }
            let count = try tracker.perform(
                RecordDogFooding(
                    kind, withBeast: !arguments.has("by"), note: arguments["note"] ?? "",
                    by: author ?? environment.author(try Arguments([], options: [], command: name)), at: tracker.now,
                    calendar: tracker.calendar))
            let goal = tracker.plan.goals.first { $0.kind == kind }?.percent
            if arguments.has("json") {
                try environment.terminal.write(count.json(of: kind, goal: goal).pretty + "\n")
            } else {
                let share = count.share.map { " (\(Figure.text($0.rounded(.down))) %" } ?? " ("
                let target = goal.map { ", goal \(Figure.text($0)) %)" } ?? ")"
                try environment.terminal.write(
                    "\(count.withBeast) of \(count.total) \(kind.plural) made with BEAST MODE\(share)\(target)\n")
            }
        }
    }
}
