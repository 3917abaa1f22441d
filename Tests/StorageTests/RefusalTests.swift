import Foundation
import Testing

@testable import Storage

@Suite("Files that cannot be used, and faults")
struct RefusalTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("the folder is created for its owner alone")
    func createsFolder() throws {
        let path = scratch.path("a/b/data/test.db")
        try Database(at: path, migrations: notes).add("a")
        let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path("a/b/data"))
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test("a folder in place of the file")
    func folder() throws {
        let error = storageError { _ = try Database(at: scratch.folder, migrations: notes) }
        #expect(error?.kind == .cannotOpen)
        #expect(error?.message == "\(scratch.folder) is not a file.")
    }

    @Test("a file in place of the folder")
    func fileAsFolder() throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: scratch.path("data")))
        let error = storageError { _ = try Database(at: scratch.path("data/test.db"), migrations: notes) }
        #expect(error?.kind == .cannotOpen)
    }

    @Test("a file that is no database is left as it is")
    func notADatabase() throws {
        let path = scratch.path("test.db")
        let text = Data(String(repeating: "dear diary ", count: 1_000).utf8)
        try text.write(to: URL(fileURLWithPath: path))
        let error = storageError { _ = try Database(at: path, migrations: notes) }
        #expect(error?.kind == .notADatabase)
        #expect(error?.tip.isEmpty == false)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
    }

    @Test("the database of another program is left as it is")
    func foreign() throws {
        let path = scratch.path("test.db")
        try Database(at: path, migrations: [Migration("x") { try $0.execute("CREATE TABLE places (url TEXT)") }])
            .write { try $0.execute("DROP TABLE migration") }
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(storageError { _ = try Database(at: path, migrations: notes) }?.kind == .notADatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test(
        "a name that looks like a URI or an option is just a name",
        arguments: ["file:x?mode=memory", "a b%20'\"c.db", ":memory:"])
    func oddNames(name: String) throws {
        let path = scratch.path(name)
        try Database(at: path, migrations: notes).add("a")
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(try Database(at: path, migrations: notes).texts() == ["a"])
    }

    @Test("damage is found and told, not passed over")
    func damage() throws {
        let path = scratch.path("test.db")
        let database = try scratch.database()
        try database.write { db in
            try db.execute("CREATE INDEX note_text ON note (text)")
            for number in 0..<2_000 { try db.add("note \(number)") }
        }
        #expect(try database.integrityProblems() == [])
        database.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: 4_096 * 5)
        try file.write(contentsOf: Data(repeating: 0xa5, count: 4_096 * 6))
        try file.close()
        #expect(try scratch.database().integrityProblems().isEmpty == false)
        #expect(storageError { _ = try scratch.database().texts() }?.kind == .corrupt)
    }

    @Test("a reference to nothing is a problem that the check names")
    func danglingReference() throws {
        let database = try scratch.database()
        database.close()
        _ = try output(of: "/usr/bin/sqlite3", scratch.path("test.db"), "INSERT INTO remark VALUES (7, 'x')")
        #expect(
            try scratch.database().integrityProblems() == ["A row of remark refers to one of note that does not exist."]
        )
    }

    @Test("a lock that another keeps is waited for, then reported as busy, and the next write works")
    func busy() async throws {
        let path = scratch.path("test.db")
        let hasty = try Database(at: path, migrations: notes, patience: .zero)
        let other = try Opening.writer(at: path, migrator: try Migrator(notes), patience: .zero)
        try other.control("BEGIN IMMEDIATE")
        let error = storageError { try hasty.add("too early") }
        #expect(error?.kind == .busy)
        #expect(error?.tip.contains(path) == true)
        #expect(try hasty.texts() == [], "reading goes on")

        let patient = try Database(at: path, migrations: notes)
        async let written: Void = patient.write { try $0.add("patient") }
        try other.control("COMMIT")
        try await written
        try hasty.add("later")
        #expect(try hasty.texts() == ["patient", "later"])
    }

    @Test("several may create and open one file at once")
    func openedAtOnce() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask { [scratch] in try scratch.database().add("\(number)") }
            }
            try await group.waitForAll()
        }
        #expect(try scratch.database().count() == 8)
    }

    @Test("another process may write the same file at the same time")
    func twoProcesses() throws {
        let database = try scratch.database()
        let script = (0..<200).map { "INSERT INTO note (text) VALUES ('theirs \($0)');" }.joined(separator: "\n")
        let file = scratch.path("script.sql")
        try Data((".timeout 10000\n" + script).utf8).write(to: URL(fileURLWithPath: file))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = [scratch.path("test.db"), ".read \(file)"]
        try process.run()
        for number in 0..<200 { try database.add("ours \(number)") }
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try database.count() == 400)
        #expect(try database.integrityProblems() == [])
    }
}

@Suite("Disks that are full or read-only", .enabled(if: TinyDisk.isPossible, "mounting a small file system takes root"))
struct DiskTests {
    @Test("a full disk fails every write of the batch, keeps none of it, and loses nothing that was answered")
    func fullDisk() throws {
        let disk = try TinyDisk(bytes: 2 << 20)
        let ballast = disk.path("ballast")
        let database = try Database(at: disk.path("test.db"), migrations: notes)
        try Data(count: 1 << 20).write(to: URL(fileURLWithPath: ballast))

        var written: [String] = []
        var error: StorageError?
        while error == nil, written.count < 1_000 {
            let text = "\(written.count) " + String(repeating: "x", count: 20_000)
            error = storageError { try database.add(text) }
            if error == nil { written.append(text) }
        }
        #expect(error?.kind == .full)
        #expect(error?.tip.contains("Free some space") == true)
        #expect(written.count > 10)
        #expect(try database.texts() == written)

        let kinds = Monitor<[StorageError.Kind?]>([])
        for _ in 0..<10 {
            database.writer.submit(
                WriteJob {
                    try $0.add(String(repeating: "y", count: 100_000))
                } answer: { result in
                    kinds.change { kinds in
                        if case .failure(let error) = result {
                            kinds.append((error as? StorageError)?.kind)
                        } else {
                            kinds.append(nil)
                        }
                    }
                })
        }
        #expect(kinds.wait { $0.count == 10 ? $0 : nil }.allSatisfy { $0 == .full })
        #expect(try database.texts() == written)

        try FileManager.default.removeItem(atPath: ballast)
        try database.add("room again")
        #expect(try database.texts() == written + ["room again"])
        #expect(try database.integrityProblems() == [])
        database.close()
        #expect(try Database(at: disk.path("test.db"), migrations: notes).count() == written.count + 1)
    }

    @Test("a disk that is full from the start is said to be full")
    func noRoomToBegin() throws {
        let disk = try TinyDisk(bytes: 1 << 16)
        #expect(throws: (any Error).self) {
            try Data(count: 1 << 17).write(to: URL(fileURLWithPath: disk.path("ballast")))
        }
        _ = FileManager.default.createFile(atPath: disk.path("fill"), contents: nil)
        let fill = try FileHandle(forWritingTo: URL(fileURLWithPath: disk.path("fill")))
        while (try? fill.write(contentsOf: Data(count: 4_096))) != nil {}
        #expect(storageError { _ = try Database(at: disk.path("test.db"), migrations: notes) }?.kind == .full)
    }

    @Test("a backup that does not fit leaves nothing behind")
    func backupWithoutRoom() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        try database.add(String(repeating: "x", count: 1 << 20))
        let disk = try TinyDisk(bytes: 1 << 19)
        let error = storageError { try database.backup(to: disk.path("backup.db")) }
        #expect(error?.kind == .full)
        #expect(error?.message.contains("backup.db") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder) == [])
        #expect(try database.count() == 1)
    }

    @Test("a folder that cannot be written is refused with its name, whoever asks")
    func readOnly() throws {
        let disk = try TinyDisk(bytes: 1 << 20)
        try Database(at: disk.path("test.db"), migrations: notes).add("a")
        try disk.makeReadOnly()
        for path in [disk.path("test.db"), disk.path("new.db"), disk.path("new/test.db")] {
            let error = storageError { _ = try Database(at: path, migrations: notes) }
            #expect(error?.kind == .notWritable)
            #expect(error?.message.contains(disk.folder) == true)
        }
        #expect(storageError { _ = try FolderLock(folder: disk.folder) }?.kind == .notWritable)
    }
}
