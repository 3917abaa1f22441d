/// A civil day of the proleptic Gregorian calendar, without a time zone.
///
/// Days are counted, so that they compare and subtract as numbers; the conversion is Howard Hinnant's
/// "days from civil" (https://howardhinnant.github.io/date_algorithms.html): a year begins in March, so that the
/// leap day is its last, and 400 years always have 146,097 days.
public struct Day: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01, negative before it.
    public let daysSince1970: Int32

    public init(daysSince1970: Int32) {
        self.daysSince1970 = daysSince1970
    }

    /// - Returns: `nil` when there is no such day, or the year is not within 0...9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month) else { return nil }
        guard (1...Day.daysIn(month: month, of: year)).contains(day) else { return nil }
        daysSince1970 = Int32(clamping: Day.number(year: year, month: month, day: day))
    }

    /// Reads `2026-01-09` and nothing else: four, two and two digits, and a day that exists.
    public init?(_ iso: String) {
        var text = TextScanner(iso)
        self.init(&text)
        guard text.isAtEnd else { return nil }
    }

    init?(_ text: inout TextScanner) {
        guard let year = text.digits(4), text.take("-"), let month = text.digits(2), text.take("-"),
            let day = text.digits(2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public static func < (first: Day, second: Day) -> Bool { first.daysSince1970 < second.daysSince1970 }

    public var year: Int { civil.year }
    /// 1...12
    public var month: Int { civil.month }
    /// 1...31
    public var day: Int { civil.day }

    /// The ISO day of the week: 1 is Monday, 7 is Sunday. 1970-01-01 was a Thursday.
    public var weekday: Int { Day.remainder(Int(daysSince1970) + 3, 7) + 1 }

    public func adding(days: Int) -> Day {
        let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
        return Day(daysSince1970: overflow ? (days < 0 ? .min : .max) : Int32(clamping: sum))
    }

    /// The same day of the month so many months later, or that month's last day when it is shorter:
    /// one month after 31 January is 28 or 29 February.
    public func adding(months: Int) -> Day {
        let civil = civil
        let count = civil.year * 12 + civil.month - 1 + min(max(months, -1_000_000), 1_000_000)
        let year = Day.quotient(count, 12)
        let month = Day.remainder(count, 12) + 1
        let day = min(civil.day, Day.daysIn(month: month, of: year))
        return Day(daysSince1970: Int32(clamping: Day.number(year: year, month: month, day: day)))
    }

    /// How many days after `other` this day is.
    public func days(since other: Day) -> Int { Int(daysSince1970) - Int(other.daysSince1970) }

    /// The last day of this day's month.
    public var endOfMonth: Day {
        let civil = civil
        return adding(days: Day.daysIn(month: civil.month, of: civil.year) - civil.day)
    }

    /// The first day of this day's month.
    public var startOfMonth: Day { adding(days: 1 - day) }

    /// `2026-01-09`. Years outside 0...9999, which no text can name, carry a sign.
    public var iso: String {
        let civil = civil
        let sign = civil.year < 0 ? "-" : civil.year > 9999 ? "+" : ""
        return sign + padded(abs(civil.year), 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2)
    }

    /// For people: `9 Jan 2026`.
    public var long: String {
        let civil = civil
        return "\(civil.day) \(Day.monthNames[civil.month - 1]) \(civil.year)"
    }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension Day: CustomStringConvertible {
    public var description: String { iso }
}

extension Day {
    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func daysIn(month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a day of the Gregorian calendar, for any year.
    static func number(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let era = quotient(marchYear, 400)
        let yearOfEra = marchYear - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The reverse of `number(year:month:day:)`.
    var civil: (year: Int, month: Int, day: Int) {
        let days = Int(daysSince1970) + 719_468
        let era = Day.quotient(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Division that rounds down, so that what lies before 1970 works like what lies after.
    static func quotient<Number: BinaryInteger>(_ number: Number, _ divisor: Number) -> Number {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    static func remainder<Number: BinaryInteger>(_ number: Number, _ divisor: Number) -> Number {
        let remainder = number % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}

/// The number with zeros in front, at least `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
