import Testing

@testable import Roadmap

@Suite("Which weeks are to be delivered") struct DeliveryTests {
    private let test: TestTracker

    init() throws { test = try TestTracker(zone: "Europe/Berlin") }

    private func due() throws -> [String] { try test.tracker.read { try $0.weeksToDeliver().map(\.description) } }

    private func deliver(_ name: String) throws {
        try test.tracker.perform(RecordDelivery(week(name), at: test.clock.now))
    }

    @Test("at first the last week alone, once the plan had begun in it")
    func first() throws {
        #expect(try due() == ["2026-W01"])
        test.clock.set("2026-01-02T12:00:00Z")
        #expect(try due() == [])
        test.clock.set("2026-06-10T12:00:00Z")
        #expect(try due() == ["2026-W23"])
    }

    @Test("afterwards every week that ended since, however many were missed")
    func missed() throws {
        try deliver("2026-W01")
        #expect(try due() == [])
        test.clock.set("2026-02-03T12:00:00Z")
        #expect(try due() == ["2026-W02", "2026-W03", "2026-W04", "2026-W05"])
        try deliver("2026-W02")
        #expect(try due() == ["2026-W03", "2026-W04", "2026-W05"])
    }

    @Test("a week ends at midnight of the reporting zone")
    func midnight() throws {
        try deliver("2026-W01")
        test.clock.set("2026-01-11T22:59:59Z")
        #expect(try due() == [])
        test.clock.set("2026-01-11T23:00:00Z")
        #expect(try due() == ["2026-W02"])
    }

    @Test("week 53 comes between week 52 and week 1")
    func newYear() throws {
        try deliver("2026-W52")
        test.clock.set("2027-01-12T12:00:00Z")
        #expect(try due() == ["2026-W53", "2027-W01"])
    }

    @Test("delivered twice is recorded once, at the first time; a clock that went back delivers nothing")
    func twice() throws {
        try deliver("2026-W01")
        let first = test.clock.now
        test.clock.set("2026-01-10T12:00:00Z")
        try deliver("2026-W01")
        let at = try test.tracker.read {
            try $0.db.first("SELECT delivered_at FROM report_delivery") { $0.text(0) }
        }
        #expect(at == first.rfc3339)
        #expect(try test.count("SELECT COUNT(*) FROM report_delivery") == 1)
        test.clock.set("2025-12-01T12:00:00Z")
        #expect(try due() == [])
    }
}
