import Markup

/// The table of dog-fooding goals: columns `kind | goal`, such as `improvement | 80 %`.
enum GoalTable {
    static func read(_ documents: [RoadmapDocument], problems: inout [PlanProblem]) -> [DogFoodingGoal] {
        var goals: [DogFoodingGoal] = []
        for document in documents {
            for case .table(let table) in document.content.blocks
            where table.header.texts.map({ $0.lowercased() }) == ["kind", "goal"] {
                for row in table.rows {
                    func refuse(_ message: String) {
                        problems.append(PlanProblem(file: document.file, line: row.line, message))
                    }
                    guard let kind = DogFoodingKind(rawValue: row.texts[0]) else {
                        let known = DogFoodingKind.allCases.map(\.rawValue).joined(separator: ", ")
                        refuse("“\(row.texts[0])” is not a dog-fooding kind; they are \(known).")
                        continue
                    }
                    let figure = row.texts[1].filter { $0 != "%" && $0 != " " }
                    guard let percent = Double(figure), (0...100).contains(percent) else {
                        refuse("“\(row.texts[1])” is not a goal; write a percentage such as 80 %.")
                        continue
                    }
                    guard !goals.contains(where: { $0.kind == kind }) else {
                        refuse("The goal for \(kind.rawValue) stands twice.")
                        continue
                    }
                    goals.append(DogFoodingGoal(kind: kind, percent: percent))
                }
            }
        }
        return goals
    }
}
