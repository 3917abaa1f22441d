import CSQLite
import Testing

@testable import Roadmap
@testable import Storage

@Suite("The cost of questions") struct QueryPlanTests {
    private let test: TestTracker

    init() throws {
        test = try TestTracker()
        try test.complete()
        try test.record(10)
        try test.dogFood(.test)
    }

    /// How SQLite means to answer each statement that `ask` has made it prepare.
    private func plans(_ ask: (Progress) throws -> Void) throws -> [(sql: String, steps: [String])] {
        try test.tracker.read { progress in
            let connection = progress.db.handle.pointer
            let before = statements(of: connection)
            try ask(progress)
            return statements(of: connection).subtracting(before).sorted().map { sql in
                (sql, plan(of: sql, connection))
            }
        }
    }

    private func plan(of sql: String, _ connection: OpaquePointer) -> [String] {
        var statement: OpaquePointer?
        #expect(sqlite3_prepare_v2(connection, "EXPLAIN QUERY PLAN " + sql, -1, &statement, nil) == SQLITE_OK)
        defer { sqlite3_finalize(statement) }
        var steps: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            if let text = sqlite3_column_text(statement, 3) { steps.append(String(cString: text)) }
        }
        return steps
    }

    private func statements(of connection: OpaquePointer) -> Set<String> {
        var found: Set<String> = []
        var statement = sqlite3_next_stmt(connection, nil)
        while let current = statement {
            if let text = sqlite3_sql(current) { found.insert(String(cString: text)) }
            statement = sqlite3_next_stmt(connection, current)
        }
        return found.filter { $0.hasPrefix("SELECT") }
    }

    /// Steps that read a whole table of history, or sort what an index could give in order.
    private func costly(_ steps: [String]) -> [String] {
        steps.filter { step in
            let scans = step.hasPrefix("SCAN reading") || step.hasPrefix("SCAN activity")
            return scans || step.hasPrefix("SCAN task_event") && !step.contains("COVERING INDEX")
        }
    }

    @Test("readings are found by an index, newest first, without sorting")
    func readings() throws {
        let metric = try test.tracker.plan.metric(named: "cacheHitRate")
        let plans = try plans { progress in
            _ = try progress.newestReading(of: metric)
            _ = try progress.reading(of: metric, before: progress.now)
            _ = try progress.newestReadings(12, of: metric)
            _ = try progress.days(800, of: metric)
        }
        #expect(plans.count == 3)
        for (sql, steps) in plans {
            #expect(costly(steps) == [] && !steps.contains { $0.contains("TEMP B-TREE") }, "\(sql)")
            #expect(
                steps.contains { $0.contains("reading_by_metric (metric=?") || $0.contains("reading_day_1 (metric=?") },
                "\(sql): \(steps)")
        }
    }

    @Test("a page of activity costs the same however much there is")
    func activity() throws {
        let plans = try plans { progress in
            _ = try progress.activity(50)
            _ = try progress.activity(50, before: 1000)
            _ = try progress.activity(50, area: "task", before: 1000)
            _ = try progress.change(1)
        }
        #expect(plans.count == 3)
        for (sql, steps) in plans {
            #expect(costly(steps) == [] && !steps.contains { $0.contains("TEMP B-TREE") }, "\(sql): \(steps)")
        }
    }

    @Test("overdue and due tasks are found by their day")
    func tasks() throws {
        let plans = try plans { progress in
            _ = try progress.overdue(before: progress.today, showing: 5)
            _ = try progress.tasks(dueIn: progress.today...progress.today)
            _ = try progress.states(ofMonth: 1)
            _ = try progress.state(of: TaskID("x"))
        }
        for (sql, steps) in plans where sql.contains("completed_at IS NULL AND due") {
            #expect(steps.contains { $0.contains("task_open_by_due (due<?)") }, "\(sql): \(steps)")
        }
        #expect(plans.contains { $0.sql.contains("completed_at IS NULL AND due") })
        for (sql, steps) in plans where !sql.contains("BETWEEN") {
            #expect(!steps.contains { $0.hasPrefix("SCAN") }, "\(sql): \(steps)")
        }
    }

    @Test("no question of a page or a report reads all readings or all activity")
    func pages() throws {
        let plans = try plans { progress in
            _ = try progress.standing(problems: [])
            _ = try progress.report(of: week("2026-W02"))
            _ = try progress.burnUp()
            _ = try progress.newestDogFooding(8)
            _ = try progress.dogFoodingByWeek(from: week("2026-W01"))
            _ = try progress.orphans()
        }
        #expect(plans.count > 10)
        for (sql, steps) in plans { #expect(costly(steps) == [], "\(sql)") }
    }

    @Test("the check itself finds a scan")
    func check() throws {
        let plans = try plans { _ = try $0.db.first("SELECT COUNT(*) FROM reading WHERE value > 1") { $0.int(0) } }
        #expect(costly(plans[0].steps) != [])
    }
}
