import Testing

@testable import Roadmap

@Suite("Many at once") struct ConcurrencyTests {
    @Test("sixteen that write at the same time lose nothing")
    func nothingLost() async throws {
        let test = try TestTracker()
        let metric = try test.tracker.plan.metric(named: "cacheHitRate")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    for round in 0..<20 {
                        let at = test.clock.now.adding(seconds: Int64(-writer * 100 - round))
                        try await test.tracker.perform(
                            RecordReading(
                                Double(writer), of: metric, at: at, source: .script, by: Author("\(writer)", by: .api),
                                now: test.clock.now))
                        try await test.tracker.perform(
                            RecordDogFooding(
                                .test, withBeast: round.isMultiple(of: 2), by: Author("\(writer)", by: .api),
                                at: test.clock.now, calendar: test.calendar))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try test.count("SELECT COUNT(*) FROM reading") == 320)
        #expect(try test.count("SELECT SUM(readings) FROM reading_day") == 320)
        #expect(try test.count("SELECT COUNT(DISTINCT recorded_by) FROM reading") == 16)
        #expect(try test.count("SELECT COUNT(*) FROM activity WHERE kind = 'reading.recorded'") == 320)
        let counts = try test.tracker.read { try $0.dogFooding(in: $0.today...$0.today) }
        #expect(counts[.test] == DogFoodingCount(withBeast: 160, byHand: 160))
        #expect(try test.tracker.integrityProblems() == [])
    }

    @Test("of many who tick one task, in two programs, one is on record and all the others see that one")
    func oneCompletion() async throws {
        let test = try TestTracker()
        let other = try test.another()
        let task = try test.task()
        let changes = try await withThrowingTaskGroup(of: TaskChange.self) { group in
            for person in 0..<16 {
                let tracker = person.isMultiple(of: 2) ? test.tracker : other
                group.addTask {
                    try await tracker.perform(
                        CompleteTask(
                            task, by: Author("\(person)", by: .web), at: test.clock.now, calendar: test.calendar))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(changes.count { $0.changed } == 1)
        #expect(Set(changes.map(\.state.completion?.by)).count == 1)
        #expect(try test.state().version == 1)
        #expect(try test.lines().count == 1)
        other.close()
    }

    @Test("of two who change the version they both have seen, one is refused")
    func oneVersion() async throws {
        let test = try TestTracker()
        let task = try test.task()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for person in 0..<8 {
                group.addTask {
                    do {
                        try await test.tracker.perform(
                            CompleteTask(
                                task, by: Author("\(person)", by: .web), at: test.clock.now, calendar: test.calendar,
                                expectedVersion: 0))
                        return true
                    } catch { return (error as? RoadmapError)?.kind != .outdated }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
    }
}
