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
        // Foundation's Process closes what it was not told to pass on; the C library passes on all that it may.
        let child = try #require(popen("echo $$; exec sleep 600", "r"))
        var line = [CChar](repeating: 0, count: 32)
        fgets(&line, Int32(line.count), child)
        let process = try #require(pid_t(String(decoding: line.prefix { $0 > 32 }.map(UInt8.init), as: UTF8.self)))
        defer {
            kill(process, SIGKILL)
            pclose(child)
        }
        lock.release()
        _ = try FolderLock(folder: scratch.folder)
    }

    @Test("a file in place of the folder is refused")
    func file() throws {
        try Data().write(to: URL(fileURLWithPath: scratch.path("file")))
        #expect(storageError { _ = try FolderLock(folder: scratch.path("file")) }?.kind == .cannotOpen)
    }

    @Test("whoever asks is told who holds the lock, and takes it from nobody")
    func holder() throws {
        #expect(try FolderLock.holder(of: scratch.path("none")) == nil)
        #expect(try FolderLock.holder(of: scratch.folder) == nil)
        let lock = try FolderLock(folder: scratch.folder)
        #expect(try FolderLock.holder(of: scratch.folder) == Int(getpid()))
        lock.release()
        #expect(try FolderLock.holder(of: scratch.folder) == nil)
        _ = try FolderLock(folder: scratch.folder)
    }
}
