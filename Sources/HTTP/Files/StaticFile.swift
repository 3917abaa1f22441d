internal import Glibc

/// One file as it was last read.
struct StaticFile: Sendable {
    /// Answered to an address without version.
    let content: Content
    /// Answered to an address with this version: the same bytes, which a cache may keep for a year.
    let immutable: Content
    /// When the disk was last looked at.
    let seen: ContinuousClock.Instant
    private let stamp: Stamp

    /// What tells that a file is still the same without reading it.
    private struct Stamp: Sendable, Equatable {
        let size: Int
        let seconds: Int
        let nanoseconds: Int
        let inode: UInt

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
            inode = UInt(status.st_ino)
        }
    }

    /// Returns nil when there is no regular file at `path` that can be read.
    ///
    /// - Parameter name: what the file is called, whose suffix tells its type.
    init?(at path: String, named name: String, seen: ContinuousClock.Instant) {
        // The stamp is taken first: a file that changes while it is read is then read again.
        guard let stamp = Stamp(path), let body = Self.read(path, stamp.size) else { return nil }
        let type = MediaType.ofFile(named: name)
        let modified = HTTPDate(seconds: stamp.seconds)
        self.init(
            content: Content(body: body, type: type, cache: .revalidate, headers: [:], lastModified: modified),
            immutable: Content(body: body, type: type, cache: .immutable, headers: [:], lastModified: modified),
            seen: seen, stamp: stamp)
    }

    private init(content: Content, immutable: Content, seen: ContinuousClock.Instant, stamp: Stamp) {
        self.content = content
        self.immutable = immutable
        self.seen = seen
        self.stamp = stamp
    }

    /// The entity tag without its quotes: what an address names as `v`.
    var version: String { String(content.etag.dropFirst().dropLast()) }

    /// The file as it is now: the same contents when it did not change, nil when it is gone.
    func refreshed(at path: String, named name: String, seen: ContinuousClock.Instant) -> StaticFile? {
        guard let current = Stamp(path) else { return nil }
        guard current == stamp else { return StaticFile(at: path, named: name, seen: seen) }
        return StaticFile(content: content, immutable: immutable, seen: seen, stamp: stamp)
    }

    private static func read(_ path: String, _ size: Int) -> Body? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + filled }, size - filled)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return nil }
            filled += count
        }
        return bytes.withUnsafeBytes { Body($0) }
    }
}
