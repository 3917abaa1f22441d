import Testing

@testable import Roadmap

@Suite("The weekly report") struct WeeklyReportTests {
    private let test: TestTracker

    init() throws { test = try TestTracker() }

    @Test("it says what was done, what was due and not done, and what was late before")
    func tasks() throws {
        try test.complete("Track cache hits separately", by: "Ada")
        let first = try test.report("2026-W02")
        #expect(first.done.map(\.title) == ["Track cache hits separately"] && first.done[0].by == "Ada")
        #expect(first.missed.map(\.title) == [TestPlan.first] && first.overdue == 0 && !first.isOver)
        test.clock.set("2026-01-20T12:00:00Z")
        let second = try test.report("2026-W03")
        #expect(second.done.isEmpty && second.missed.map(\.title) == ["Build the dashboard"])
        #expect(second.overdue == 1 && second.isOver)
        #expect(second.summary == "No task done, 1 due and left open, no metric behind.")
    }

    @Test("ticks after the week's end do not change it, nor does unticking then")
    func frozen() throws {
        try test.complete("Track cache hits separately")
        test.clock.set("2026-01-12T08:00:00Z")
        let before = try test.report("2026-W02")
        let texts = [before.json.text, before.markdown, before.csv]
        test.clock.set("2026-01-13T08:00:00Z")
        try test.complete(TestPlan.first)
        try test.reopen("Track cache hits separately")
        try test.record(50)
        try test.dogFood(.test)
        let after = try test.report("2026-W02")
        #expect([after.json.text, after.markdown, after.csv] == texts)
        #expect(try test.report("2026-W03").done.map(\.title) == [TestPlan.first])
    }

    @Test("a tick that was taken back within the week is none")
    func undone() throws {
        try test.undo(try #require(try test.complete().activity))
        #expect(try test.report("2026-W02").done.isEmpty)
        try test.complete(by: "Cleo")
        #expect(try test.report("2026-W02").done.map(\.by) == ["Cleo"])
    }

    @Test("23:30 on Sunday in London is Monday of the next week in Berlin", arguments: ["UTC", "Europe/Berlin"])
    func zones(zone: String) throws {
        let test = try TestTracker(zone: zone, now: "2026-01-11T23:30:00Z")
        try test.complete()
        try test.record(30)
        try test.dogFood(.doc)
        test.clock.set("2026-01-20T12:00:00Z")
        let (early, late) = (try test.report("2026-W02"), try test.report("2026-W03"))
        let (own, other) = zone == "UTC" ? (early, late) : (late, early)
        #expect(own.done.count == 1 && other.done.isEmpty)
        #expect(own.dogFooding[3].week.total == 1 && other.dogFooding[3].week.total == 0)
        #expect(late.metrics[0].end == 30 && early.metrics[0].end == (zone == "UTC" ? 30 : nil))
        #expect(late.metrics[0].start == (zone == "UTC" ? 30 : nil))
        #expect(own.done[0].at == instant("2026-01-11T23:30:00Z"))
        #expect(own.csv.contains("2026-01-11T23:30:00.000Z"))
    }

    @Test("a metric's line has start, end, change, what was expected and the next target, as of the week's end")
    func metrics() throws {
        try test.record(20, at: "2026-01-04T23:59:59Z")
        try test.record(60.1, at: "2026-01-05T00:00:00Z")
        try test.record(62.4, at: "2026-01-08T23:59:59.999Z")
        test.clock.set("2026-01-14T08:00:00Z")
        try test.record(1)
        let line = try #require(try test.report("2026-W02").metrics.first)
        #expect(line.start == 20 && line.end == 62.4)
        #expect(abs((line.change ?? 0) - 42.4) < 1e-9)
        #expect(line.expected == 23 && line.target?.value == 40)
        #expect(line.status.kind == .onTrack)
        #expect(line.status.reason == "62.4 % against 23 % expected by 11 Jan 2026")
    }

    @Test("a metric is as stale in the report as it was at the week's end")
    func stale() throws {
        try test.record(50, at: "2026-01-06T08:00:00Z")
        test.clock.set("2026-02-01T08:00:00Z")
        let status = try test.report("2026-W02").metrics[0].status
        #expect(status.kind == .stale && status.reason.contains("is 5 days old; one is expected every 3 days"))
    }

    @Test("changes of scope belong to the week they were seen in")
    func scope() throws {
        test.clock.set("2026-01-12T08:00:00Z")
        try test.rewrite(plan: TestPlan.plan(week1: [TestPlan.first, "Something new"]))
        let changes = try test.report("2026-W03").scopeChanges
        #expect(
            changes.map { "\($0.added ? "+" : "-")\($0.title)" } == [
                "+Something new", "-Track cache hits separately", "-Build the dashboard",
            ])
        #expect(try test.report("2026-W02").scopeChanges.isEmpty)
    }

    @Test("a done task that left and came back was done all the time")
    func leftAndBack() throws {
        try test.complete()
        test.clock.set("2026-01-13T08:00:00Z")
        try test.rewrite(plan: TestPlan.plan(week1: ["Track cache hits separately"]))
        #expect(try test.report("2026-W02").done.map(\.title) == [TestPlan.first])
        test.clock.set("2026-01-20T08:00:00Z")
        try test.rewrite(plan: TestPlan.tasks)
        let report = try test.report("2026-W02")
        #expect(report.done.map(\.title) == [TestPlan.first])
        #expect(report.missed.map(\.title) == ["Track cache hits separately"])
        #expect(try test.report("2026-W04").done.isEmpty)
    }

    @Test("week 53 is a week like others, and the year after begins with week 1")
    func week53() throws {
        let test = try TestTracker(now: "2026-12-31T12:00:00Z")
        try test.complete()
        test.clock.set("2027-01-03T23:59:59Z")
        try test.complete("Track cache hits separately")
        test.clock.set("2027-01-05T08:00:00Z")
        let report = try test.report("2026-W53")
        #expect(report.done.count == 2 && report.isOver)
        #expect(report.json["from"] == "2026-12-28" && report.json["to"] == "2027-01-03")
        #expect(try test.report("2027-W01").done.isEmpty)
    }

    @Test("a week that has not begun has no report")
    func future() throws {
        let error = try #require(refusal { try test.report("2026-W03") })
        #expect(error.kind == .invalid && error.tip == "The newest report is that of 2026-W02.")
    }

    @Test(
        "weeks before anything was counted have a report of nothing", arguments: ["1969-W50", "1970-W01", "0000-W01"])
    func longAgo(text: String) throws {
        try test.dogFood(.test)
        let report = try test.report(text)
        #expect(report.done.isEmpty && report.isOver)
        #expect(report.dogFooding.allSatisfy { $0.week.total == 0 && $0.toDate.total == 0 })
    }

    @Test("a week in which nothing happened has a report of nothing")
    func empty() throws {
        let report = try test.report("2025-W20")
        #expect(report.done.isEmpty && report.missed.isEmpty && report.overdue == 0)
        #expect(report.summary == "No task done, none due left open, no metric behind.")
        #expect(report.metrics.allSatisfy { $0.start == nil && $0.end == nil && $0.status.kind == .noData })
        #expect(report.dogFooding.allSatisfy { $0.week.share == nil })
        #expect(report.markdown.contains("## Tasks done\n\nNone.\n"))
    }
}
