import Storage

/// Writes down that a week's report is in the folder.
public struct RecordDelivery: Change {
    private let week: ISOWeek
    private let at: Instant

    public init(_ week: ISOWeek, at: Instant) {
        self.week = week
        self.at = at
    }

    public func apply(_ db: Connection) throws {
        try db.execute(
            "INSERT INTO report_delivery (week, delivered_at) VALUES ($1, $2) ON CONFLICT (week) DO NOTHING",
            "\(week)", at.rfc3339)
    }
}

extension Progress {
    /// The weeks that have ended since the last one that was delivered; only the last one when none ever was.
    public func weeksToDeliver() throws -> [ISOWeek] {
        let last = ISOWeek(containing: today).previous
        let delivered = try db.first("SELECT MAX(week) FROM report_delivery") { $0.optionalText(0) } ?? nil
        guard let delivered, let newest = ISOWeek(delivered) else {
            return last.last >= plan.start ? [last] : []
        }
        var weeks: [ISOWeek] = []
        var week = newest.next
        while week <= last {
            weeks.append(week)
            week = week.next
        }
        return weeks
    }
}
