import Glibc
import Storage

/// Where the lines of a log go. One thread writes; it may be held up for as long as whoever reads is slow.
///
/// Unchecked: a thread of the log's own alone opens, writes and closes after `init`, and nobody else once that has ended.
final class LogTarget: @unchecked Sendable {
    /// `nil` for standard error.
    private let path: String?
    private var descriptor: Int32
    /// The last write ended within a line.
    private var isMidLine = false

    /// - Throws: `StorageError` when the file cannot be opened.
    init(file path: String?) throws {
        self.path = path
        descriptor = try path.map(Self.open) ?? STDERR_FILENO
    }

    deinit { if path != nil { close(descriptor) } }

    /// Opens the file anew, as after it was moved aside; the former one stays where that fails.
    func reopen() throws {
        guard let path else { return }
        let new = try Self.open(path)
        close(descriptor)
        descriptor = new
        isMidLine = false
    }

    /// Writes whole lines.
    /// - Returns: false when they did not all get out.
    func write(_ lines: [UInt8]) -> Bool {
        var rest = lines[...]
        // What a full disk has cut off stays a line of its own.
        if isMidLine { rest = [UInt8(ascii: "\n")] + rest }
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                isMidLine = rest[rest.startIndex + count - 1] != UInt8(ascii: "\n")
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // A standard error that others have made non-blocking.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&waiting, 1, -1) < 0, errno != EINTR { return false }
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    private static func open(_ path: String) throws -> Int32 {
        // Without waiting for a reader, should it be a pipe that has none.
        let new = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
        guard new >= 0 else {
            throw StorageError(
                .cannotOpen, "The log \(path) cannot be opened (\(String(cString: strerror(errno)))).",
                tip: "Name a file, in a folder that is there, that this user may write.")
        }
        _ = fcntl(new, F_SETFL, O_APPEND)
        return new
    }
}
