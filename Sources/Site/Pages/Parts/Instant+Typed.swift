import Roadmap

extension Instant {
    /// What a browser's field for date and time sends: `2026-02-14T15:04`, in the reporting time zone.
    /// - Throws: `RoadmapError` for what is none; its field is `at`.
    init(typed text: String, calendar: ReportingCalendar) throws(RoadmapError) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        let clock = parts.count == 2 ? parts[1].split(separator: ":").map { Int($0) } : []
        guard parts.count == 2, let day = Day(String(parts[0])), clock.count >= 2, let hour = clock[0],
            let minute = clock[1], (0..<24).contains(hour), (0..<60).contains(minute)
        else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(40))” is not a date and time.", tip: "Write it as 2026-02-14T15:04.",
                field: "at")
        }
        self = calendar.instant(day, hour: hour, minute: minute)
    }
}
