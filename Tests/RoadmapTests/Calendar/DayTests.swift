import Testing

@testable import Roadmap

@Suite struct DayTests {
    @Test("a day is counted from 1970", arguments: [("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11_017)])
    func counting(_ text: String, _ number: Int32) {
        #expect(Day(text)?.daysSince1970 == number)
        #expect(Day(daysSince1970: number).iso == text)
    }

    @Test("every day of ten thousand years comes back from its number")
    func roundTrip() throws {
        var day = try #require(Day("0000-01-01"))
        var expected = (year: 0, month: 1, day: 1)
        while expected.year < 10_000 {
            guard day.civil == expected, Day(year: expected.year, month: expected.month, day: expected.day) == day
            else {
                Issue.record("\(day) should be \(expected)")
                return
            }
            day = day.adding(days: 1)
            expected.day += 1
            if expected.day > Day.daysIn(month: expected.month, of: expected.year) {
                expected = expected.month == 12 ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
            }
        }
    }

    @Test(
        "a day that does not exist, or is written otherwise, is refused",
        arguments: [
            "2026-02-29", "2026-02-30", "1900-02-29", "2026-04-31", "2026-1-9", "2026-01-09 ", "20260109", "x", "",
        ])
    func refusing(_ text: String) {
        #expect(Day(text) == nil)
        #expect(Day("2000-02-29") != nil)
        #expect(Day(year: 10_000, month: 1, day: 1) == nil)
        #expect(Day(year: -1, month: 1, day: 1) == nil)
    }

    @Test("months are added to the same day, or to the shorter month's last")
    func months() {
        #expect(Day("2026-01-31")?.adding(months: 1).iso == "2026-02-28")
        #expect(Day("2024-01-31")?.adding(months: 1).iso == "2024-02-29")
        #expect(Day("2026-01-31")?.adding(months: 12).iso == "2027-01-31")
        #expect(Day("2026-01-15")?.adding(months: -1).iso == "2025-12-15")
        #expect(Day("2026-03-31")?.adding(months: -13).iso == "2025-02-28")
        #expect(Day("2024-02-29")?.adding(months: 12).iso == "2025-02-28")
    }

    @Test("a day knows its weekday, its month's ends and its name for people")
    func properties() throws {
        let day = try #require(Day("2026-01-09"))
        #expect(day.weekday == 5)
        #expect(Day("1969-12-29")?.weekday == 1)
        #expect(Day("2026-02-01")?.weekday == 7)
        #expect(day.long == "9 Jan 2026")
        #expect(day.endOfMonth.iso == "2026-01-31")
        #expect(Day("2024-02-01")?.endOfMonth.iso == "2024-02-29")
        #expect(day.startOfMonth.iso == "2026-01-01")
        #expect((day.year, day.month, day.day) == (2026, 1, 9))
        #expect(day.adding(days: 30).days(since: day) == 30)
    }

    @Test("days beyond the range end at its end")
    func clamping() {
        #expect(Day(daysSince1970: .max).adding(days: .max).daysSince1970 == .max)
        #expect(Day(daysSince1970: .min).adding(days: .min).daysSince1970 == .min)
        #expect(Day(daysSince1970: 0).adding(months: .min).year < -80_000)
    }
}
