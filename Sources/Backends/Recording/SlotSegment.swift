import Glibc

/// A file of slots, mapped into memory and shared with the kernel, which keeps what was written when the process is
/// killed.
///
/// Unchecked: nothing of it changes but the slots, and each slot is used by whoever has taken it from the journal's lists.
final class SlotSegment: @unchecked Sendable {
    static let slots = 4_096
    static let bytes = slots * Slot.size

    let path: String
    private let base: UnsafeMutableRawPointer
    private let file: Int32

    /// Maps a file, creating it with all its slots free, its room on the disk reserved: a write to memory that the disk
    /// then had no room for would end the process.
    init(at path: String) throws(JournalProblem) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.problem("opened", path, errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let problem = Self.problem("locked", path, errno)
            close(file)
            throw problem
        }
        var information = stat()
        let isNew = fstat(file, &information) != 0 || information.st_size == 0
        let code = posix_fallocate(file, 0, off_t(Self.bytes))
        guard code == 0 else {
            // Half of a file would be taken for one that lost its slots.
            if isNew { unlink(path) }
            close(file)
            throw Self.problem("written", path, code)
        }
        let mapped = mmap(nil, Self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        guard let mapped, mapped != MAP_FAILED else {
            let problem = Self.problem("mapped", path, errno)
            close(file)
            throw problem
        }
        self.path = path
        self.file = file
        base = mapped
    }

    deinit {
        munmap(base, Self.bytes)
        close(file)
    }

    subscript(index: Int) -> Slot { Slot(base: base + index * Slot.size) }

    func remove() { unlink(path) }

    /// Takes the pages out of this process' memory; they stay in the kernel's and come back when they are used.
    func rest() { madvise(base, Self.bytes, MADV_DONTNEED) }

    /// Lets another process have the file; what is mapped stays.
    func unlock() { flock(file, LOCK_UN) }

    private static func problem(_ verb: String, _ path: String, _ code: Int32) -> JournalProblem {
        let reason = String(cString: strerror(code))
        let tip =
            switch code {
            case ENOSPC, EDQUOT: "Free some space on that disk."
            case EACCES, EPERM, EROFS: "Give the user this program runs as the right to write there."
            case EWOULDBLOCK: "Another process uses it: stop that one, or give this one another data folder."
            default: "Check the disk and the system's log."
            }
        return JournalProblem(message: "\(path) cannot be \(verb) (\(reason)).", tip: tip)
    }
}
