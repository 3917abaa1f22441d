import Spelling
import Storage

/// What kind of work a dog-fooding entry counts.
public enum DogFoodingKind: String, Sendable, CaseIterable {
    case improvement, test, optimization, doc

    public var plural: String { rawValue + "s" }

    /// The kind of that name; the error names all of them.
    public init(named name: String) throws(RoadmapError) {
        guard let kind = DogFoodingKind(rawValue: name) else {
            throw RoadmapError(
                .notFound, "There is no dog-fooding kind “\(name)”.",
                tip: "The kinds are \(Self.allCases.map(\.rawValue).joined(separator: ", ")).", field: "kind",
                closest: Spelling.closest(to: name, among: Self.allCases.map(\.rawValue), limit: 1))
        }
        self = kind
    }
}

/// The share of a kind that is to be made with BEAST MODE.
public struct DogFoodingGoal: Sendable, Hashable {
    public let kind: DogFoodingKind
    /// In per cent.
    public let percent: Double

    public init(kind: DogFoodingKind, percent: Double) {
        self.kind = kind
        self.percent = percent
    }
}

/// How many entries were made with BEAST MODE and how many by hand.
public struct DogFoodingCount: Sendable, Hashable {
    public var withBeast = 0
    public var byHand = 0

    public init(withBeast: Int = 0, byHand: Int = 0) {
        self.withBeast = withBeast
        self.byHand = byHand
    }

    public var total: Int { withBeast + byHand }

    /// In per cent; `nil` without entries, which is no data and not zero.
    public var share: Double? { total == 0 ? nil : Double(withBeast) * 100 / Double(total) }

    public static func += (left: inout DogFoodingCount, right: DogFoodingCount) {
        left.withBeast += right.withBeast
        left.byHand += right.byHand
    }

    /// The counts by kind over the days of `range`.
    static func byKind(in range: ClosedRange<Day>, in db: Connection) throws -> [DogFoodingKind: DogFoodingCount] {
        var counts: [DogFoodingKind: DogFoodingCount] = [:]
        try db.forEach(
            """
            SELECT kind, SUM(with_beast), SUM(by_hand) FROM dogfood_day
            WHERE day BETWEEN $1 AND $2 GROUP BY kind
            """, range.lowerBound.iso, range.upperBound.iso
        ) { row in
            if let kind = DogFoodingKind(rawValue: row.text(0)) {
                counts[kind] = DogFoodingCount(withBeast: row.int(1), byHand: row.int(2))
            }
        }
        return counts
    }

    /// The counts by ISO week and kind, for the weeks from `first` on.
    static func byWeek(from first: ISOWeek, in db: Connection) throws -> [ISOWeek: [DogFoodingKind: DogFoodingCount]] {
        var weeks: [ISOWeek: [DogFoodingKind: DogFoodingCount]] = [:]
        try db.forEach(
            "SELECT kind, day, with_beast, by_hand FROM dogfood_day WHERE day >= $1", first.first.iso
        ) { row in
            guard let kind = DogFoodingKind(rawValue: row.text(0)) else { return }
            let week = ISOWeek(containing: try Day(stored: row.text(1)))
            weeks[week, default: [:]][kind, default: DogFoodingCount()] +=
                DogFoodingCount(withBeast: row.int(2), byHand: row.int(3))
        }
        return weeks
    }
}

/// One improvement, test, optimization or doc.
public struct DogFoodingEntry: Sendable, Hashable {
    public let kind: DogFoodingKind
    public let withBeast: Bool
    public let at: Instant
    public let note: String
    public let recordedBy: String
    /// The line of the activity that undoes it.
    public let activity: Int64?

    /// The newest entries first.
    static func newest(_ count: Int, in db: Connection) throws -> [DogFoodingEntry] {
        try db.query(
            """
            SELECT kind, with_beast, at, note, recorded_by, (
                SELECT MAX(a.id) FROM activity a
                WHERE a.row_id = dogfood_entry.id AND a.kind IN ('dogfood.recorded', 'dogfood.restored')
                    AND a.undone_by IS NULL
            ) FROM dogfood_entry WHERE retracted_at IS NULL ORDER BY id DESC LIMIT $1
            """, count
        ) { row in
            DogFoodingEntry(
                kind: try DogFoodingKind(named: row.text(0)), withBeast: row.flag(1),
                at: try Instant(stored: row.text(2)), note: row.text(3), recordedBy: row.text(4),
                activity: row.optionalInteger(5))
        }
    }
}

/// Writes down one improvement, test, optimization or doc.
public struct RecordDogFooding: Change {
    private let kind: DogFoodingKind
    private let withBeast: Bool
    private let note: String
    private let author: Author
    private let at: Instant
    private let calendar: ReportingCalendar

    /// - Parameters:
    ///   - withBeast: made with BEAST MODE, as against by hand.
    ///   - note: one line, shortened to 500 characters.
    public init(
        _ kind: DogFoodingKind, withBeast: Bool, note: String = "", by author: Author, at: Instant,
        calendar: ReportingCalendar
    ) {
        self.kind = kind
        self.withBeast = withBeast
        self.note = note.line(upTo: 500)
        self.author = author
        self.at = at
        self.calendar = calendar
    }

    /// The counts of its kind over all time, this entry included.
    public func apply(_ db: Connection) throws -> DogFoodingCount {
        let day = calendar.day(of: at).iso
        try db.execute(
            "INSERT INTO dogfood_entry (kind, with_beast, at, day, note, recorded_by) VALUES ($1, $2, $3, $4, $5, $6)",
            kind.rawValue, withBeast, at.rfc3339, day, note, author.name)
        let entry = db.lastInsertedID
        try DogFoodingCount.add(kind, day: day, withBeast: withBeast, times: 1, in: db)
        let detail = (withBeast ? "made with BEAST MODE" : "by hand") + (note.isEmpty ? "" : ": " + note)
        try Activity.record(
            .dogFoodingRecorded, subject: kind.rawValue, title: kind.rawValue, detail: detail, after: detail,
            row: entry,
            by: author, at: at, in: db)
        let counts = try db.first(
            "SELECT SUM(with_beast), SUM(by_hand) FROM dogfood_day WHERE kind = $1", kind.rawValue
        ) { DogFoodingCount(withBeast: $0.int(0), byHand: $0.int(1)) }
        return counts ?? DogFoodingCount()
    }
}

extension DogFoodingCount {
    /// Adds an entry to the summary of its day, or takes one away with `times: -1`.
    static func add(_ kind: DogFoodingKind, day: String, withBeast: Bool, times: Int, in db: Connection) throws {
        try db.execute(
            """
            INSERT INTO dogfood_day (kind, day, with_beast, by_hand) VALUES ($1, $2, $3, $4)
            ON CONFLICT (kind, day) DO UPDATE SET
                with_beast = dogfood_day.with_beast + excluded.with_beast,
                by_hand = dogfood_day.by_hand + excluded.by_hand
            """,
            kind.rawValue, day, withBeast ? times : 0, withBeast ? 0 : times)
    }
}
