import Storage

/// One value of a metric at an instant.
public struct Reading: Sendable, Hashable, Identifiable {
    public enum Source: String, Sendable, CaseIterable {
        case manual, script, engine
    }

    public let id: Int64
    public let metric: String
    public let at: Instant
    /// In the metric's unit.
    public let value: Double
    public let source: Source
    public let note: String
    public let recordedBy: String

    private static let columns = "id, metric, at, value, source, note, recorded_by"

    private init(_ row: Row) throws {
        id = row.integer(0)
        metric = row.text(1)
        at = try Instant(stored: row.text(2))
        value = row.real(3)
        source = Source(rawValue: row.text(4)) ?? .script
        note = row.text(5)
        recordedBy = row.text(6)
    }

    init(id: Int64, metric: String, at: Instant, value: Double, source: Source, note: String, recordedBy: String) {
        self.id = id
        self.metric = metric
        self.at = at
        self.value = value
        self.source = source
        self.note = note
        self.recordedBy = recordedBy
    }

    /// The newest reading before an instant, or of all.
    static func newest(of metric: String, before: Instant? = nil, in db: Connection) throws -> Reading? {
        try db.first(
            """
            SELECT \(columns) FROM reading
            WHERE metric = $1 AND retracted_at IS NULL AND at < $2 ORDER BY at DESC, id DESC LIMIT 1
            """, metric, before?.rfc3339 ?? "9999"
        ) { try Reading($0) }
    }

    /// The engine's newest reading of the hour (UTC) that an instant is in.
    static func ofEngine(_ metric: String, inHourOf instant: Instant, in db: Connection) throws -> Reading? {
        let hour = instant.rfc3339.prefix(13)
        return try db.first(
            """
            SELECT \(columns) FROM reading
            WHERE metric = $1 AND retracted_at IS NULL AND at >= $2 AND at < $3 AND source = 'engine'
            ORDER BY at DESC, id DESC LIMIT 1
            """, metric, hour + ":", hour + ":99"
        ) { try Reading($0) }
    }

    /// The newest readings first, each with the line of the activity that undoes it.
    static func newest(
        _ count: Int, of metric: String, in db: Connection
    ) throws -> [(reading: Reading, activity: Int64?)] {
        try db.query(
            """
            SELECT \(columns), (
                SELECT MAX(a.id) FROM activity a
                WHERE a.row_id = reading.id AND a.kind IN ('reading.recorded', 'reading.restored')
                    AND a.undone_by IS NULL
            ) FROM reading
            WHERE metric = $1 AND retracted_at IS NULL ORDER BY at DESC, id DESC LIMIT $2
            """, metric, count
        ) { (try Reading($0), $0.optionalInteger(7)) }
    }
}

/// A metric's readings of one UTC day, as charts and trends use them.
public struct ReadingDay: Sendable, Hashable {
    public let day: Day
    public let readings: Int
    public let lowest: Double
    public let highest: Double
    public let last: Double
    public let lastAt: Instant

    /// When the day's last reading was, in days since 1970-01-01 UTC.
    public var position: Double { Double(lastAt.milliseconds) / 86_400_000 }

    /// The newest `count` days that have readings, oldest first.
    static func newest(_ count: Int, of metric: String, in db: Connection) throws -> [ReadingDay] {
        try db.query(
            """
            SELECT day, readings, lowest, highest, last_value, last_at FROM reading_day
            WHERE metric = $1 ORDER BY day DESC LIMIT $2
            """, metric, count
        ) { row in
            ReadingDay(
                day: try Day(stored: row.text(0)), readings: row.int(1), lowest: row.real(2), highest: row.real(3),
                last: row.real(4), lastAt: try Instant(stored: row.text(5)))
        }
        .reversed()
    }
}

extension Day {
    /// A day as the tables keep it.
    /// - Throws: `StorageError` for text that no version of this program has written.
    init(stored text: String) throws {
        guard let day = Day(text) else {
            throw StorageError(
                .corrupt, "The database holds “\(text)” where a day should be.",
                tip: "Restore a backup, or mend the row with sqlite3.")
        }
        self = day
    }
}
