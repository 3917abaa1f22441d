public import Engine
import Storage

extension RequestStore {
    /// How old the last beat of a run may be that is still believed to go on.
    static let patience: Int64 = 20_000

    public func uptime(from start: Int64, to end: Int64) throws -> Uptime? {
        let runs = try database.read { db in
            try db.query(
                "SELECT started_at, last_beat, stopped_at FROM run WHERE last_beat >= $1 OR id >= $2 ORDER BY id",
                start, try Self.lastRun(before: start, db)
            ) { Run(start: $0.integer(0), lastBeat: $0.integer(1), stop: $0.optionalInteger(2)) }
        }
        return UptimeSum(runs, from: start, to: end, patience: Self.patience).uptime
    }

    /// - Returns: the run's id.
    func startRun(at instant: Int64) throws -> Int64 {
        try database.write { db in
            // Two years are all that anybody asks for.
            try db.execute("DELETE FROM run WHERE last_beat < $1", instant - 731 * Grain.day.length)
            try db.execute("INSERT INTO run (started_at, last_beat) VALUES ($1, $1)", instant)
            return db.lastInsertedID
        }
    }

    func beat(_ run: Int64, at instant: Int64) throws {
        try database.write { db in try db.execute("UPDATE run SET last_beat = $1 WHERE id = $2", instant, run) }
    }

    func stopRun(_ run: Int64, at instant: Int64) throws {
        try database.write { db in
            try db.execute("UPDATE run SET last_beat = $1, stopped_at = $1 WHERE id = $2", instant, run)
        }
    }

    /// The run after which the first one begins that matters to a window: a crash in it may reach into the window.
    private static func lastRun(before instant: Int64, _ db: Connection) throws -> Int64 {
        try db.first("SELECT max(id) FROM run WHERE last_beat < $1", instant) { $0.optionalInteger(0) ?? 0 } ?? 0
    }
}
