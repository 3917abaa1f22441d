internal import CSQLite
import Glibc

/// A result code of SQLite with what the library says about it, on its way to becoming a `StorageError`.
struct SQLiteFailure {
    /// The extended result code.
    let code: Int32
    /// The library's own words. They name tables, columns and constraints, never bound arguments.
    let words: String
    /// `errno` of the system call behind the failure, 0 when there was none.
    let systemError: Int32

    init(code: Int32, of handle: OpaquePointer?) {
        self.code = code
        words = String(cString: handle == nil ? sqlite3_errstr(code) : sqlite3_errmsg(handle))
        systemError = handle == nil ? 0 : sqlite3_system_errno(handle)
    }

    func error(file: String, sql: String? = nil) -> StorageError {
        let (kind, tip) = judgement(file: file)
        return StorageError(kind, "\(sentence(for: kind, file: file)) (\(words)).", tip: tip, sql: sql)
    }

    private var primary: Int32 { code & 0xff }

    private func judgement(file: String) -> (StorageError.Kind, tip: String) {
        switch primary {
        case SQLITE_FULL:
            return (.full, Self.makeRoom)
        case SQLITE_READONLY, SQLITE_PERM:
            return (.notWritable, Self.allowWriting)
        case SQLITE_IOERR, SQLITE_CANTOPEN:
            switch systemError {
            case ENOSPC, EDQUOT: return (.full, Self.makeRoom)
            case EACCES, EPERM, EROFS: return (.notWritable, Self.allowWriting)
            // The wal-index is extended before anything else: where that fails without a cause, room is the cause.
            case 0 where code == Self.cannotExtendIndex: return (.full, Self.makeRoom)
            default: break
            }
            return primary == SQLITE_CANTOPEN
                ? (.cannotOpen, "Check that the path is right and that its folder can be read and written.")
                : (.system, "Check the disk and the system's log, then try again.")
        case SQLITE_BUSY, SQLITE_LOCKED:
            return (.busy, "Try again; if it persists, find the process that keeps \(file) open in a transaction.")
        case SQLITE_CORRUPT:
            return (.corrupt, "Stop the program, keep a copy of the file, and restore the newest backup.")
        case SQLITE_NOTADB:
            return (.notADatabase, "Name the right file, or move this one away and start afresh.")
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH:
            return (.constraint, "Correct the data; nothing of this write was kept.")
        case SQLITE_AUTH:
            return (
                .misuse, "Leave BEGIN, COMMIT, ROLLBACK, SAVEPOINT, ATTACH and DETACH to read and write."
            )
        case SQLITE_MISUSE, SQLITE_RANGE, SQLITE_TOOBIG:
            return (.misuse, "Correct the call.")
        case SQLITE_NOMEM:
            return (.system, "Free some memory, then try again.")
        default:
            return (.sql, "Correct the statement.")
        }
    }

    private func sentence(for kind: StorageError.Kind, file: String) -> String {
        switch kind {
        case .notWritable: "\(file) cannot be written"
        case .full: "There is no room left to write \(file)"
        case .notADatabase: "\(file) is not a SQLite database"
        case .corrupt: "\(file) is damaged"
        case .busy: "\(file) is in use by another process"
        case .cannotOpen: "\(file) cannot be opened"
        case .constraint: "The data breaks a rule of the database"
        case .sql: "The statement is not right"
        case .misuse: "The database was used in a way that cannot work"
        case .system, .closed, .newerSchema: "\(file) cannot be read or written"
        }
    }

    /// `SQLITE_IOERR_SHMSIZE`, a macro of a form that does not reach Swift.
    private static let cannotExtendIndex = SQLITE_IOERR | 19 << 8
    private static let makeRoom = "Free some space on that disk, then try again; nothing of this write was kept."
    private static let allowWriting =
        "Give the user this program runs as the right to write the file and its folder, or name another folder."
}
