import Foundation
import Testing

@testable import Roadmap

@Suite struct TimeZoneRulesTests {
    @Test(
        "local time is what the zone's clocks show",
        arguments: [
            ("Europe/Berlin", "2026-03-29T00:59:59Z", "CET", 3600),
            ("Europe/Berlin", "2026-03-29T01:00:00Z", "CEST", 7200),
            ("Europe/Berlin", "2026-10-25T00:59:59Z", "CEST", 7200),
            ("Europe/Berlin", "2026-10-25T01:00:00Z", "CET", 3600),
            ("America/New_York", "2026-03-08T06:59:59Z", "EST", -18_000),
            ("America/New_York", "2026-03-08T07:00:00Z", "EDT", -14_400),
            ("America/New_York", "2026-11-01T06:00:00Z", "EST", -18_000),
            ("Asia/Kathmandu", "2026-01-01T00:00:00Z", "+0545", 20_700),
            ("Asia/Kathmandu", "1985-12-31T00:00:00Z", "+0530", 19_800),
            ("Europe/Dublin", "2026-01-01T00:00:00Z", "GMT", 0),
            ("Europe/Dublin", "2026-07-01T00:00:00Z", "IST", 3600),
            ("Africa/Casablanca", "2025-03-15T00:00:00Z", "+00", 0),
            ("Etc/UTC", "2026-01-01T00:00:00Z", "UTC", 0),
            ("UTC", "2026-07-01T00:00:00Z", "UTC", 0),
            ("Europe/Berlin", "1800-01-01T00:00:00Z", "LMT", 3208),
        ])
    func offsets(_ name: String, _ text: String, _ abbreviation: String, _ offset: Int) throws {
        let zone = try TimeZoneRules(named: name)
        let instant = try #require(Instant(rfc3339: text))
        #expect(zone.offset(at: instant) == offset)
        #expect(zone.abbreviation(at: instant) == abbreviation)
    }

    @Test("after the file's last transition its yearly rule holds for ever")
    func footer() throws {
        let berlin = try TimeZoneRules(named: "Europe/Berlin")
        func offset(_ text: String) throws -> Int { berlin.offset(at: try #require(Instant(rfc3339: text))) }
        // The last Sundays of March and October 2100 are the 28th and the 31st.
        #expect(try offset("2100-03-28T00:59:59Z") == 3600)
        #expect(try offset("2100-03-28T01:00:00Z") == 7200)
        #expect(try offset("2100-10-31T00:59:59Z") == 7200)
        #expect(try offset("2100-10-31T01:00:00Z") == 3600)
        let dublin = try TimeZoneRules(named: "Europe/Dublin")
        #expect(dublin.abbreviation(at: try #require(Instant(rfc3339: "2100-01-01T00:00:00Z"))) == "GMT")
        #expect(dublin.abbreviation(at: try #require(Instant(rfc3339: "2100-07-01T00:00:00Z"))) == "IST")
        let sydney = try TimeZoneRules(named: "Australia/Sydney")
        #expect(sydney.abbreviation(at: try #require(Instant(rfc3339: "2100-01-01T00:00:00Z"))) == "AEDT")
        #expect(sydney.offset(at: try #require(Instant(rfc3339: "2100-12-31T23:59:59Z"))) == 39_600)
        #expect(sydney.offset(at: try #require(Instant(rfc3339: "2100-07-01T00:00:00Z"))) == 36_000)
    }

    @Test(
        "a day starts at its first instant",
        arguments: [
            ("UTC", "2026-01-09", "2026-01-09T00:00:00Z"),
            ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"),
            ("Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z"),
            ("Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z"),
            ("America/New_York", "2026-11-02", "2026-11-02T05:00:00Z"),
            // Clocks went from 00:00 to 01:00: the day's first hour never was.
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
            // Clocks went back from 00:00 to 23:00: midnight came an hour later.
            ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"),
            // Clocks went back from 01:00 to 00:00: the first of the two midnights.
            ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"),
            // Clocks went back from 00:01 to 23:01: the day had already begun.
            ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z"),
            ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z"),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
            ("Asia/Beirut", "2100-03-28", "2100-03-27T22:00:00Z"),
        ])
    func starts(_ name: String, _ day: String, _ start: String) throws {
        let zone = try TimeZoneRules(named: name)
        let instant = zone.start(of: try #require(Day(day)))
        #expect(instant == Instant(rfc3339: start))
        #expect(zone.day(of: instant).iso == day)
        #expect(zone.day(of: instant.adding(milliseconds: -1)) < zone.day(of: instant))
    }

    @Test("a day that the zone skipped is empty")
    func skippedDay() throws {
        let apia = ReportingCalendar(zone: try TimeZoneRules(named: "Pacific/Apia"))
        let skipped = apia.bounds(of: try #require(Day("2011-12-30")))
        #expect(skipped.isEmpty)
        #expect(apia.day(of: skipped.lowerBound).iso == "2011-12-31")
        #expect(apia.day(of: skipped.lowerBound.adding(milliseconds: -1)).iso == "2011-12-29")
    }

    @Test("the time of day is rounded down to the second")
    func timeOfDay() throws {
        let zone = try TimeZoneRules(named: "Asia/Kathmandu")
        let time = zone.timeOfDay(of: try #require(Instant(rfc3339: "2026-01-09T20:14:59.999Z")))
        #expect(time == (1, 59, 59))
        #expect(TimeZoneRules.utc.timeOfDay(of: Instant(milliseconds: -1)) == (23, 59, 59))
    }

    @Test("instants at the ends of the range do no harm")
    func extremes() throws {
        let zone = try TimeZoneRules(named: "America/New_York")
        for instant in [Instant(milliseconds: .min), Instant(milliseconds: .max)] {
            #expect(zone.offset(at: instant) < 0)
            #expect(zone.start(of: zone.day(of: instant)) != Instant(milliseconds: 0))
        }
    }

    @Test("a misspelt name is refused with the closest")
    func misspelt() {
        let error = #expect(throws: CalendarError.self) { try TimeZoneRules(named: "Europe/Berln") }
        #expect(error?.message == "There is no time zone “Europe/Berln”")
        #expect(error?.tip.hasPrefix("Did you mean Europe/Berlin") == true)
    }

    @Test(
        "a name never leads out of the folder",
        arguments: [
            "../../../etc/passwd", "/etc/passwd", "Europe/../UTC", "Europe//Berlin", ".", "", "Europe", "a\0b", "Etc/",
        ])
    func escaping(_ name: String) {
        #expect(throws: CalendarError.self) { try TimeZoneRules(named: name) }
    }

    @Test("without the files the tip names the package, and UTC still works")
    func noFiles() throws {
        let folder = "/nowhere/zoneinfo"
        let error = #expect(throws: CalendarError.self) { try TimeZoneRules(named: "Europe/Berlin", folder: folder) }
        #expect(error?.tip == "Install the package tzdata, or use UTC.")
        #expect(try TimeZoneRules(named: "UTC", folder: folder) == .utc)
    }

    @Test("files that count leap seconds are refused")
    func leapSeconds() {
        let error = #expect(throws: CalendarError.self) { try TimeZoneRules(named: "right/Europe/Berlin") }
        #expect(error?.message.contains("counts leap seconds") == true)
    }

    @Test("a damaged file is an error wherever it is cut")
    func damaged() throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: TimeZoneRules.systemFolder + "/Europe/Berlin")))
        #expect(throws: Never.self) { try TimeZoneFile(parsing: bytes) }
        for length in 0..<bytes.count {
            #expect(throws: TimeZoneFile.Malformed.self) { try TimeZoneFile(parsing: Array(bytes.prefix(length))) }
        }
    }

    @Test(
        "a recurring rule reads every form",
        arguments: [
            "UTC0", "<+0330>-3:30", "EST5EDT,M3.2.0,M11.1.0", "IST-1GMT0,M10.5.0,M3.5.0/1", "A-1", "X", "EST5EDT",
            "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EET-2EEST,M3.4.4/50,M10.4.4/50", "AAA3BBB,J60,J300",
            "AAA3BBB,59,299/3:30:15",
            "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0,", "EST25", "EST5EDT,J0,J1",
        ])
    func rules(_ text: String) {
        let refused = [
            "A-1", "X", "EST5EDT", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0,",
            "EST25", "EST5EDT,J0,J1",
        ]
        #expect((RecurringRule(posix: text) == nil) == refused.contains(text))
    }

    @Test("daylight saving time that never ends holds all year")
    func allYear() throws {
        let rule = try #require(RecurringRule(posix: "XXX3EDT4,0/0,J365/23"))
        for text in ["2026-01-01T03:59:59Z", "2026-01-01T04:00:00Z", "2026-07-01T00:00:00Z", "2027-01-01T03:30:00Z"] {
            let second = try #require(Instant(rfc3339: text)).seconds
            #expect(rule.span(at: second).local.abbreviation == "EDT", "\(text)")
        }
    }
}
