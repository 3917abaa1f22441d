import Testing

@testable import Roadmap

@Suite("Taking a change back") struct UndoTests {
    private let test: TestTracker

    init() throws { test = try TestTracker() }

    @Test("a tick is undone once, by a line of its own")
    func tick() throws {
        let line = try #require(try test.complete().activity)
        let undoing = try test.undo(line, by: "Bob")
        #expect(try !test.state().isDone)
        #expect(try test.state().version == 2)
        let lines = try test.lines()
        #expect(lines.map(\.kind) == [.taskReopened, .taskCompleted] && lines[0].id == undoing)
        #expect(lines[0].author == "Bob" && lines[1].isUndone && !lines[1].canBeUndone)
        #expect(refusal { try test.undo(line) }?.kind == .conflict)
    }

    @Test("the undoing can be undone, as often as anybody wants")
    func undoOfUndo() throws {
        var line = try #require(try test.complete().activity)
        for round in 1...5 {
            line = try test.undo(line)
            #expect(try test.state().isDone == round.isMultiple(of: 2))
        }
        #expect(try test.state().version == 6)
        #expect(try test.lines().count == 6)
    }

    @Test("a tick is not undone once somebody has changed the task again")
    func laterChange() throws {
        let first = try #require(try test.complete(by: "Ada").activity)
        let reopened = try #require(try test.reopen(by: "Bob").activity)
        #expect(refusal { try test.undo(first) }?.kind == .conflict)
        try test.complete(by: "Cleo")
        #expect(refusal { try test.undo(first) }?.message.contains("completed by Cleo") == true)
        #expect(refusal { try test.undo(reopened) }?.kind == .conflict)
        #expect(try test.state().completion?.by == "Cleo")
        #expect(try test.state().version == 3)
        #expect(try test.lines().allSatisfy { !$0.isUndone })
    }

    @Test("a tick of a task that the documents have lost stays as it is")
    func orphan() throws {
        let line = try #require(try test.complete().activity)
        try test.rewrite(plan: TestPlan.plan(week1: ["Something else"]))
        #expect(refusal { try test.undo(line) }?.kind == .notFound)
        try test.rewrite(plan: TestPlan.tasks)
        try test.undo(line)
        #expect(try test.tracker.read { try $0.burnUp().done.last?.count } == 0)
    }

    @Test("what is not there, or is the plan's own, cannot be undone")
    func refusals() throws {
        #expect(refusal { try test.undo(999) }?.kind == .notFound)
        let plan = try #require(try test.tracker.read { try $0.activity(1).first })
        #expect(plan.kind == .planChanged && !plan.canBeUndone)
        #expect(refusal { try test.undo(plan.id) }?.kind == .invalid)
    }

    @Test("an undone reading is gone everywhere, and back when that is undone")
    func reading() throws {
        try test.record(10, at: "2026-01-08T08:00:00Z")
        try test.record(90, at: "2026-01-08T09:00:00Z")
        let line = try #require(try test.lines().first)
        #expect(line.kind == .readingRecorded && line.detail == "90 %")
        let undoing = try test.undo(line.id)
        let metric = try test.tracker.plan.metric(named: "cacheHitRate")
        try test.tracker.read { progress in
            #expect(try progress.newestReading(of: metric)?.value == 10)
            #expect(try progress.newestReadings(10, of: metric).map(\.reading.value) == [10])
            let summary = try #require(try progress.days(10, of: metric).first)
            #expect(summary.readings == 1 && summary.highest == 10 && summary.last == 10)
            #expect(summary.lastAt == instant("2026-01-08T08:00:00Z"))
            #expect(try progress.report(of: week("2026-W02")).metrics.first?.end == 10)
        }
        #expect(refusal { try test.undo(line.id) }?.kind == .conflict)
        try test.undo(undoing)
        try test.tracker.read { progress in
            #expect(try progress.newestReading(of: metric)?.value == 90)
            let summary = try #require(try progress.days(10, of: metric).first)
            #expect(summary.readings == 2 && summary.lowest == 10 && summary.highest == 90 && summary.last == 90)
        }
        #expect(try test.lines().prefix(2).map(\.kind) == [.readingRestored, .readingRetracted])
    }

    @Test("a day whose only reading is undone has no summary")
    func onlyReading() throws {
        try test.record(10)
        try test.undo(try #require(try test.lines().first).id)
        #expect(try test.count("SELECT COUNT(*) FROM reading_day") == 0)
        #expect(try test.count("SELECT COUNT(*) FROM reading") == 1)
    }

    @Test("a restored reading is undone by its new line, not by the old one")
    func restored() throws {
        try test.record(10)
        let recorded = try #require(try test.lines().first).id
        let restored = try test.undo(try test.undo(recorded))
        #expect(refusal { try test.undo(recorded) }?.kind == .conflict)
        let metric = try test.tracker.plan.metric(named: "cacheHitRate")
        #expect(try test.tracker.read { try $0.newestReadings(1, of: metric).first?.activity } == restored)
        try test.undo(restored)
        #expect(try test.tracker.read { try $0.newestReading(of: metric) } == nil)
    }

    @Test("an undone dog-fooding entry counts no longer, and again when that is undone")
    func dogFooding() throws {
        try test.dogFood(.test, byHand: true)
        try test.dogFood(.test)
        let undoing = try test.undo(try #require(try test.lines().first).id)
        let days = day("2026-01-01")...day("2026-01-31")
        #expect(
            try test.tracker.read { try $0.dogFooding(in: days)[.test] } == DogFoodingCount(withBeast: 0, byHand: 1))
        #expect(try test.tracker.read { try $0.newestDogFooding(5).count } == 1)
        try test.undo(undoing)
        #expect(
            try test.tracker.read { try $0.dogFooding(in: days)[.test] } == DogFoodingCount(withBeast: 1, byHand: 1))
    }
}
