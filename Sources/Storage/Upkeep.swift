/// What a database needs now and then besides reading and writing.
enum Upkeep {
    /// Findings of SQLite's own checks, a sentence each.
    static func problems(of connection: Connection) throws -> [String] {
        do {
            let pages = try connection.ask("PRAGMA integrity_check") { $0.text(0) }.filter { $0 != "ok" }
            let references = try connection.ask("PRAGMA foreign_key_check") { row in
                "A row of \(row.text(0)) refers to one of \(row.text(2)) that does not exist."
            }
            return pages + references
        } catch let error as StorageError where error.kind == .corrupt || error.kind == .notADatabase {
            return [error.message]
        }
    }

    /// Before the last connection goes: statistics for the query planner where they are out of date, and an empty log.
    static func finish(_ connection: Connection) {
        do {
            // Rows looked at per index: https://sqlite.org/lang_analyze.html#approximate_analysis_for_large_databases
            _ = try connection.ask("PRAGMA analysis_limit = 400") { _ in }
            try connection.control("PRAGMA optimize")
        } catch {
            // Statistics only make queries faster; another process or a full disk may be in the way just now.
        }
        Checkpointer.finish(connection)
    }
}
