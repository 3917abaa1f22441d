import Testing

@testable import Roadmap

@Suite("Recording readings") struct ReadingTests {
    private let test: TestTracker
    private let metric: Metric

    init() throws {
        test = try TestTracker()
        metric = try test.tracker.plan.metric(named: "cacheHitRate")
    }

    private func record(_ value: Double, at: String? = nil, note: String = "") throws -> Reading {
        try test.tracker.perform(
            RecordReading(
                value, of: metric, at: at.map { instant($0) }, source: .manual, note: note,
                by: Author("Ada", by: .web), now: test.clock.now))
    }

    @Test("a reading is kept with all that was said, and the newest is the one that holds last")
    func keep() throws {
        let reading = try record(62.4, note: "after\nwarming")
        #expect(reading.note == "after warming" && reading.at == test.clock.now && reading.recordedBy == "Ada")
        _ = try record(50, at: "2026-01-08T23:59:59.999Z")
        let found = try test.tracker.read { try $0.newestReadings(5, of: metric).map(\.reading) }
        #expect(found.map(\.value) == [62.4, 50] && found.first == reading)
        #expect(try test.tracker.read { try $0.reading(of: metric, before: reading.at)?.value } == 50)
        #expect(try test.lines().map(\.detail) == ["50 %", "62.4 %"])
    }

    @Test("of two readings of one instant the later written one counts")
    func sameInstant() throws {
        _ = try record(1, at: "2026-01-08T10:00:00Z")
        _ = try record(2, at: "2026-01-08T10:00:00Z")
        let (newest, days) = try test.tracker.read { (try $0.newestReading(of: metric), try $0.days(5, of: metric)) }
        #expect(newest?.value == 2 && days.map(\.last) == [2])
    }

    @Test("a day's summary holds what its readings say, in whatever order they came")
    func summary() throws {
        for (value, at) in [(30.0, "2026-01-08T12:00:00Z"), (10, "2026-01-08T06:00:00Z"), (50, "2026-01-08T09:00:00Z")]
        {
            _ = try record(value, at: at)
        }
        _ = try record(5, at: "2026-01-07T23:59:59Z")
        let days = try test.tracker.read { try $0.days(10, of: metric) }
        #expect(days.map(\.day) == [day("2026-01-07"), day("2026-01-08")])
        #expect(days[1].readings == 3 && days[1].lowest == 10 && days[1].highest == 50 && days[1].last == 30)
        #expect(try test.tracker.read { try $0.days(1, of: metric) } == [days[1]])
    }

    @Test(
        "an instant of the future or of another age is refused",
        arguments: ["2026-01-09T12:01:01Z", "2030-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "1970-01-01T00:00:00Z"])
    func instants(at: String) throws {
        let error = try #require(refusal { try record(1, at: at) })
        #expect(error.kind == .invalid && error.field == "at")
        #expect(try test.count("SELECT COUNT(*) FROM reading") == 0)
    }

    @Test("a minute ahead is a clock that goes wrong, and is taken")
    func clocks() throws {
        _ = try record(1, at: "2026-01-09T12:01:00Z")
        _ = try record(1, at: "2000-01-01T00:00:00Z")
    }

    @Test("an impossible value is refused and leaves nothing")
    func values() throws {
        for value in [101, -.infinity, .nan, 1e300] {
            #expect(refusal { try record(value) }?.field == "value")
        }
        #expect(try test.count("SELECT COUNT(*) FROM reading") == 0)
        #expect(try test.lines().isEmpty)
    }

    @Test("a long note is cut, a metric that does not exist is named with the closest one")
    func edges() throws {
        #expect(try record(1, note: String(repeating: "🦀", count: 600)).note.count == 500)
        let error = try #require(refusal { try test.tracker.plan.metric(named: "cachehitrate") })
        #expect(error.kind == .notFound && error.closest.first == "cacheHitRate")
    }
}
