import Engine
import Foundation
import Synchronization

@testable import Backends

/// A folder of a test's own, gone when the test is.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "backends-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        for _ in 0..<3 where FileManager.default.fileExists(atPath: folder) {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    func path(_ name: String) -> String { folder + "/" + name }
}

/// A file system in memory of a given size, to fill up. Mounting one takes root.
final class TinyDisk: Sendable {
    let folder: String

    init(bytes: Int) throws {
        folder = NSTemporaryDirectory() + "disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard try Self.run("/bin/mount", "-t", "tmpfs", "-o", "size=\(bytes)", "none", folder) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    deinit {
        _ = try? Self.run("/bin/umount", "-l", folder)
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Takes all the room that there is.
    func fill() throws { _ = try Self.run("/bin/dd", "if=/dev/zero", "of=\(path("ballast"))", "bs=4096") }

    func makeRoom() throws { try FileManager.default.removeItem(atPath: path("ballast")) }

    static let isPossible: Bool = {
        guard geteuid() == 0 else { return false }
        return (try? TinyDisk(bytes: 1 << 16)) != nil
    }()

    private static func run(_ program: String, _ arguments: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// Time that passes when a test says so.
final class TestClock: EngineClock {
    private let now: Mutex<Int64>

    init(milliseconds: Int64 = 1_800_000_000_000) { now = Mutex(milliseconds) }

    var milliseconds: Int64 { now.withLock { $0 } }
    var nanoseconds: Int64 { milliseconds * 1_000_000 }

    func advance(by milliseconds: Int64) { now.withLock { $0 += milliseconds } }

    func sleep(milliseconds: Int64) async throws { advance(by: milliseconds) }
}
