import Glibc

/// A file that is there whole or not at all.
public enum DurableFile {
    /// Writes a file and makes it durable, in place of one that bears its name.
    ///
    /// A reader sees the former content or the new one, and so does the next start after a crash.
    /// - Parameter permissions: who may read and write it; without them everybody may read it, as far as the process lets
    ///   files be read.
    /// - Throws: `StorageError`; what was there before is untouched then.
    public static func write(_ bytes: [UInt8], to path: String, permissions: mode_t? = nil) throws {
        try write(bytes, to: path) { file, partial in
            guard let permissions, fchmod(file, permissions) != 0 else { return }
            throw DataFolder.failure("created", partial, errno)
        }
    }

    /// Writes a file in place of one that is there, for the same owner and group and with the same permissions. A link to
    /// it stays one. Where there is none it is like `write`.
    /// - Throws: `StorageError`; what was there before is untouched then.
    public static func rewrite(_ bytes: [UInt8], at path: String) throws {
        var former = stat()
        guard stat(path, &former) == 0, let resolved = realpath(path, nil) else {
            return try write(bytes, to: path)
        }
        defer { free(resolved) }
        try write(bytes, to: String(cString: resolved)) { file, partial in
            var new = stat()
            let isTheirs = fstat(file, &new) == 0 && new.st_uid == former.st_uid && new.st_gid == former.st_gid
            guard isTheirs || fchown(file, former.st_uid, former.st_gid) == 0,
                fchmod(file, former.st_mode & 0o7777) == 0
            else { throw DataFolder.failure("given its owner and permissions", partial, errno) }
        }
    }

    /// - Parameter prepare: is given the new file before anything is in it, also one that an earlier attempt left.
    private static func write(
        _ bytes: [UInt8], to path: String, prepare: (_ file: Int32, _ partial: String) throws -> Void
    ) throws {
        let partial = path + ".partial"
        let file = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw DataFolder.failure("created", partial, errno) }
        do {
            defer { Glibc.close(file) }
            try prepare(file, partial)
            try fill(file, with: bytes, path: partial)
        } catch {
            unlink(partial)
            throw error
        }
        do {
            try move(partial, to: path)
        } catch {
            unlink(partial)
            throw error
        }
    }

    /// Gives a file another name in the same file system, in place of one that bears it, and makes that durable.
    /// - Throws: `StorageError`; both files are as they were then.
    public static func move(_ path: String, to name: String) throws {
        guard Glibc.rename(path, name) == 0 else { throw DataFolder.failure("created", name, errno) }
        try DataFolder.sync(DataFolder.parent(of: name))
    }

    private static func fill(_ file: Int32, with bytes: [UInt8], path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw DataFolder.failure("written", path, errno) }
            rest = rest.dropFirst(max(0, count))
        }
        guard fsync(file) == 0 else { throw DataFolder.failure("written", path, errno) }
    }
}
