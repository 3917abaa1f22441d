import Glibc

/// A copy of a database in a new file. It is made under another name beside it, so that what bears the final name is
/// always whole.
struct Backup {
    private let path: String
    private let partial: String

    init(_ path: String) {
        self.path = path
        partial = "\(path).partial-\(getpid())"
    }

    func make(from connection: Connection) throws {
        guard access(path, F_OK) != 0 else { throw alreadyThere }
        // The data's owner alone may read its backup. SQLite fills a file that is empty.
        let file = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw DataFolder.failure("created", partial, errno) }
        close(file)
        defer { unlink(partial) }
        try copy(from: connection)
        try verify()
        try sync()
        try rename()
        try DataFolder.sync(DataFolder.parent(of: path))
    }

    private func copy(from connection: Connection) throws {
        let wasReading = connection.handle.isReading
        try Opening.setReading(false, connection)
        let outcome = Result {
            try connection.control("VACUUM INTO $1", partial.hasPrefix("/") ? partial : "./" + partial)
        }
        try Opening.setReading(wasReading, connection)
        do {
            try outcome.get()
        } catch let error as StorageError where error.kind == .full {
            throw StorageError(
                .full, "There is no room left to write the backup \(path).",
                tip: "Free some space on that disk or back up to another one; nothing was kept of this backup.")
        }
    }

    private func verify() throws {
        guard let copy = try Opening.existing(at: partial) else {
            throw StorageError(.system, "The backup \(path) came out empty.", tip: "Check the disk, then try again.")
        }
        defer { copy.close() }
        let problems = try Upkeep.problems(of: copy)
        guard problems.isEmpty else {
            throw StorageError(
                .corrupt, "The backup would not be whole: \(problems.prefix(3).joined(separator: "; ")).",
                tip: "Check the database itself; an older backup may be better.")
        }
    }

    private func sync() throws {
        let file = open(partial, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { throw DataFolder.failure("opened", partial, errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw DataFolder.failure("written", partial, errno) }
    }

    /// Gives the copy its name unless somebody has taken it meanwhile.
    private func rename() throws {
        // Unlike rename, link never replaces; the first name goes when `make` ends.
        if link(partial, path) == 0 { return }
        switch errno {
        case EEXIST: throw alreadyThere
        case EPERM, ENOTSUP, ENOSYS:
            // A file system without links, as on USB sticks.
            guard Glibc.rename(partial, path) == 0 else { throw DataFolder.failure("created", path, errno) }
        case let code: throw DataFolder.failure("created", path, code)
        }
    }

    private var alreadyThere: StorageError {
        StorageError(.cannotOpen, "\(path) exists already.", tip: "Name a new file; a backup never replaces another.")
    }
}
