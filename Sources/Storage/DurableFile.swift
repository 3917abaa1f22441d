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
        let partial = path + ".partial"
        let file = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw DataFolder.failure("created", partial, errno) }
        do {
            defer { Glibc.close(file) }
            // Before anything is in it, and also of a file that an earlier attempt left.
            if let permissions, fchmod(file, permissions) != 0 { throw DataFolder.failure("created", partial, errno) }
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
