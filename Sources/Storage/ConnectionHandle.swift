internal import CSQLite
import Glibc

extension Connection {
    /// An open SQLite connection: the pointer, how long it waits for locks, and what it lets statements do.
    ///
    /// SQLite calls back into this object, so it lives as long as the connection is open.
    final class Handle {
        /// The name of a private database without a file.
        static let memory = ":memory:"

        let pointer: OpaquePointer
        /// The path as the person named it, for messages.
        let file: String
        /// How long to wait for a lock that somebody else holds.
        var patience: Duration
        /// Whether it only reads: then a statement that writes is the program's mistake, not the file's state.
        var isReading = false
        /// Pages in the write-ahead log after the last commit on this connection.
        private(set) var logPages = 0

        private var isControlAllowed = false
        private var isOpen = true
        private var waitingSince: ContinuousClock.Instant?

        /// Opens a file that exists or, with `creating`, makes it. `memory` is a database of its own.
        /// - Parameter isAlone: no other process may open the file, and nothing of it is mapped into memory.
        init(path: String, creating: Bool, isAlone: Bool = false, patience: Duration = .seconds(10)) throws {
            var opened: OpaquePointer?
            let flags =
                SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
                | (creating ? SQLITE_OPEN_CREATE : 0)
            // A relative path could be taken for a URI.
            let name = path.hasPrefix("/") || path == Self.memory ? path : "./" + path
            let code = sqlite3_open_v2(name, &opened, flags, isAlone ? "unix-excl" : nil)
            guard code == SQLITE_OK, let opened else {
                let failure = SQLiteFailure(code: code, of: opened)
                sqlite3_close_v2(opened)
                throw failure.error(file: path)
            }
            pointer = opened
            file = path
            self.patience = patience
            let itself = Unmanaged.passUnretained(self).toOpaque()
            sqlite3_busy_handler(pointer, { Handle.from($0).waitsAgain(attempt: Int($1)) ? 1 : 0 }, itself)
            // In place of SQLite's own hook: it would checkpoint inside COMMIT, while callers wait for their answer.
            sqlite3_wal_hook(
                pointer,
                { itself, _, _, pages in
                    Handle.from(itself).logPages = Int(pages)
                    return SQLITE_OK
                }, itself)
            sqlite3_set_authorizer(
                pointer,
                { itself, action, _, _, _, _ in Handle.from(itself).permits(action) ? SQLITE_OK : SQLITE_DENY },
                itself)
        }

        deinit { close() }

        /// Closes the connection; statements that still live keep what they need until they go.
        func close() {
            guard isOpen else { return }
            isOpen = false
            sqlite3_close_v2(pointer)
        }

        func failure(_ code: Int32, sql: String? = nil) -> StorageError {
            if isReading, code == SQLITE_READONLY {
                return StorageError.misuse("A statement inside read would write.", tip: "Use write for it.", sql: sql)
            }
            return SQLiteFailure(code: code, of: pointer).error(file: file, sql: sql)
        }

        /// Lets `body` begin and end transactions and attach files.
        func allowingControl<T>(_ body: () throws -> T) rethrows -> T {
            isControlAllowed = true
            defer { isControlAllowed = false }
            return try body()
        }

        private func permits(_ action: Int32) -> Bool {
            switch action {
            case SQLITE_TRANSACTION, SQLITE_SAVEPOINT, SQLITE_ATTACH, SQLITE_DETACH: isControlAllowed
            default: true
            }
        }

        /// Sleeps a little before the lock is tried again. SQLite's own handler sleeps up to 100 ms at a time, too long
        /// to ever catch the gap between two commits of a busy process.
        private func waitsAgain(attempt: Int) -> Bool {
            let now = ContinuousClock.now
            if attempt == 0 { waitingSince = now }
            guard let waitingSince, waitingSince.duration(to: now) < patience else { return false }
            usleep(UInt32(min(100 * (attempt + 1), 2_000)))
            return true
        }

        private static func from(_ pointer: UnsafeMutableRawPointer?) -> Handle {
            guard let pointer else { preconditionFailure("SQLite lost the context of a callback") }
            return Unmanaged<Handle>.fromOpaque(pointer).takeUnretainedValue()
        }
    }
}
