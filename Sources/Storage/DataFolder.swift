import Glibc

/// The folder that holds what the program keeps.
public enum DataFolder {
    /// Creates the folder and those above it where they are missing, open to their owner alone, and makes sure that
    /// they are on disk. A folder that exists is left as it is.
    public static func create(at path: String) throws {
        var kind = stat()
        if stat(path, &kind) == 0 {
            guard kind.st_mode & S_IFMT == S_IFDIR else {
                throw StorageError(.cannotOpen, "\(path) is a file, not a folder.", tip: "Name a folder for the data.")
            }
            return
        }
        let above = parent(of: path)
        if above != path { try create(at: above) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("created", path, errno) }
        try sync(above)
    }

    /// Makes the names in a folder durable, not only the contents of its files.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("opened", path, errno) }
        defer { Glibc.close(descriptor) }
        // Some file systems have nothing to sync in a folder and say so.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("written", path, errno) }
    }

    static func parent(of path: String) -> String {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    static func failure(_ verb: String, _ path: String, _ code: Int32) -> StorageError {
        let message = "\(path) cannot be \(verb) (\(String(cString: strerror(code))))."
        return switch code {
        case EACCES, EPERM, EROFS:
            StorageError(
                .notWritable, message,
                tip: "Give the user this program runs as the right to write there, or name another.")
        case ENOSPC, EDQUOT:
            StorageError(.full, message, tip: "Free some space on that disk, then try again.")
        default:
            StorageError(.cannotOpen, message, tip: "Check that the path is right.")
        }
    }
}
