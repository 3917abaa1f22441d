import Testing

@testable import Roadmap

@Suite struct ISOWeekTests {
    @Test(
        "days near New Year belong to the week-year of their Thursday",
        arguments: [
            ("2027-01-01", "2026-W53"), ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01"),
            ("2024-12-30", "2025-W01"), ("2024-12-29", "2024-W52"), ("2026-01-01", "2026-W01"),
            ("2025-12-29", "2026-W01"), ("2021-01-03", "2020-W53"), ("2026-07-23", "2026-W30"),
        ])
    func weekYear(_ day: String, _ week: String) throws {
        #expect(ISOWeek(containing: try #require(Day(day))).description == week)
    }

    @Test("2026 has 53 weeks, its neighbours 52")
    func count() {
        #expect([2020, 2025, 2026, 2027, 2032].map(ISOWeek.weeks(in:)) == [53, 52, 53, 52, 53])
        // 71 of the 400 years of the Gregorian cycle are long.
        #expect((2000..<2400).count { ISOWeek.weeks(in: $0) == 53 } == 71)
    }

    @Test("a week goes from Monday to Sunday and on to the next")
    func days() throws {
        let week = try #require(ISOWeek("2026-W53"))
        #expect(week.first.iso == "2026-12-28")
        #expect(week.last.iso == "2027-01-03")
        #expect(week.next.description == "2027-W01")
        #expect(week.next.previous == week)
        #expect(ISOWeek(containing: week.first) == week)
        #expect(ISOWeek(containing: week.last) == week)
        #expect(week < week.next)
    }

    @Test("a week that the year does not have says how many it has")
    func missingWeek() {
        #expect(ISOWeek("2025-W53") == nil)
        let error = #expect(throws: CalendarError.self) { try ISOWeek(parsing: "2025-W53") }
        #expect(error?.message == "There is no week 53 in 2025: that year has 52 weeks")
        #expect(error?.tip == "Choose a week from 2025-W01 to 2025-W52.")
    }

    @Test(
        "what is not a week is refused with an example",
        arguments: ["2026-3", "2026W03", "2026-W3", "2026-w03", "2026-W03 ", "W03", "2026-W003", ""])
    func malformed(_ text: String) {
        #expect(ISOWeek(text) == nil)
        let error = #expect(throws: CalendarError.self) { try ISOWeek(parsing: text) }
        #expect(error?.message == "“\(text)” is not an ISO week")
        #expect(error?.tip.contains("2026-W03") == true)
    }

    @Test("week zero does not exist")
    func weekZero() {
        #expect(throws: CalendarError.self) { try ISOWeek(parsing: "2026-W00") }
        #expect(throws: Never.self) { try ISOWeek(parsing: "2026-W01") }
    }
}
