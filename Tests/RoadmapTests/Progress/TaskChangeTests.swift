import Testing

@testable import Roadmap

@Suite("Ticking and unticking a task") struct TaskChangeTests {
    private let test: TestTracker

    init() throws { test = try TestTracker() }

    @Test("a tick says who and when, moves the version on and leaves one line")
    func complete() throws {
        let change = try test.complete(by: "Ada")
        #expect(change.changed && change.state.isDone && change.state.version == 1)
        #expect(try test.state() == change.state)
        #expect(change.state.completion == .init(at: test.clock.now, by: "Ada"))
        let line = try #require(try test.lines().first)
        #expect(line.id == change.activity && line.kind == .taskCompleted && line.author == "Ada" && line.way == "web")
        #expect(line.subject == "m1w1-fix-failed-request-tracking" && line.title == TestPlan.first && line.canBeUndone)
        #expect(try test.lines().count == 1)
        #expect(try test.count("SELECT COUNT(*) FROM task_event") == 1)
    }

    @Test("the second to tick sees the first, and changes nothing")
    func second() throws {
        try test.complete(by: "Ada")
        test.clock.set("2026-01-09T13:00:00Z")
        let change = try test.complete(by: "Bob")
        #expect(!change.changed && change.activity == nil && change.state.completion?.by == "Ada")
        #expect(try test.lines().count == 1)
        #expect(try test.state().version == 1)
    }

    @Test("an unticked task is open, and unticking it again changes nothing")
    func reopen() throws {
        #expect(try !test.reopen().changed)
        try test.complete()
        let change = try test.reopen(by: "Bob")
        #expect(change.changed && !change.state.isDone && change.state.version == 2)
        #expect(try test.lines().map(\.kind) == [.taskReopened, .taskCompleted])
    }

    @Test("a change for a version that is past is refused, says what happened, and writes nothing")
    func outdated() throws {
        try test.complete(by: "Ada", expecting: 0)
        let error = try #require(refusal { try test.reopen(by: "Bob", expecting: 0) })
        #expect(error.kind == .outdated)
        #expect(error.message.hasSuffix("Ada completed it just now."))
        #expect(refusal { try test.complete(by: "Bob", expecting: 7) }?.kind == .outdated)
        #expect(try test.lines().count == 1)
        #expect(try test.state().isDone)
        #expect(try test.reopen(expecting: 1).changed)
    }

    @Test("a task that the documents lost meanwhile cannot be ticked any more")
    func lost() throws {
        let task = try test.task()
        try test.rewrite(plan: TestPlan.plan(week1: ["Something else"]))
        let error = refusal {
            try test.tracker.perform(
                CompleteTask(task, by: Author("Ada", by: .web), at: test.clock.now, calendar: test.calendar))
        }
        #expect(error?.kind == .notFound)
        #expect(try test.count("SELECT COUNT(*) FROM task_event") == 0)
    }

    @Test("a name is one line of at most 80 characters; without one the way it came is named")
    func authors() {
        #expect(Author(" \nAda\nLovelace", by: .web).name == "Ada Lovelace")
        #expect(Author(String(repeating: "é", count: 100), by: .web).name.count == 80)
        #expect(Author(" \n ", by: .commandLine).name == "command line")
    }
}
