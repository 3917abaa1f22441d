/// Brings a database to the newest schema, step by step. What has been done is kept in the table `migration`.
struct Migrator {
    let steps: [Migration]

    init(_ steps: [Migration]) throws {
        self.steps = steps
        guard Set(steps.map(\.name)).count == steps.count else {
            throw StorageError.misuse("Two migrations have the same name.", tip: "Name each step differently.")
        }
    }

    /// Reads where the database stands, changing nothing.
    /// - Throws: `newerSchema` when it has steps that this program does not know, `notADatabase` when it is another
    ///   program's, `misuse` when a step was put into the list before one that is applied already.
    func state(of connection: Connection) throws -> MigrationState {
        let applied = try applied(in: connection)
        let known = Set(steps.map(\.name))
        let unknown = applied.keys.filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else {
            throw StorageError(
                .newerSchema,
                "\(connection.handle.file) was made by a newer version: it has the steps"
                    + " \(unknown.joined(separator: ", ")), which this one does not know.",
                tip: "Use the newer version, or restore a backup from before it; the file was not touched.")
        }
        let pending = steps.map(\.name).filter { applied[$0] == nil }
        guard steps.suffix(pending.count).map(\.name) == pending else {
            throw StorageError.misuse(
                "The migrations \(pending.joined(separator: ", ")) stand before one that is applied already.",
                tip: "Only ever append to the list.")
        }
        let done = steps.compactMap { step in applied[step.name].map { MigrationState.Applied(name: step.name, at: $0) }
        }
        return MigrationState(applied: done, pending: pending)
    }

    /// Applies what is pending.
    /// - Returns: the names of the steps applied by this call.
    func migrate(_ connection: Connection) throws -> [String] {
        let pending = Set(try state(of: connection).pending)
        return try steps.filter { pending.contains($0.name) }.filter { try apply($0, to: connection) }.map(\.name)
    }

    /// - Returns: false when another process was faster.
    private func apply(_ step: Migration, to connection: Connection) throws -> Bool {
        do {
            return try connection.inTransaction("BEGIN IMMEDIATE") { connection in
                try connection.execute(
                    """
                    CREATE TABLE IF NOT EXISTS migration (
                        name       TEXT NOT NULL PRIMARY KEY,  -- as in the program's list
                        applied_at TEXT NOT NULL               -- UTC, RFC 3339
                    ) STRICT
                    """)
                try connection.execute(
                    """
                    INSERT INTO migration (name, applied_at) VALUES ($1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
                    ON CONFLICT DO NOTHING
                    """, step.name)
                guard connection.changes == 1 else { return false }
                try step.apply(connection)
                return true
            }
        } catch let error as StorageError {
            throw StorageError(
                error.kind, "Migration \(step.name) failed: \(error.message)", tip: error.tip, sql: error.sql)
        }
    }

    private func applied(in connection: Connection) throws -> [String: String] {
        let tables = try connection.ask("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) }
        if tables.isEmpty { return [:] }
        guard tables.contains("migration") else {
            throw StorageError(
                .notADatabase, "\(connection.handle.file) is the database of another program.",
                tip: "Name the right file, or move this one away and start afresh.")
        }
        let rows = try connection.ask("SELECT name, applied_at FROM migration") { ($0.text(0), $0.text(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
