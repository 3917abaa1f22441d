import Foundation
import Testing

@testable import Storage

@Suite("The lock of a data folder")
struct FolderLockTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("a second server is refused with the process id of the first, until that gives the folder back")
    func second() throws {
        let folder = scratch.path("new/data")
        let first = try FolderLock(folder: folder)
        let error = storageError { _ = try FolderLock(folder: folder) }
        #expect(error?.kind == .busy)
        #expect(error?.message == "Another server, process \(getpid()), is using \(folder).")
        first.release()
        first.release()
        _ = try FolderLock(folder: folder)
        _ = try FolderLock(folder: folder)
    }

    @Test("the lock goes with a process that is killed")
    func killed() throws {
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/bin/sh")
        holder.arguments = [
            "-c", "exec 9>\"$0\"/server.lock && flock 9 && echo $$ >&9 && echo && exec sleep 600", scratch.folder,
        ]
        let pipe = Pipe()
        holder.standardOutput = pipe
        try holder.run()
        #expect(try pipe.fileHandleForReading.read(upToCount: 1) == Data("\n".utf8))
        let error = storageError { _ = try FolderLock(folder: scratch.folder) }
        #expect(error?.message.contains("process \(holder.processIdentifier)") == true)
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        _ = try FolderLock(folder: scratch.folder)
    }

    @Test("programs that the owner starts do not inherit the lock")
    func notInherited() throws {
        let lock = try FolderLock(folder: scratch.folder)
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sleep")
        child.arguments = ["600"]
        try child.run()
        defer {
            kill(child.processIdentifier, SIGKILL)
            child.waitUntilExit()
        }
        lock.release()
        _ = try FolderLock(folder: scratch.folder)
    }

    @Test("a file in place of the folder is refused")
    func file() throws {
        try Data().write(to: URL(fileURLWithPath: scratch.path("file")))
        #expect(storageError { _ = try FolderLock(folder: scratch.path("file")) }?.kind == .cannotOpen)
    }
}
