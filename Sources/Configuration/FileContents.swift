import Glibc

/// What came of reading a file.
public enum FileContents: Sendable, Equatable {
    case bytes([UInt8])
    case absent
    /// The system's reason, such as "Permission denied".
    case unreadable(String)

    /// Reads the file at this path: of one that is larger than a configuration may be, only enough to tell.
    public static func read(_ path: String) -> FileContents {
        guard let file = fopen(path, "re") else {
            return errno == ENOENT || errno == ENOTDIR ? .absent : .unreadable(String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: YAMLNode.byteLimit + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { return .unreadable(String(cString: strerror(errno))) }
        bytes.removeSubrange(count...)
        return .bytes(bytes)
    }
}
