import Foundation
import Storage
import Synchronization

@testable import Roadmap

/// A small plan, a database and a clock of a test's own; the folders are gone when the test is.
final class TestTracker: Sendable {
    let folder: TestFolder
    let clock: TestClock
    let tracker: Tracker

    /// - Parameter now: what the clock shows; Friday of the second week when left out.
    init(
        plan: String = TestPlan.tasks, targets: String = TestPlan.targets, zone: String = "UTC",
        now: String = "2026-01-09T12:00:00Z"
    ) throws {
        folder = try TestFolder()
        clock = TestClock(instant(now))
        try folder.write(plan, to: "roadmap/PLAN.md")
        try folder.write(targets, to: "roadmap/TARGETS.md")
        tracker = try Tracker(
            data: folder.path("data"), library: Library(folder: folder.path("roadmap")),
            calendar: ReportingCalendar(zone: try TimeZoneRules(named: zone)), clock: clock.wall)
    }

    deinit { tracker.close() }

    var calendar: ReportingCalendar { tracker.calendar }

    /// Another program on the same data and documents.
    func another() throws -> Tracker {
        try Tracker(
            data: folder.path("data"), library: Library(folder: folder.path("roadmap")), calendar: calendar,
            clock: clock.wall)
    }

    func rewrite(plan: String) throws { try folder.write(plan, to: "roadmap/PLAN.md") }

    func task(_ title: String = TestPlan.first, month: Int = 1, week: Int = 1) throws -> PlanTask {
        try tracker.plan.task(month: month, week: week, title: title)
    }

    @discardableResult
    func complete(
        _ title: String = TestPlan.first, month: Int = 1, week: Int = 1, by name: String = "Ada",
        expecting version: Int? = nil
    ) throws -> TaskChange {
        try tracker.perform(
            CompleteTask(
                task(title, month: month, week: week), by: Author(name, by: .web), at: clock.now, calendar: calendar,
                expectedVersion: version))
    }

    @discardableResult
    func reopen(_ title: String = TestPlan.first, by name: String = "Ada", expecting version: Int? = nil) throws
        -> TaskChange
    {
        try tracker.perform(
            ReopenTask(
                task(title), by: Author(name, by: .web), at: clock.now, calendar: calendar, expectedVersion: version))
    }

    @discardableResult
    func record(_ value: Double, of metric: String = "cacheHitRate", at: String? = nil) throws -> Reading {
        try tracker.perform(
            RecordReading(
                value, of: tracker.plan.metric(named: metric), at: at.map { instant($0) }, source: .script,
                by: Author("cron", by: .api), now: clock.now))
    }

    @discardableResult
    func dogFood(_ kind: DogFoodingKind, byHand: Bool = false, note: String = "") throws -> DogFoodingCount {
        try tracker.perform(
            RecordDogFooding(
                kind, withBeast: !byHand, note: note, by: Author("Ada", by: .web), at: clock.now, calendar: calendar))
    }

    @discardableResult
    func undo(_ line: Int64, by name: String = "Bob") throws -> Int64 {
        try tracker.perform(UndoChange(line, by: Author(name, by: .web), at: clock.now, calendar: calendar))
    }

    func report(_ text: String) throws -> WeeklyReport { try tracker.read { try $0.report(of: week(text)) } }

    func state(_ title: String = TestPlan.first) throws -> TaskState {
        let id = try task(title).id
        return try tracker.read { try $0.state(of: id) } ?? .untouched(id)
    }

    /// The lines of the activity without the plan's own, the newest first.
    func lines() throws -> [Activity] {
        try tracker.read { try $0.activity(100) }.filter { $0.kind != .planChanged }
    }

    /// The number of rows that a query of the test's own counts.
    func count(_ sql: String) throws -> Int {
        try tracker.read { try $0.db.first(sql) { $0.int(0) } ?? -1 }
    }
}

/// The documents that a test tracker starts with.
enum TestPlan {
    static let first = "Fix failed request tracking"

    static let tasks = plan(
        week1: ["Fix failed request tracking", "Track cache hits separately"], week2: ["Build the dashboard"])

    static func plan(week1: [String], week2: [String] = [], start: String = "2026-01-01") -> String {
        """
        ---
        start: \(start)
        ---
        # The plan

        ## Q1: Foundation & Optimization

        ### Month 1: Fix & Monitor

        What cannot be measured cannot be improved.

        #### Week 1: Request tracking

        \(week1.map { "- [ ] \($0)" }.joined(separator: "\n"))

        #### Week 2: Dashboard

        \(week2.map { "- [ ] \($0)" }.joined(separator: "\n"))

        ### Month 2: Cost Optimization

        #### Week 1: Costs

        - [ ] Track costs in real time
        """
    }

    static let targets = """
        # Targets

        | metric | unit | better | baseline | M1 | M3 | beyond |
        |---|---|---|---:|---:|---:|---:|
        | cacheHitRate | % | up | 15 | 40 | 60 | 99.9 |
        | latency (p95) | ms | down | 500 | 200 | | |
        | costPerRequest | $ | down | 0.001 | | | 0.00001 |
        | modelR2 | | up | -0.085 | 0.5 | | |

        ## Cache hit rate (cacheHitRate)

        Answered from any tier.

        Expected every: 3 days

        ## Goals

        | kind | goal |
        |---|---:|
        | improvement | 80 % |
        | test | 90 % |
        """
}

/// A folder of a test's own, gone when the test is.
final class TestFolder: Sendable {
    private let root: String

    init() throws {
        root = NSTemporaryDirectory() + "roadmap-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root + "/roadmap", withIntermediateDirectories: true)
    }

    deinit {
        // A database that is closing on another thread deletes its log at the same moment, which stops one removal.
        for _ in 0..<3 where FileManager.default.fileExists(atPath: root) {
            try? FileManager.default.removeItem(atPath: root)
        }
    }

    func path(_ name: String) -> String { root + "/" + name }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }
}

/// A clock that shows what the test sets.
final class TestClock: Sendable {
    private let shown: Mutex<Instant>

    init(_ instant: Instant) { shown = Mutex(instant) }

    var now: Instant { shown.withLock { $0 } }

    var wall: WallClock { WallClock { self.now } }

    func set(_ text: String) {
        let next = instant(text)
        shown.withLock { $0 = next }
    }
}

func instant(_ text: String) -> Instant {
    guard let instant = Instant(rfc3339: text) else { preconditionFailure("\(text) is no instant") }
    return instant
}

func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("\(text) is no day") }
    return day
}

func week(_ text: String) -> ISOWeek {
    guard let week = ISOWeek(text) else { preconditionFailure("\(text) is no week") }
    return week
}

/// The refusal that `body` throws, when it is one of the roadmap.
func refusal<T>(_ body: () throws -> T) -> RoadmapError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? RoadmapError
    }
}
