import Storage

/// A value that the engine has measured, to be written down.
public struct EngineMeasurement: Sendable, Hashable {
    /// A name in TARGETS.md, or one that is not there: then it is left out.
    public let metric: String
    /// In the metric's unit.
    public let value: Double
    /// Over which time and how many samples, such as "last hour, 12,345 requests".
    public let note: String

    public init(_ metric: String, _ value: Double, note: String) {
        self.metric = metric
        self.value = value
        self.note = note
    }
}

/// What became of a measurement.
public enum EngineReadingOutcome: Sendable, Hashable {
    case recorded(Reading)
    /// There is a reading for the same instant, or a later one of the same hour.
    case present(Reading)
    /// The documents do not have the metric, or it cannot have the value.
    case refused(String)
}

/// Writes down what the engine has measured of itself: one reading for each metric and hour.
///
/// A later one of the same hour takes the place of an earlier one, which stays in the table as taken back. They are not
/// lines of the activity: a dozen an hour that nobody did would hide what people do.
public struct RecordEngineReadings: Change {
    private let measurements: [(metric: Metric?, measurement: EngineMeasurement)]
    private let at: Instant
    private let now: Instant

    private static let author = Author("", by: .engine)

    /// - Parameter at: the instant the values hold for, the end of their window.
    public init(_ measurements: [EngineMeasurement], at: Instant, plan: Plan, now: Instant) {
        self.measurements = measurements.map { measurement in
            (plan.metrics.first { $0.name == measurement.metric }, measurement)
        }
        self.at = at
        self.now = now
    }

    /// - Returns: for each measurement, in their order.
    public func apply(_ db: Connection) throws -> [EngineReadingOutcome] {
        try measurements.map { metric, measurement in
            guard let metric else { return .refused("TARGETS.md has no metric \(measurement.metric).") }
            do throws(RoadmapError) {
                try metric.validate(measurement.value)
            } catch {
                return .refused(error.message)
            }
            return try record(measurement, of: metric, in: db)
        }
    }

    private func record(
        _ measurement: EngineMeasurement, of metric: Metric, in db: Connection
    ) throws -> EngineReadingOutcome {
        let day = String(at.rfc3339.prefix(10))
        let earlier = try Reading.ofEngine(metric.name, inHourOf: at, in: db)
        if let earlier {
            if earlier.at >= at { return .present(earlier) }
            try db.execute("UPDATE reading SET retracted_at = $2 WHERE id = $1", earlier.id, now.rfc3339)
            try ReadingDay.rebuild(metric.name, day: day, in: db)
        }
        let note = measurement.note.line(upTo: 500)
        try db.execute(
            """
            INSERT INTO reading (metric, at, value, source, note, recorded_at, recorded_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            metric.name, at.rfc3339, measurement.value, Reading.Source.engine.rawValue, note, now.rfc3339,
            Self.author.name)
        let reading = Reading(
            id: db.lastInsertedID, metric: metric.name, at: at, value: measurement.value, source: .engine, note: note,
            recordedBy: Self.author.name)
        try ReadingDay.add(reading, in: db)
        try AuditEntry.record(
            Activity.Kind.readingRecorded.rawValue, subject: metric.name,
            before: earlier.map { metric.text($0.value) } ?? "", after: metric.text(measurement.value), by: Self.author,
            at: now, in: db)
        return .recorded(reading)
    }
}
