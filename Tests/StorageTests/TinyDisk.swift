import Foundation

/// A file system in memory of a given size, to fill up or to make read-only. Mounting one takes root.
final class TinyDisk {
    let folder: String

    init(bytes: Int) throws {
        folder = NSTemporaryDirectory() + "disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard try output(of: "/bin/mount", "-t", "tmpfs", "-o", "size=\(bytes)", "none", folder).isEmpty else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    deinit {
        _ = try? output(of: "/bin/umount", "-l", folder)
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func makeReadOnly() throws { _ = try output(of: "/bin/mount", "-o", "remount,ro", folder) }

    static let isPossible: Bool = {
        guard geteuid() == 0 else { return false }
        return (try? TinyDisk(bytes: 1 << 16)) != nil
    }()
}
