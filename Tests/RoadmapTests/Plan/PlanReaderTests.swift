import Testing

@testable import Roadmap

@Suite("Reading the documents as a plan") struct PlanReaderTests {
    private static let noTargets = "| metric | unit | better |\n|---|---|---|\n"

    private func read(_ plan: String, _ others: [String: String] = [:]) throws -> Plan {
        let files = others.merging(["PLAN.md": plan, "TARGETS.md": Self.noTargets]) { first, _ in first }
        return try PlanReader.read(
            files.sorted { $0.key < $1.key }.map {
                RoadmapDocument(file: $0.key, markdown: $0.value, changedAt: Instant(seconds: 0))
            })
    }

    private func problems(_ plan: String, _ others: [String: String] = [:]) -> [String] {
        do {
            _ = try read(plan, others)
            return []
        } catch {
            return (error as? PlanReader.Failure)?.problems.map(\.description) ?? ["\(error)"]
        }
    }

    @Test("quarters hold months, months weeks, weeks tasks with the days they cover")
    func structure() throws {
        let plan = try read(TestPlan.tasks)
        #expect(plan.start == day("2026-01-01"))
        #expect(plan.quarters.map(\.title) == ["Foundation & Optimization"])
        #expect(plan.months.map(\.title) == ["Fix & Monitor", "Cost Optimization"])
        #expect(plan.months[0].days == day("2026-01-01")...day("2026-01-31"))
        #expect(plan.months[0].introduction.count == 1)
        #expect(plan.months[0].weeks.map(\.title) == ["Request tracking", "Dashboard"])
        #expect(plan.months[0].weeks[1].days == day("2026-01-08")...day("2026-01-14"))
        #expect(
            plan.tasks.map(\.title) == [
                "Fix failed request tracking", "Track cache hits separately", "Build the dashboard",
                "Track costs in real time",
            ])
        let task = try plan.task(month: 1, week: 1, title: "track CACHE hits, separately")
        #expect(task.due == day("2026-01-07") && task.file == "PLAN.md" && task.line == 15)
    }

    @Test("the fourth week lasts to the end of its month, whatever day the plan starts on")
    func weeks() {
        let start = day("2026-01-31")
        #expect(Plan.days(month: 1, week: 4, start: start) == day("2026-02-21")...day("2026-02-27"))
        #expect(Plan.days(month: 2, week: 1, start: start) == day("2026-02-28")...day("2026-03-06"))
        #expect(Plan.days(month: 2, week: 4, start: start).upperBound == day("2026-03-30"))
        for month in 1...12 {
            for week in 1...4 {
                let days = Plan.days(month: month, week: week, start: start)
                let next = Plan.days(month: week == 4 ? month + 1 : month, week: week == 4 ? 1 : week + 1, start: start)
                #expect(days.upperBound.adding(days: 1) == next.lowerBound)
            }
        }
    }

    @Test("every day of the plan has one place, days around it none")
    func position() throws {
        let plan = try read(TestPlan.tasks)
        #expect(plan.position(of: day("2025-12-31")) == nil)
        #expect(plan.position(of: day("2026-03-01")) == nil)
        let place = try #require(plan.position(of: day("2026-01-14")))
        #expect(place.month == 1 && place.week == 2)
    }

    @Test("checklists outside of weeks are no tasks, nested ones are tasks of their own")
    func checklists() throws {
        let plan = try read(
            """
            ---
            start: 2026-01-01
            ---
            - [ ] Before any month

            ## Month 1

            - [ ] In the month's introduction

            ### Week 1: First

            - [x] Ticked in the document
              - [ ] Nested *with* `markup`
            - no box

            > - [ ] In a quote

            #### A deeper heading

            - [ ] Still of this week

            ### Notes

            - [ ] After the week

            ## Appendix

            - [ ] After the month
            """)
        #expect(
            plan.tasks.map(\.title)
                == ["Ticked in the document", "Nested with markup", "In a quote", "Still of this week"])
        #expect(plan.quarters.map(\.title) == [""])
    }

    @Test("the plan can be spread over documents; those without tasks say what they like")
    func severalDocuments() throws {
        let second = "## Month 2: More\n\n### Week 1\n\n- [ ] Later\n"
        let plan = try read(
            TestPlan.plan(week1: ["Now"]).split(separator: "### Month 2")[0].description,
            ["SECOND.md": second, "GUIDE.md": "# Month 99: Of no plan\n\n## Week 9: none\n\n- [ ] a box\n"])
        #expect(plan.tasks.map(\.file) == ["PLAN.md", "SECOND.md"])
    }

    @Test("what stands twice is named with both places")
    func repetitions() {
        let plan = TestPlan.plan(week1: ["Fix it", "Other", "fix it!"])
        #expect(
            problems(plan) == [
                "PLAN.md:16: The task “fix it!” of month 1, week 1 stands twice, first in PLAN.md:14."
            ])
        #expect(problems(TestPlan.plan(week1: ["Same"], week2: ["Same"])) == [])
        let months = TestPlan.plan(week1: ["A"]) + "\n\n### Month 1: Again\n\n#### Week 1: Once more\n\n- [ ] B\n"
        #expect(
            problems(months) == [
                "PLAN.md:26: Month 1 stands twice, first in PLAN.md:8.",
                "PLAN.md:28: Week 1 of month 1 stands twice, first in PLAN.md:12.",
            ])
    }

    @Test("all problems are told at once, each with its file and line")
    func allProblems() {
        let plan = """
            ---
            start: 2026-02-30
            ---
            ## Month 1: A

            ### Week 5: none

            ### Week 1: B

            - [ ] Task
            - [ ] <!-- later -->

            ## Month 13: none
            """
        let bad = "| kind | goal |\n|---|---|\n| tset | 90 % |\n| doc | lots |\n| doc | 101 |\n"
        #expect(
            problems(plan, ["GOALS.md": bad]) == [
                "GOALS.md:3: “tset” is not a dog-fooding kind; they are improvement, test, optimization, doc.",
                "GOALS.md:4: “lots” is not a goal; write a percentage such as 80 %.",
                "GOALS.md:5: “101” is not a goal; write a percentage such as 80 %.",
                "PLAN.md:2: “2026-02-30” is not a day; write it as start: 2026-01-01.",
                "PLAN.md:6: There is no week 5: a month has weeks 1 to 4.",
                "PLAN.md:11: A task needs a title after its box.",
                "PLAN.md:13: There is no month 13: a plan has months 1 to 12.",
            ])
    }

    @Test("a plan has to say when it starts, and say it once")
    func start() {
        let without = String(TestPlan.tasks.split(separator: "---\n", maxSplits: 2).last ?? "")
        #expect(
            problems(without).first?.hasPrefix("PLAN.md:1: The front matter has to say when month 1 begins") == true)
        let other = "---\nstart: 2026-02-01\n---\n## Month 3\n\n### Week 1\n\n- [ ] Other\n"
        #expect(
            problems(TestPlan.tasks, ["Z.md": other]) == ["Z.md:2: PLAN.md says that the plan starts on 2026-01-01."])
    }

    @Test("a folder without any task is no plan, and the wrong heading is named")
    func nothing() {
        #expect(
            problems("# Hello") == [
                "PLAN.md:1: No document holds a checklist item (`- [ ]`) under a month and a week heading."
            ])
        #expect(
            problems("## Month 0\n\n### Week 1\n\n- [ ] A\n").contains {
                $0.hasPrefix("PLAN.md:1: There is no month 0")
            })
    }

    @Test("a task is asked for as a person types it, and a near miss names what is close")
    func lookUp() throws {
        let plan = try read(TestPlan.tasks)
        #expect(refusal { try plan.task(month: 3, week: 1, title: "x") }?.tip == "It has months 1 to 2.")
        #expect(refusal { try plan.task(month: 1, week: 4, title: "x") }?.tip == "It has weeks 1, 2.")
        let near = try #require(refusal { try plan.task(month: 1, week: 1, title: "Fix failed request trakcing") })
        #expect(near.kind == .notFound && near.closest.first == "Fix failed request tracking")
        let elsewhere = try #require(refusal { try plan.task(month: 2, week: 1, title: "build the dashboard") })
        #expect(elsewhere.tip == "“Build the dashboard” is in month 1, week 2.")
    }
}
