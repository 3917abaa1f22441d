import Storage

/// Writes down a value of a metric.
public struct RecordReading: Change {
    private let metric: Metric
    private let value: Double
    private let at: Instant
    private let source: Reading.Source
    private let note: String
    private let author: Author
    private let recordedAt: Instant

    /// - Parameters:
    ///   - at: the instant the value holds for; `nil` for `now`.
    ///   - note: one line, shortened to 500 characters.
    /// - Throws: `RoadmapError` for a value the metric cannot have, an instant more than a minute ahead of `now`, or one
    ///   before 2000.
    public init(
        _ value: Double, of metric: Metric, at: Instant? = nil, source: Reading.Source, note: String = "",
        by author: Author, now: Instant
    ) throws(RoadmapError) {
        try metric.validate(value)
        if let at {
            guard at <= now.adding(seconds: 60) else {
                throw RoadmapError(
                    .invalid, "A reading cannot lie in the future, and \(at.rfc3339) does.",
                    tip: "Leave the time out for now, or send the instant it was measured.", field: "at")
            }
            guard at >= Self.earliest else {
                throw RoadmapError(
                    .invalid, "\(at.rfc3339) is too long ago for a reading.",
                    tip: "Readings begin with the year 2000.", field: "at")
            }
        }
        self.metric = metric
        self.value = value
        self.at = at ?? now
        self.source = source
        self.note = note.line(upTo: 500)
        self.author = author
        recordedAt = now
    }

    private static let earliest = Instant(milliseconds: 946_684_800_000)

    public func apply(_ db: Connection) throws -> Reading {
        try db.execute(
            """
            INSERT INTO reading (metric, at, value, source, note, recorded_at, recorded_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            metric.name, at.rfc3339, value, source.rawValue, note, recordedAt.rfc3339, author.name)
        let reading = Reading(
            id: db.lastInsertedID, metric: metric.name, at: at, value: value, source: source, note: note,
            recordedBy: author.name)
        try ReadingDay.add(reading, in: db)
        try Activity.record(
            .readingRecorded, subject: metric.name, title: metric.title, detail: metric.text(value),
            after: metric.text(value), row: reading.id, by: author, at: recordedAt, in: db)
        return reading
    }
}

extension ReadingDay {
    /// Adds a reading to the summary of its day.
    static func add(_ reading: Reading, in db: Connection) throws {
        let at = reading.at.rfc3339
        try db.execute(
            """
            INSERT INTO reading_day (metric, day, readings, lowest, highest, last_value, last_at)
            VALUES ($1, $2, 1, $3, $3, $3, $4)
            ON CONFLICT (metric, day) DO UPDATE SET
                readings = reading_day.readings + 1,
                lowest = CASE WHEN excluded.lowest < reading_day.lowest THEN excluded.lowest ELSE reading_day.lowest END,
                highest = CASE WHEN excluded.highest > reading_day.highest
                    THEN excluded.highest ELSE reading_day.highest END,
                last_value = CASE WHEN excluded.last_at >= reading_day.last_at
                    THEN excluded.last_value ELSE reading_day.last_value END,
                last_at = CASE WHEN excluded.last_at >= reading_day.last_at
                    THEN excluded.last_at ELSE reading_day.last_at END
            """,
            reading.metric, String(at.prefix(10)), reading.value, at)
    }

    /// Makes the summary of one UTC day anew from its readings, after one was taken back.
    static func rebuild(_ metric: String, day: String, in db: Connection) throws {
        try db.execute("DELETE FROM reading_day WHERE metric = $1 AND day = $2", metric, day)
        try db.execute(
            """
            INSERT INTO reading_day (metric, day, readings, lowest, highest, last_value, last_at)
            SELECT r.metric, $2, COUNT(*), MIN(r.value), MAX(r.value),
                (SELECT value FROM reading WHERE metric = $1 AND retracted_at IS NULL AND at >= $2 AND at < $3
                 ORDER BY at DESC, id DESC LIMIT 1), MAX(r.at)
            FROM reading r WHERE r.metric = $1 AND r.retracted_at IS NULL AND r.at >= $2 AND r.at < $3
            GROUP BY r.metric
            """,
            metric, day, day + "T99")
    }
}
