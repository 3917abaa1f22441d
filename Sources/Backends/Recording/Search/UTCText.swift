/// An instant as RFC 3339 text in UTC, such as `2026-02-14T15:04:05.678Z`.
enum UTCText {
    /// - Parameter milliseconds: since 1970.
    static func of(_ milliseconds: Int64) -> String {
        let day = Grain.day.unit(of: milliseconds)
        let rest = milliseconds - day * Grain.day.length
        let (year, month, dayOfMonth) = civil(day)
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { padded($0, 2) }
        return
            "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T\(time.joined(separator: ":")).\(padded(rest % 1_000, 3))Z"
    }

    /// The date of a day counted from 1970-01-01, in the Gregorian calendar.
    ///
    /// Counted from 1 March of a year divisible by 400, so that the leap day is the last of its year, 400 years are
    /// 146,097 days, and months begin at day (153 m + 2) / 5.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
