import Glibc

/// A file of a model, read piece by piece, so that what is read can be turned into something smaller at once and a file
/// that shrinks while it is read is an error.
struct ModelFile: ~Copyable {
    let path: String
    /// In bytes.
    let size: Int
    private let descriptor: Int32

    init(_ path: String) throws(EmbeddingError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            guard code != ENOENT, code != ENOTDIR else { throw .missing(path) }
            throw .unreadable(path, reason: String(cString: strerror(code)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .unreadable(path, reason: "it is not a file")
        }
        self.path = path
        self.size = Int(status.st_size)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Fills the buffer with the bytes from an offset on.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(EmbeddingError) {
        var done = 0
        while done < buffer.count, let base = buffer.baseAddress {
            let count = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
            if count < 0 {
                guard errno != EINTR else { continue }
                throw .unreadable(path, reason: String(cString: strerror(errno)))
            }
            guard count > 0 else { throw .damaged(path, reason: "it ends before byte \(offset + buffer.count)") }
            done += count
        }
    }

    /// The bytes from an offset on.
    func bytes(at offset: Int, count: Int) throws(EmbeddingError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        // The closure rethrows untyped, so the error is carried out of it.
        var failure: EmbeddingError?
        bytes.withUnsafeMutableBytes { buffer in
            do throws(EmbeddingError) { try read(at: offset, into: buffer) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }
}
