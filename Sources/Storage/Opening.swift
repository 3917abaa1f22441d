internal import CSQLite
import Glibc

/// How a connection comes to be: checked, configured, and with words for what stands in the way.
enum Opening {
    /// How many KiB of pages a connection keeps. A reader's cache is worth little, as every commit empties it.
    private static let cache = 2_048

    /// The first connection to a file: creates it, and leaves alone one that is not ours or too new.
    static func writer(at path: String, migrator: Migrator, isAlone: Bool = false, patience: Duration) throws
        -> Connection
    {
        try DataFolder.create(at: DataFolder.parent(of: path))
        try checkWritable(path)
        createForOwner(path)
        let connection = Connection(
            try Connection.Handle(path: path, creating: true, isAlone: isAlone, patience: patience))
        guard sqlite3_db_readonly(connection.handle.pointer, "main") == 0 else {
            throw DataFolder.failure("written", path, EACCES)
        }
        _ = try migrator.state(of: connection)
        try switchToLog(connection)
        try configure(connection)
        try set(connection, "synchronous = FULL")
        try set(connection, "journal_size_limit = \(Checkpointer.keptBytes)")
        return connection
    }

    /// Makes an empty file that its owner alone may read; SQLite fills it, and gives the files beside it the same rights. What
    /// keeps it from being made is told by opening it.
    private static func createForOwner(_ path: String) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 { Glibc.close(file) }
    }

    /// Another connection to a file that exists, for reading.
    static func reader(at path: String, isAlone: Bool = false, patience: Duration) throws
        -> Connection
    {
        try checkWritable(path)
        let connection = Connection(
            try Connection.Handle(path: path, creating: false, isAlone: isAlone, patience: patience))
        try configure(connection)
        try setReading(true, connection)
        return connection
    }

    /// A connection to a file as it is, nil when there is none or an empty one.
    static func existing(at path: String) throws -> Connection? {
        var kind = stat()
        if stat(path, &kind) != 0 || kind.st_size == 0 { return nil }
        try checkWritable(path)
        let connection = Connection(try Connection.Handle(path: path, creating: false))
        try setReading(true, connection)
        return connection
    }

    /// Makes a connection refuse statements that write, or take them again.
    static func setReading(_ isReading: Bool, _ connection: Connection) throws {
        try set(connection, isReading ? "query_only = ON" : "query_only = OFF")
        connection.handle.isReading = isReading
    }

    static func inMemory() throws -> Connection {
        let connection = Connection(try Connection.Handle(path: Connection.Handle.memory, creating: true))
        try set(connection, "foreign_keys = ON")
        try set(connection, "temp_store = MEMORY")
        return connection
    }

    private static func configure(_ connection: Connection) throws {
        try set(connection, "foreign_keys = ON")
        try set(connection, "temp_store = MEMORY")
        try set(connection, "cache_size = -\(cache)")
        // Mapping the file instead of reading it was measured twice as slow after each commit, and counts as resident.
        try set(connection, "mmap_size = 0")
        // Reading the schema now makes the first request as fast as the next.
        _ = try connection.ask("SELECT count(*) FROM sqlite_schema") { $0.integer(0) }
    }

    private static func set(_ connection: Connection, _ pragma: String) throws {
        _ = try connection.ask("PRAGMA \(pragma)") { _ in }
    }

    /// Two processes that make the switch at once fail each other without waiting, so the wait is here.
    private static func switchToLog(_ connection: Connection) throws {
        let start = ContinuousClock.now
        while true {
            do {
                let mode = try connection.ask("PRAGMA journal_mode = WAL") { $0.text(0) }
                guard mode == ["wal"] else {
                    throw StorageError(
                        .cannotOpen, "\(connection.handle.file) lies on a file system without shared memory.",
                        tip: "Keep the data on a local disk.")
                }
                return
            } catch let error as StorageError where error.kind == .busy {
                guard start.duration(to: .now) < connection.handle.patience else { throw error }
                usleep(2_000)
            }
        }
    }

    /// SQLite says no more than "unable to open" to most of these.
    private static func checkWritable(_ path: String) throws {
        var kind = stat()
        if stat(path, &kind) == 0 {
            guard kind.st_mode & S_IFMT == S_IFREG else {
                throw StorageError(
                    .cannotOpen, "\(path) is not a file.", tip: "Name a file for the database, not a folder.")
            }
            guard access(path, W_OK) == 0 else { throw DataFolder.failure("written", path, errno) }
        }
        let folder = DataFolder.parent(of: path)
        guard access(folder, W_OK) == 0 else { throw DataFolder.failure("written", folder, errno) }
    }
}
