/// What holds after the last transition that a time zone file lists: standard time for ever, or daylight saving time
/// that begins and ends by the same rule every year.
///
/// The text form is POSIX' `TZ` variable with the extensions of RFC 9636, section 3.3.1: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct RecurringRule: Sendable, Hashable {
    private let standard: TimeZoneFile.Local
    private let daylight: Daylight?

    private struct Daylight: Sendable, Hashable {
        let local: TimeZoneFile.Local
        let begins: YearlyMoment
        let ends: YearlyMoment
    }

    /// - Returns: `nil` when the text is not such a rule, or leaves the dates of daylight saving time open.
    init?(posix string: String) {
        var text = TextScanner(string)
        guard let name = RecurringRule.name(&text), let offset = RecurringRule.seconds(&text, hours: 24) else {
            return nil
        }
        standard = TimeZoneFile.Local(offset: -offset, abbreviation: name)
        if text.isAtEnd {
            daylight = nil
            return
        }
        guard let name = RecurringRule.name(&text) else { return nil }
        var ahead = standard.offset + 3600
        if text.next != UInt8(ascii: ",") {
            guard let offset = RecurringRule.seconds(&text, hours: 24) else { return nil }
            ahead = -offset
        }
        guard text.take(","), let begins = YearlyMoment(&text), text.take(","), let ends = YearlyMoment(&text),
            text.isAtEnd
        else { return nil }
        daylight = Daylight(
            local: TimeZoneFile.Local(offset: ahead, abbreviation: name), begins: begins, ends: ends)
    }

    /// What holds at this second since 1970.
    func span(at second: Int64) -> TimeZoneFile.Span {
        guard let daylight else { return TimeZoneFile.Span(local: standard, end: nil) }
        let day = Int32(clamping: Day.quotient(second + Int64(standard.offset), 86_400))
        let year = Day(daysSince1970: day).civil.year
        var holds: (since: Int64, local: TimeZoneFile.Local)?
        var end = Int64.max
        // A rule may reach up to a week across New Year, so the neighbouring years have a say.
        for year in (year - 1)...(year + 1) {
            // The end comes first: where both fall together, daylight saving time goes on all year.
            let ending = daylight.ends.seconds(in: year) - Int64(daylight.local.offset)
            let beginning = daylight.begins.seconds(in: year) - Int64(standard.offset)
            for (since, local) in [(ending, standard), (beginning, daylight.local)] {
                if since > second {
                    end = min(end, since)
                } else if holds.map({ since >= $0.since }) ?? true {
                    holds = (since, local)
                }
            }
        }
        return TimeZoneFile.Span(local: holds?.local ?? standard, end: end)
    }

    /// Three or more letters, or anything but `>` between `<` and `>`.
    private static func name(_ text: inout TextScanner) -> String? {
        if text.take("<") {
            let name = text.run { $0 != UInt8(ascii: ">") }
            return text.take(">") && name.utf8.count >= 3 ? name : nil
        }
        let name = text.run { (0x41...0x5A).contains($0 & 0xDF) }
        return name.utf8.count >= 3 ? name : nil
    }

    /// `[+-]h[h][:mm[:ss]]` in seconds.
    fileprivate static func seconds(_ text: inout TextScanner, hours limit: Int) -> Int? {
        let isNegative = text.take("-")
        if !isNegative { _ = text.take("+") }
        guard let hours = text.number(upTo: limit) else { return nil }
        var seconds = hours * 3600
        if text.take(":") {
            guard let minutes = text.digits(2), minutes < 60 else { return nil }
            seconds += minutes * 60
            if text.take(":") {
                guard let more = text.digits(2), more < 60 else { return nil }
                seconds += more
            }
        }
        return isNegative ? -seconds : seconds
    }
}

/// A moment that comes once a year, in local time: "the last Sunday in March at 2 o'clock".
private struct YearlyMoment: Sendable, Hashable {
    private enum Date: Hashable {
        /// 1...365, 29 February never counted.
        case dayWithoutLeap(Int)
        /// 0...365, 29 February counted.
        case dayWithLeap(Int)
        /// Weekday 0 is Sunday; week 5 is the last that has such a day.
        case weekday(Int, week: Int, month: Int)
    }

    private let date: Date
    /// Seconds after the day's midnight; may lie on other days, up to a week away.
    private let time: Int

    init?(_ text: inout TextScanner) {
        if text.take("J") {
            guard let day = text.number(upTo: 365), day >= 1 else { return nil }
            date = .dayWithoutLeap(day)
        } else if text.take("M") {
            guard let month = text.number(upTo: 12), month >= 1, text.take("."),
                let week = text.number(upTo: 5), week >= 1, text.take("."), let weekday = text.number(upTo: 6)
            else { return nil }
            date = .weekday(weekday, week: week, month: month)
        } else {
            guard let day = text.number(upTo: 365) else { return nil }
            date = .dayWithLeap(day)
        }
        if text.take("/") {
            guard let seconds = RecurringRule.seconds(&text, hours: 167) else { return nil }
            time = seconds
        } else {
            time = 2 * 3600
        }
    }

    /// Local seconds since 1970, as if local time were UTC.
    func seconds(in year: Int) -> Int64 {
        Int64(dayNumber(in: year)) * 86_400 + Int64(time)
    }

    private func dayNumber(in year: Int) -> Int {
        switch date {
        case .dayWithoutLeap(let day):
            return Day.number(year: year, month: 1, day: 1) + day - 1 + (day >= 60 && Day.isLeap(year) ? 1 : 0)
        case .dayWithLeap(let day):
            return Day.number(year: year, month: 1, day: 1) + day
        case .weekday(let weekday, let week, let month):
            let first = Day.number(year: year, month: month, day: 1)
            // 1970-01-01, day 0, was a Thursday: 4 when Sunday is 0.
            let toWeekday = Day.remainder(weekday - Day.remainder(first + 4, 7), 7)
            let inMonth = toWeekday + (week - 1) * 7
            return first + (inMonth < Day.daysIn(month: month, of: year) ? inMonth : inMonth - 7)
        }
    }
}
