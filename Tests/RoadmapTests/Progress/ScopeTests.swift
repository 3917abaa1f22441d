import Testing

@testable import Roadmap

@Suite("Tasks that come and go in the documents") struct ScopeTests {
    private let test: TestTracker

    init() throws { test = try TestTracker() }

    private func map(_ orphan: TaskID, to title: String) throws -> TaskState {
        try test.tracker.perform(
            MapOrphan(
                orphan, to: try test.task(title), by: Author("Bob", by: .web), at: test.clock.now,
                calendar: test.calendar))
    }

    private func done() throws -> [Int] { try test.tracker.read { try $0.burnUp().done.map(\.count) } }
    private func scope() throws -> [Int] { try test.tracker.read { try $0.burnUp().scope.map(\.count) } }

    @Test("the first sight of the plan is no change of scope")
    func first() throws {
        #expect(try scope() == [4])
        #expect(try test.tracker.read { try $0.scopeRevisions(5).isEmpty })
        let line = try #require(try test.tracker.read { try $0.activity(1).first })
        #expect(line.kind == .planChanged && line.detail == "4 tasks" && line.author == "the documents")
        let other = try test.another()
        #expect(try other.read { try $0.activity(10).count } == 1)
        other.close()
    }

    @Test("added and removed tasks are named, on the day they were first seen")
    func changes() throws {
        test.clock.set("2026-01-12T08:00:00Z")
        try test.rewrite(plan: TestPlan.plan(week1: [TestPlan.first, "A new one"], week2: ["Build the dashboard"]))
        let revision = try #require(try test.tracker.read { try $0.scopeRevisions(5).first })
        #expect(revision.day == day("2026-01-12") && revision.tasks == 4)
        #expect(revision.added == ["A new one"] && revision.removed == ["Track cache hits separately"])
        #expect(try test.lines().isEmpty)
        #expect(try test.tracker.read { try $0.activity(1)[0].detail } == "1 added, 1 removed")
        #expect(try scope() == [4])
    }

    @Test("a done task that leaves takes its tick out of the burn-up, and brings it back when it returns")
    func leaveAndReturn() throws {
        try test.complete()
        test.clock.set("2026-01-12T08:00:00Z")
        try test.rewrite(plan: TestPlan.plan(week1: ["Track cache hits separately"], week2: ["Build the dashboard"]))
        #expect(try done() == [1, 0])
        #expect(try scope() == [4, 3])
        let orphans = try test.tracker.read { try $0.orphans() }
        #expect(orphans.map(\.title) == [TestPlan.first] && orphans[0].state.completion?.by == "Ada")
        #expect(orphans[0].leftAt == test.clock.now)
        test.clock.set("2026-01-13T08:00:00Z")
        try test.rewrite(plan: TestPlan.tasks)
        #expect(try done() == [1, 0, 1])
        #expect(try scope() == [4, 3, 4])
        #expect(try test.state().completion?.by == "Ada")
        #expect(try test.tracker.read { try $0.orphans().isEmpty })
    }

    @Test("a task that nobody touched leaves no orphan")
    func untouched() throws {
        try test.rewrite(plan: TestPlan.plan(week1: [TestPlan.first]))
        #expect(try test.tracker.read { try $0.orphans().isEmpty })
    }

    @Test("an orphan's history moves to its new title, undo included")
    func mapping() throws {
        let line = try #require(try test.complete(by: "Ada").activity)
        let orphan = try test.task().id
        try test.rewrite(plan: TestPlan.plan(week1: ["Repair request tracking", "Track cache hits separately"]))
        let state = try map(orphan, to: "Repair request tracking")
        #expect(state.completion?.by == "Ada" && state.version == 2)
        #expect(try test.state("Repair request tracking") == state)
        #expect(try done().last == 1)
        #expect(try test.tracker.read { try $0.orphans().isEmpty })
        let lines = try test.lines()
        #expect(lines[0].kind == .taskMapped && lines[0].detail == "formerly “\(TestPlan.first)”")
        #expect(lines[1].subject == "m1w1-repair-request-tracking" && lines[1].id == line)
        try test.undo(line)
        #expect(try !test.state("Repair request tracking").isDone)
        #expect(try done().last == 0)
    }

    @Test("the old title starts anew when it comes back after its history has moved")
    func mappedAndBack() throws {
        try test.complete()
        let orphan = try test.task().id
        try test.rewrite(plan: TestPlan.plan(week1: ["Repair request tracking"]))
        _ = try map(orphan, to: "Repair request tracking")
        try test.rewrite(plan: TestPlan.plan(week1: ["Repair request tracking", TestPlan.first]))
        #expect(try !test.state().isDone)
        #expect(try test.state().version == 0)
        #expect(try done().last == 1)
    }

    @Test("nothing is mapped twice, onto a task with a history, or from a task that is still there")
    func refusals() throws {
        try test.complete()
        try test.complete("Track cache hits separately")
        let (orphan, present) = (try test.task().id, try test.task("Track cache hits separately").id)
        try test.rewrite(plan: TestPlan.plan(week1: ["Repair request tracking", "Track cache hits separately"]))
        #expect(refusal { try map(orphan, to: "Track cache hits separately") }?.kind == .conflict)
        #expect(refusal { try map(present, to: "Repair request tracking") }?.kind == .notFound)
        #expect(try test.lines().count == 2)
        _ = try map(orphan, to: "Repair request tracking")
        #expect(refusal { try map(orphan, to: "Repair request tracking") }?.kind == .notFound)
    }

    @Test("documents that make no plan change nothing")
    func broken() throws {
        try test.complete()
        try test.rewrite(plan: "# Nothing")
        #expect(try test.state().isDone)
        #expect(try scope() == [4])
        #expect(try test.tracker.read { try $0.orphans().isEmpty })
    }

    @Test("programs with different documents on one database each see their own plan")
    func otherDocuments() throws {
        try test.folder.makeFolder("other")
        try test.folder.write(TestPlan.plan(week1: ["Of the other plan"]), to: "other/PLAN.md")
        try test.folder.write(TestPlan.targets, to: "other/TARGETS.md")
        let other = try Tracker(
            data: test.folder.path("data"), library: Library(folder: test.folder.path("other")),
            calendar: test.calendar, clock: test.clock.wall)
        defer { other.close() }
        #expect(try other.read { try $0.allStates().count } == 2)
        // This one wrote its plan long before; its next change must find its tasks again.
        #expect(try test.complete().changed)
        #expect(try done().last == 1)
        #expect(try other.read { try $0.allStates().count } == 2)
    }
}
