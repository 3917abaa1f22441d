/// Days and weeks as the team counts them: in its one reporting time zone.
public struct ReportingCalendar: Sendable, Hashable {
    public let zone: TimeZoneRules

    public init(zone: TimeZoneRules) {
        self.zone = zone
    }

    public static let utc = ReportingCalendar(zone: .utc)

    public func day(of instant: Instant) -> Day { zone.day(of: instant) }

    public func week(of instant: Instant) -> ISOWeek { ISOWeek(containing: day(of: instant)) }

    /// From the day's first instant to the next day's. Empty for a day that the zone skipped.
    public func bounds(of day: Day) -> Range<Instant> { bounds(from: day, through: day) }

    /// From Monday's first instant to the next Monday's.
    public func bounds(of week: ISOWeek) -> Range<Instant> { bounds(from: week.first, through: week.last) }

    /// From the first day's first instant to the one after the last day; empty when `last` is before `first`.
    public func bounds(from first: Day, through last: Day) -> Range<Instant> {
        let start = zone.start(of: first)
        return start..<max(start, zone.start(of: last.adding(days: 1)))
    }

    /// When the clocks here showed that time on that day. A time that a change of the clocks skipped is the instant as
    /// long after the change as it was meant to be after the old time; one that came twice is the first.
    public func instant(_ day: Day, hour: Int, minute: Int) -> Instant {
        let wall = Instant(seconds: (Int64(day.daysSince1970) * 1440 + Int64(hour * 60 + minute)) * 60)
        let before = Int64(zone.offset(at: wall.adding(seconds: -86_400)))
        let first = wall.adding(seconds: -before)
        let after = Int64(zone.offset(at: first))
        guard after != before else { return first }
        let second = wall.adding(seconds: -after)
        return Int64(zone.offset(at: second)) == after ? second : first
    }

    /// `14 Feb 2026, 15:04`
    public func format(_ instant: Instant) -> String {
        day(of: instant).long + ", " + time(of: instant)
    }

    /// `15:04`
    public func time(of instant: Instant) -> String {
        let time = zone.timeOfDay(of: instant)
        return padded(time.hour, 2) + ":" + padded(time.minute, 2)
    }

    /// How long ago: "just now", "5 min ago", "2 h ago", "yesterday", "3 days ago", and from a week on the date.
    ///
    /// Hours are counted on the same day and for up to twelve hours across midnight; days are civil days. What lies
    /// more than a minute in the future is written as `format(_:)` does.
    public func relative(_ instant: Instant, now: Instant) -> String {
        let seconds = now.seconds(since: instant)
        if seconds < -60 { return format(instant) }
        if seconds < 60 { return "just now" }
        if seconds < 3600 { return "\(Int(seconds / 60)) min ago" }
        let days = day(of: now).days(since: day(of: instant))
        if days <= 0 || seconds < 12 * 3600 { return "\(Int(seconds / 3600)) h ago" }
        if days == 1 { return "yesterday" }
        return days < 7 ? "\(days) days ago" : day(of: instant).long
    }
}
