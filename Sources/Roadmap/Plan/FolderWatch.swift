import FoundationEssentials
import Glibc
import Synchronization

/// Tells whether a file in a folder has changed since it was last asked, through the kernel's inotify.
///
/// Asking costs one system call. A file counts as changed when its writer closes it or it is moved, so that a half-written
/// file is not read. Where inotify is not to be had (no folder yet, no instances left, the folder deleted or moved away
/// since) the files' times and sizes are compared instead.
final class FolderWatch: Sendable {
    private let folder: String
    private let descriptor: Int32
    private let isWatching: Atomic<Bool>

    init(_ folder: String) {
        self.folder = folder
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        let events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF
        isWatching = Atomic(descriptor >= 0 && inotify_add_watch(descriptor, folder, UInt32(events)) >= 0)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The folder's state to compare the next one with; `nil` means that nothing has changed since `previous`.
    func change(since previous: Signature) -> Signature? {
        if isWatching.load(ordering: .relaxed) {
            guard drain() else { return nil }
            return Signature(count: previous.count + 1, files: previous.files)
        }
        let files = Signature.files(in: folder)
        return files == previous.files ? nil : Signature(count: previous.count + 1, files: files)
    }

    /// Reads all waiting events. The watch belongs to the folder and not to its path: when the folder goes, so does the
    /// watch, and another folder in its place would never be seen.
    /// - Returns: whether there was one.
    private func drain() -> Bool {
        var found = false
        // Events are variable in length; 4 KiB holds at least fifteen, and what does not fit waits for the next read.
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                found = true
                var offset = 0
                while offset < count {
                    let event = UnsafeRawBufferPointer(buffer).load(fromByteOffset: offset, as: inotify_event.self)
                    let gone = UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_IGNORED)
                    if event.mask & gone != 0 { isWatching.store(false, ordering: .relaxed) }
                    offset += MemoryLayout<inotify_event>.size + Int(event.len)
                }
            }
        }
        return found
    }

    static func modificationTime(of path: String) -> Instant? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Instant(seconds: Int64(status.st_mtim.tv_sec))
    }

    struct Signature: Sendable, Equatable {
        /// How many changes were seen.
        let count: UInt64
        let files: [String: String]

        init(count: UInt64 = 0, files: [String: String] = [:]) {
            self.count = count
            self.files = files
        }

        /// Modification time and size of every Markdown file.
        static func files(in folder: String) -> [String: String] {
            var found: [String: String] = [:]
            for name in Library.markdownFiles(in: folder) {
                var status = stat()
                guard stat(folder + "/" + name, &status) == 0 else { continue }
                found[name] = "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_size)"
            }
            return found
        }
    }
}
