import Testing

@testable import Roadmap

@Suite("The table of dog-fooding goals") struct GoalTableTests {
    private func read(_ rows: String, header: String = "| kind | goal |\n|---|---:|\n") -> ([DogFoodingGoal], [String])
    {
        var problems: [PlanProblem] = []
        let document = RoadmapDocument(file: "G.md", markdown: header + rows, changedAt: Instant(seconds: 0))
        let goals = GoalTable.read([document], problems: &problems)
        return (goals, problems.map(\.description))
    }

    @Test("a goal is a percentage of a kind, with or without its sign")
    func goals() {
        let (goals, problems) = read("| improvement | 80 % |\n| test | 90%|\n| doc | 99.5 |\n")
        #expect(problems.isEmpty)
        #expect(goals.map(\.kind) == [.improvement, .test, .doc])
        #expect(goals.map(\.percent) == [80, 90, 99.5])
    }

    @Test("a kind has one goal, between 0 and 100", arguments: ["-1", "100.1", "nan", "inf", "", "eighty"])
    func refusals(goal: String) {
        let (goals, problems) = read("| test | \(goal) |\n| doc | 1 |\n| doc | 2 |\n")
        #expect(goals.map(\.percent) == [1])
        #expect(
            problems == [
                "G.md:3: “\(goal)” is not a goal; write a percentage such as 80 %.",
                "G.md:5: The goal for doc stands twice.",
            ])
    }

    @Test("a table with other columns is another table")
    func otherTable() {
        let (goals, problems) = read("| x | 1 |\n", header: "| kind | name |\n|---|---|\n")
        #expect(goals.isEmpty && problems.isEmpty)
    }
}
