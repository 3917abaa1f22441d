internal import CSQLite

/// Keeps the write-ahead log short: moves it into the database file after commits, when callers have their answer.
///
/// A passive checkpoint never waits, but the log can start again from its beginning only at a moment without readers
/// in it, and under constant readers that moment never comes by itself. So beyond `longLog` the writer makes it come:
/// it writes nothing more until the present readers are through, for a bounded time that doubles while they are not.
///
/// A checkpoint that fails takes nothing away, as the log stays valid; it is tried again some pages later. What
/// hinders it for good, a full or broken disk, soon fails a commit as well and is reported there.
struct Checkpointer {
    /// In pages of 4 KiB.
    static let usualLog = 1_000
    static let longLog = 4_000
    /// Bytes the log's file may keep when it starts again: enough not to be cut and grown in ordinary use.
    static let keptBytes = longLog * 4_096

    /// How long writes may be held up for the readers.
    private static let shortWait = Duration.milliseconds(200)
    private static let longWait = Duration.seconds(2)

    private var nextAttempt = usualLog
    private var wait = shortWait
    private var lastPages = 0

    mutating func noteCommit(on connection: Connection) {
        let pages = connection.handle.logPages
        // Fewer than before: the log has started again.
        if pages < lastPages { self = Checkpointer() }
        lastPages = pages
        guard pages >= nextAttempt else { return }
        nextAttempt = pages + Self.usualLog
        if pages < Self.longLog {
            Self.checkpoint(connection, SQLITE_CHECKPOINT_PASSIVE, patience: .zero)
        } else {
            Self.checkpoint(connection, SQLITE_CHECKPOINT_RESTART, patience: wait)
            wait = min(wait * 2, Self.longWait)
        }
    }

    /// Moves everything into the database file and empties the log, unless others are using it.
    static func finish(_ connection: Connection) {
        checkpoint(connection, SQLITE_CHECKPOINT_TRUNCATE, patience: .zero)
    }

    private static func checkpoint(_ connection: Connection, _ mode: Int32, patience: Duration) {
        let usual = connection.handle.patience
        connection.handle.patience = patience
        sqlite3_wal_checkpoint_v2(connection.handle.pointer, "main", mode, nil, nil)
        connection.handle.patience = usual
    }
}
