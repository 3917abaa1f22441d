/// A time zone by its IANA name: how far local time is from UTC, at any instant past or to come.
///
/// The rules are read once from the system's time zone files; reading them again needs no restart, only a new value.
public struct TimeZoneRules: Sendable, Hashable {
    /// The IANA name, such as `Europe/Berlin`.
    public let name: String
    private let file: TimeZoneFile

    public static let utc = TimeZoneRules(name: "UTC", file: .utc)

    /// Where Debian's package tzdata puts its files.
    public static let systemFolder = "/usr/share/zoneinfo"

    /// Reads the zone's file. `UTC` needs none.
    ///
    /// - Throws: what is wrong with the name or its file, with the closest names as the tip.
    public init(named name: String, folder: String = TimeZoneRules.systemFolder) throws(CalendarError) {
        if name == "UTC" {
            self = .utc
        } else {
            self.init(name: name, file: try TimeZoneFolder(path: folder).file(named: name))
        }
    }

    init(name: String, file: TimeZoneFile) {
        self.name = name
        self.file = file
    }

    /// Seconds that local time is ahead of UTC: 3600 in Berlin in winter, negative in America.
    public func offset(at instant: Instant) -> Int {
        file.span(at: instant.seconds).local.offset
    }

    /// What local time is called then: `CET`, `CEST`, or `+0545` where no letters are in use.
    public func abbreviation(at instant: Instant) -> String {
        file.span(at: instant.seconds).local.abbreviation
    }

    /// The civil day on which the instant falls.
    public func day(of instant: Instant) -> Day {
        Day(daysSince1970: Int32(clamping: Day.quotient(localSeconds(of: instant), 86_400)))
    }

    /// What a clock on the wall shows then, rounded down to the second.
    public func timeOfDay(of instant: Instant) -> (hour: Int, minute: Int, second: Int) {
        let second = Int(Day.remainder(localSeconds(of: instant), 86_400))
        return (second / 3600, second / 60 % 60, second % 60)
    }

    /// The first instant of a civil day.
    ///
    /// Where clocks skip midnight it is the first instant after the gap, later than 00:00. A day that the zone skipped
    /// altogether begins where the next one does, so that it is empty. Where clocks were set back across midnight,
    /// so that the day begins twice, it is the first beginning.
    public func start(of day: Day) -> Instant {
        let midnight = Int64(day.daysSince1970) * 86_400
        // No zone is further from UTC than 26 hours (RFC 9636, section 3.2), so local time is before midnight here.
        var from = midnight - 26 * 3600
        while true {
            let span = file.span(at: from)
            let reached = max(from, midnight - Int64(span.local.offset))
            guard let end = span.end, reached >= end else { return Instant(seconds: reached) }
            from = end
        }
    }

    private func localSeconds(of instant: Instant) -> Int64 {
        let seconds = instant.seconds
        return seconds + Int64(file.span(at: seconds).local.offset)
    }
}
