/// A SQLite database: many readers, each with a snapshot of its own, beside one writer.
///
/// A connection exists only inside `read` and `write`. What `write` has returned from is on disk. Several processes may
/// have the same file open; each sees the commits of the others at its next `read`.
public final class Database: Sendable {
    /// The steps that opening it has applied.
    public let migrated: [String]

    let writer: Writer
    private let writers: ConnectionPool
    private let readers: ConnectionPool
    private let revisions: Revision
    private let isPrivate: Bool

    /// Opens the file, creating it and its folder (for its owner alone) if need be, and brings it to the newest schema.
    /// - Parameters:
    ///   - readers: how many threads can read at the same moment; more wait for their turn.
    ///   - isAlone: keeps other processes from opening the file. Nothing of it is mapped into memory then, so that
    ///     whatever is done to it from outside is an error and cannot end the process, as a mapped file that is cut does.
    ///   - patience: how long to wait for another process that has the database locked.
    ///   - writesCanWait: no request waits for what is written, so that threads that answer some go first.
    public convenience init(
        at path: String, migrations: [Migration], readers: Int = 4, isAlone: Bool = false,
        patience: Duration = .seconds(10), writesCanWait: Bool = false
    ) throws {
        precondition(readers > 0, "a database without readers cannot be read")
        let migrator = try Migrator(migrations)
        let writing = try Opening.writer(at: path, migrator: migrator, isAlone: isAlone, patience: patience)
        let migrated = try migrator.migrate(writing)
        let reading = try (0..<readers).map { _ in try Opening.reader(at: path, isAlone: isAlone, patience: patience) }
        let revisions: Revision =
            if let index = WALIndex(of: writing) {
                .walIndex(index)
            } else {
                .dataVersion(ConnectionPool([try Opening.reader(at: path, isAlone: isAlone, patience: patience)]))
            }
        try self.init(
            writers: ConnectionPool([writing]), readers: ConnectionPool(reading), revisions: { _ in revisions },
            migrated: migrated, isPrivate: false, writesCanWait: writesCanWait)
    }

    /// A database in this process' memory, for what can be made again: a search index, a test.
    /// It has one connection, which readers and the writer take turns with.
    public static func inMemory(migrations: [Migration]) throws -> Database {
        let connection = try Opening.inMemory()
        let migrated = try Migrator(migrations).migrate(connection)
        let pool = ConnectionPool([connection])
        return try Database(
            writers: pool, readers: pool, revisions: { .commits($0) }, migrated: migrated, isPrivate: true)
    }

    private init(
        writers: ConnectionPool, readers: ConnectionPool, revisions: (Writer) -> Revision, migrated: [String],
        isPrivate: Bool, writesCanWait: Bool = false
    ) throws {
        self.writers = writers
        self.readers = readers
        self.migrated = migrated
        self.isPrivate = isPrivate
        writer = try Writer(writers, canWait: writesCanWait)
        self.revisions = revisions(writer)
    }

    deinit {
        // The last reference may go with a write's closure. The thread cannot wait for itself; it ends, and the
        // connections with it.
        if writer.isCurrentThread { writer.close() } else { close() }
    }

    /// Calls `body` with one consistent snapshot. Everything it reads is as of one commit; it cannot write.
    ///
    /// Waits while all readers are busy. Not to be nested: pass the connection on instead.
    public func read<T>(_ body: (Connection) throws -> T) throws -> T {
        guard !writer.isCurrentThread else { throw ConnectionPool.nested }
        return try readers.withConnection { connection in
            guard isPrivate else { return try connection.inTransaction("BEGIN", body) }
            try Opening.setReading(true, connection)
            let outcome = Result { try connection.inTransaction("BEGIN", body) }
            try Opening.setReading(false, connection)
            return try outcome.get()
        }
    }

    /// Runs `body` on the writer's thread and returns when what it wrote is on disk.
    ///
    /// It shares a transaction with other writes that wait at the same moment. What it throws comes out here and undoes
    /// only what it did itself. When the commit fails, this throws and nothing was kept.
    /// - Throws: `busy` when another process has kept the database locked for longer than the `patience` it was opened with; `misuse` inside `read` or
    ///   `write`.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) throws -> T {
        guard !writer.isCurrentThread, !readers.isBorrowedByThisThread else { throw ConnectionPool.nested }
        let outcome = Monitor<Result<T, any Error>?>(nil)
        writer.submit(WriteJob(body) { result in outcome.change { $0 = result } })
        return try outcome.wait { $0 }.get()
    }

    /// Like the other `write`, but suspends instead of blocking. A write that has been asked for is not cancelled.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            writer.submit(WriteJob(body) { continuation.resume(with: $0) })
        }
    }

    /// A number that is the same as before only when nothing was committed in between, by whichever process.
    ///
    /// It has no order. Ask for it *before* reading what is kept under it. Cheap enough for every request.
    public func revision() throws -> UInt64 {
        try revisions.current()
    }

    /// Finishes the writes that wait, tidies up and gives the files back. Later calls of anything throw `closed`.
    ///
    /// Not to be called inside `read` or `write`.
    public func close() {
        precondition(
            !writer.isCurrentThread && !readers.isBorrowedByThisThread, "a database was closed inside its read or write"
        )
        writer.close()
        revisions.close()
        if !isPrivate { readers.close() }
        writers.close { connection in
            if !isPrivate { Upkeep.finish(connection) }
        }
    }
}

extension Database {
    /// Where the file stands, without creating, changing or migrating it.
    /// - Throws: `newerSchema`, `notADatabase` and so on, as opening it would.
    public static func migrationState(at path: String, migrations: [Migration]) throws -> MigrationState {
        let migrator = try Migrator(migrations)
        guard let connection = try Opening.existing(at: path) else {
            return MigrationState(applied: [], pending: migrations.map(\.name))
        }
        defer { connection.close() }
        return try migrator.state(of: connection)
    }

    /// Copies the database, as of this moment, into a new file that is complete, checked and on disk when it appears
    /// under its name. Writers go on meanwhile.
    /// - Throws: `cannotOpen` when there is something at `path` already, or its folder is missing.
    public func backup(to path: String) throws {
        guard !writer.isCurrentThread else { throw ConnectionPool.nested }
        try readers.withConnection { try Backup(path).make(from: $0) }
    }

    /// What `PRAGMA integrity_check` and `foreign_key_check` find, a sentence each; empty when all is well.
    public func integrityProblems() throws -> [String] {
        guard !writer.isCurrentThread else { throw ConnectionPool.nested }
        return try readers.withConnection { try Upkeep.problems(of: $0) }
    }
}
