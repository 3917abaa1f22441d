import Testing

@testable import Roadmap

@Suite("A change that is made once for a key") struct OnceTests {
    private let test: TestTracker

    init() throws { test = try TestTracker() }

    private func post(_ value: Double, key: String = "k", request: String? = nil) throws -> String {
        let reading = try RecordReading(
            value, of: test.tracker.plan.metric(named: "cacheHitRate"), source: .script, by: Author("", by: .api),
            now: test.clock.now)
        return try test.tracker.perform(
            Once(reading, key: key, request: request ?? "POST \(value)", now: test.clock.now) { "reading \($0.id)" })
    }

    @Test("the same key and request is answered as the first time, and writes nothing")
    func again() throws {
        let first = try post(10)
        #expect(try post(10) == first)
        #expect(try post(10, key: "other") != first)
        #expect(try test.count("SELECT COUNT(*) FROM reading") == 2)
    }

    @Test("the same key with another request is refused")
    func reused() throws {
        _ = try post(10)
        #expect(refusal { try post(11) }?.kind == .keyReused)
        #expect(try test.count("SELECT COUNT(*) FROM reading") == 1)
    }

    @Test("a key is remembered for a day")
    func forgotten() throws {
        _ = try post(10)
        test.clock.set("2026-01-10T12:00:00Z")
        #expect(refusal { try post(11) }?.kind == .keyReused)
        test.clock.set("2026-01-10T12:00:01Z")
        _ = try post(11)
        #expect(try test.count("SELECT COUNT(*) FROM reading") == 2)
        #expect(try test.count("SELECT COUNT(*) FROM idempotency_key") == 1)
    }

    @Test("a change that was refused is not remembered")
    func refused() throws {
        let undo = UndoChange(999, by: Author("", by: .api), at: test.clock.now, calendar: test.calendar)
        let once = Once(undo, key: "k", request: "undo", now: test.clock.now) { "\($0)" }
        #expect(refusal { try test.tracker.perform(once) }?.kind == .notFound)
        #expect(try test.count("SELECT COUNT(*) FROM idempotency_key") == 0)
        _ = try post(10)
    }
}
