import Testing

@testable import Roadmap

@Suite struct ReportingCalendarTests {
    private let berlin: ReportingCalendar

    init() throws {
        berlin = ReportingCalendar(zone: try TimeZoneRules(named: "Europe/Berlin"))
    }

    @Test("a week ends where the next begins, an hour shorter or longer when clocks change")
    func weeks() throws {
        let spring = berlin.bounds(of: try #require(ISOWeek("2026-W13")))
        #expect(spring.upperBound.seconds(since: spring.lowerBound) == Double((7 * 24 - 1) * 3600))
        let autumn = berlin.bounds(of: try #require(ISOWeek("2026-W43")))
        #expect(autumn.upperBound.seconds(since: autumn.lowerBound) == Double((7 * 24 + 1) * 3600))
        #expect(autumn.upperBound == berlin.bounds(of: try #require(ISOWeek("2026-W44"))).lowerBound)
    }

    @Test("late on Sunday evening in UTC it is already the next week in Berlin")
    func weekOfInstant() throws {
        let instant = try #require(Instant(rfc3339: "2026-01-11T23:30:00Z"))
        #expect(berlin.week(of: instant).description == "2026-W03")
        #expect(ReportingCalendar.utc.week(of: instant).description == "2026-W02")
        #expect(berlin.bounds(of: berlin.week(of: instant)).contains(instant))
    }

    @Test("every instant lies in the bounds of its day")
    func bounds() throws {
        var instant = try #require(Instant(rfc3339: "2026-01-01T00:00:00Z"))
        for _ in 0..<2000 {
            #expect(berlin.bounds(of: berlin.day(of: instant)).contains(instant))
            instant = instant.adding(seconds: 15_731)
        }
    }

    @Test("bounds that end before they begin are empty")
    func emptyBounds() throws {
        let day = try #require(Day("2026-01-09"))
        #expect(berlin.bounds(from: day, through: day.adding(days: -5)).isEmpty)
    }

    @Test("an instant is written in the zone's time")
    func format() throws {
        #expect(berlin.format(try #require(Instant(rfc3339: "2026-02-14T14:04:59Z"))) == "14 Feb 2026, 15:04")
        #expect(berlin.format(try #require(Instant(rfc3339: "2026-07-31T22:05:00Z"))) == "1 Aug 2026, 00:05")
    }

    @Test(
        "how long ago, in words",
        arguments: [
            ("2026-02-14T15:00:30Z", "just now"), ("2026-02-14T14:59:59Z", "just now"),
            ("2026-02-14T14:55:00Z", "5 min ago"), ("2026-02-14T14:00:01Z", "59 min ago"),
            ("2026-02-14T13:00:00Z", "2 h ago"), ("2026-02-13T23:30:00Z", "15 h ago"),
            ("2026-02-13T22:30:00Z", "yesterday"), ("2026-02-11T12:00:00Z", "3 days ago"),
            ("2026-02-08T12:00:00Z", "6 days ago"), ("2026-02-07T12:00:00Z", "7 Feb 2026"),
            ("2026-02-14T16:00:00Z", "14 Feb 2026, 17:00"),
        ])
    func relative(_ text: String, _ words: String) throws {
        let now = try #require(Instant(rfc3339: "2026-02-14T15:00:00Z"))
        #expect(berlin.relative(try #require(Instant(rfc3339: text)), now: now) == words)
    }

    @Test("shortly after midnight the last evening is still hours ago")
    func midnight() throws {
        let now = try #require(Instant(rfc3339: "2026-02-14T00:30:00Z"))
        let evening = try #require(Instant(rfc3339: "2026-02-13T22:00:00Z"))
        #expect(berlin.relative(evening, now: now) == "2 h ago")
    }

    @Test("a clock that has stopped shows what it was set to, the system's one moves on")
    func clocks() {
        let instant = Instant(seconds: 5)
        #expect(WallClock.fixed(instant).now == instant)
        #expect(WallClock.system.now > instant)
    }
}
