import Glibc
import Synchronization

/// Keeps a data folder to one server. The lock is the kernel's (`flock`): it goes with the process, however that ends,
/// so there is never a stale one to clear away. The file `server.lock` stays; it holds the process id of its last owner.
public final class FolderLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock of `folder`, creating the folder if need be.
    /// - Throws: `busy`, naming the process that has it.
    public init(folder: String) throws {
        try DataFolder.create(at: folder)
        let path = folder + "/server.lock"
        // Not inherited by programs that the server starts: they would keep the lock after it.
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw DataFolder.failure("opened", path, errno) }
        descriptor = Mutex(file)
        guard Self.lock(file) else {
            let reason = errno
            let owner = Self.owner(file)
            release()
            guard reason == EWOULDBLOCK else { throw DataFolder.failure("locked", path, reason) }
            throw StorageError(
                .busy, "Another server\(owner.map { ", process \($0)," } ?? "") is using \(folder).",
                tip: "Stop it first, or give this one another data folder.")
        }
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(file, 0) == 0, pwrite(file, text, text.count, 0) == text.count else {
            let reason = errno
            release()
            throw DataFolder.failure("written", path, reason)
        }
    }

    deinit { release() }

    /// Gives the folder back. Calling it again does nothing.
    public func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor.take() { close(open) }
        }
    }

    /// The process that holds the lock of `folder`; nil when nobody does.
    public static func holder(of folder: String) throws -> Int? {
        let path = folder + "/server.lock"
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw DataFolder.failure("opened", path, errno)
        }
        defer { close(file) }
        guard flock(file, LOCK_SH | LOCK_NB) != 0 else { return nil }
        guard errno == EWOULDBLOCK else { throw DataFolder.failure("locked", path, errno) }
        return owner(file)
    }

    /// Whoever looks for the holder of a free lock has it for an instant, which is waited out.
    private static func lock(_ file: Int32) -> Bool {
        for _ in 0..<5 {
            if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK else { return false }
            usleep(10_000)
        }
        return flock(file, LOCK_EX | LOCK_NB) == 0
    }

    /// The process id written in the file, nil when its owner has only just taken the lock.
    private static func owner(_ file: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes[..<count], as: UTF8.self).prefix { $0.isNumber })
    }
}
