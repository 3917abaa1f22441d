/// A week of ISO 8601: from Monday to Sunday, in the week-year that holds its Thursday.
///
/// The week-year is not the calendar year near New Year: 2027-01-01 belongs to 2026-W53.
public struct ISOWeek: Sendable, Hashable, Comparable {
    public let weekYear: Int
    /// 1...53
    public let week: Int

    /// - Returns: `nil` when that year has no such week, or the year is not within 0...9999.
    public init?(weekYear: Int, week: Int) {
        guard (0...9999).contains(weekYear), (1...ISOWeek.weeks(in: weekYear)).contains(week) else { return nil }
        self.weekYear = weekYear
        self.week = week
    }

    public init(containing day: Day) {
        let thursday = day.adding(days: 4 - day.weekday)
        let year = thursday.year
        weekYear = year
        week = (Int(thursday.daysSince1970) - Day.number(year: year, month: 1, day: 1)) / 7 + 1
    }

    /// Reads `2026-W03`.
    public init?(_ text: String) {
        guard let (year, week) = ISOWeek.numbers(in: text) else { return nil }
        self.init(weekYear: year, week: week)
    }

    /// Reads `2026-W03`, or says what is wrong with the text.
    public init(parsing text: String) throws(CalendarError) {
        guard let (year, number) = ISOWeek.numbers(in: text) else {
            throw CalendarError(
                message: "“\(text)” is not an ISO week",
                tip: "Write the year, -W and two digits, such as 2026-W03.")
        }
        guard let week = ISOWeek(weekYear: year, week: number) else {
            let count = ISOWeek.weeks(in: year)
            throw CalendarError(
                message: "There is no week \(number) in \(year): that year has \(count) weeks",
                tip: "Choose a week from \(padded(year, 4))-W01 to \(padded(year, 4))-W\(count).")
        }
        self = week
    }

    /// 52 or 53. A year has 53 weeks when it begins or ends on a Thursday; 28 December always lies in the last one.
    public static func weeks(in weekYear: Int) -> Int {
        let lastWeek = Day.number(year: weekYear, month: 12, day: 28)
        return ISOWeek(containing: Day(daysSince1970: Int32(clamping: lastWeek))).week
    }

    public static func < (one: ISOWeek, other: ISOWeek) -> Bool {
        (one.weekYear, one.week) < (other.weekYear, other.week)
    }

    /// The Monday.
    public var first: Day {
        let fourthOfJanuary = Day(daysSince1970: Int32(clamping: Day.number(year: weekYear, month: 1, day: 4)))
        return fourthOfJanuary.adding(days: 1 - fourthOfJanuary.weekday + (week - 1) * 7)
    }

    /// The Sunday.
    public var last: Day { first.adding(days: 6) }

    public var next: ISOWeek { ISOWeek(containing: first.adding(days: 7)) }

    public var previous: ISOWeek { ISOWeek(containing: first.adding(days: -7)) }

    private static func numbers(in string: String) -> (year: Int, week: Int)? {
        var text = TextScanner(string)
        guard let year = text.digits(4), text.take("-"), text.take("W"), let week = text.digits(2), text.isAtEnd
        else { return nil }
        return (year, week)
    }
}

extension ISOWeek: CustomStringConvertible {
    /// `2026-W03`
    public var description: String { padded(weekYear, 4) + "-W" + padded(week, 2) }
}
