import JSON
import Testing

@testable import Roadmap

@Suite("How the plan stands") struct StandingTests {
    private let test: TestTracker

    init() throws { test = try TestTracker() }

    private func standing() throws -> Standing { try test.tracker.read { try $0.standing(problems: []) } }

    @Test("it knows where in the plan today is, what is due and what is late")
    func place() throws {
        try test.complete("Track cache hits separately")
        let standing = try standing()
        #expect(standing.place?.month == 1 && standing.place?.week == 2)
        #expect(standing.week == day("2026-01-08")...day("2026-01-14"))
        #expect(standing.due.map(\.task.title) == ["Build the dashboard"])
        #expect(standing.overdue.map(\.task.title) == [TestPlan.first] && standing.overdueCount == 1)
        #expect(standing.total == 4 && standing.done == 1 && standing.expected == 2)
        #expect(standing.months.map(\.done) == [1, 0])
    }

    @Test("due tasks come in the order of the documents, done ones too")
    func order() throws {
        test.clock.set("2026-01-05T12:00:00Z")
        try test.rewrite(plan: TestPlan.plan(week1: ["Zebra", "Alpha", "Middle"]))
        try test.complete("Alpha")
        #expect(try standing().due.map(\.task.title) == ["Zebra", "Alpha", "Middle"])
        #expect(try standing().due.map(\.state.isDone) == [false, true, false])
    }

    @Test("a task due today is not late yet")
    func today() throws {
        test.clock.set("2026-01-07T23:59:59Z")
        #expect(try standing().overdueCount == 0)
        #expect(try standing().expected == 0)
        test.clock.set("2026-01-08T00:00:00Z")
        #expect(try standing().overdueCount == 2)
        #expect(try standing().expected == 2)
    }

    @Test("outside of the plan there is no place and nothing due")
    func outside() throws {
        for now in ["2025-12-31T12:00:00Z", "2026-03-01T12:00:00Z"] {
            test.clock.set(now)
            let standing = try standing()
            #expect(standing.place == nil && standing.week == nil && standing.due.isEmpty)
            #expect(standing.json["month"] == .null && standing.json["week"] == .null)
        }
    }

    @Test("metrics behind come before stale ones, the others not at all")
    func offTrack() throws {
        try test.record(600, of: "latency")
        try test.record(99, of: "cacheHitRate", at: "2026-01-02T00:00:00Z")
        try test.record(0.4, of: "modelR2")
        let standing = try standing()
        #expect(standing.offTrack.map(\.metric.name) == ["latency", "cacheHitRate"])
        #expect(standing.metrics.map(\.status.kind) == [.stale, .behind, .noData, .onTrack])
    }

    @Test("as JSON, what is not known is null and figures have no noise")
    func json() throws {
        try test.dogFood(.test)
        try test.record(0.1 + 0.2, of: "cacheHitRate")
        let json = try standing().json
        #expect(json["metrics"]?[0]?["value"] == 0.3)
        #expect(json["metrics"]?[1]?["value"] == .null && json["metrics"]?[2]?["expected"] == .null)
        #expect(json["dogFooding"]?[0]?["share"] == .null && json["dogFooding"]?[1]?["share"]?.doubleValue == 100)
        #expect(json["dogFooding"]?[2]?["goal"] == .null)
        #expect(try JSON(parsing: Array(json.text.utf8)).text == json.text)
    }
}
