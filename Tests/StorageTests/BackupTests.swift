import Foundation
import Testing

@testable import Storage

@Suite("Backups")
struct BackupTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("a backup made under writes is whole: a prefix of what was written, and later writes are not in it")
    func underWrites() async throws {
        let database = try scratch.database()
        for number in 0..<50 { try database.add("\(number)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for number in 50..<400 { try await database.write { try $0.add("\(number)") } } }
            group.addTask { [scratch] in
                for copy in 0..<5 { try database.backup(to: scratch.path("backup-\(copy).db")) }
            }
            try await group.waitForAll()
        }
        for copy in 0..<5 {
            let texts = try scratch.database("backup-\(copy).db").texts()
            #expect(texts.count >= 50)
            #expect(texts == (0..<texts.count).map(String.init))
        }
        #expect(try database.count() == 400)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder).filter { $0.contains("partial") } == [])
    }

    @Test("a backup is for its owner alone, and brings its migrations")
    func properties() throws {
        for (name, database) in [("a", try scratch.database()), ("b", try Database.inMemory(migrations: notes))] {
            try database.add("it's")
            let path = scratch.path("\(name) o'clock.db")
            try database.backup(to: path)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            let copy = try Database(at: path, migrations: notes)
            #expect(copy.migrated == [])
            #expect(try copy.texts() == ["it's"])
            #expect(storageError { try database.read { try $0.add("still read-only") } }?.kind == .misuse)
        }
    }

    @Test("a backup never replaces a file, and its folder must be there")
    func refusals() throws {
        let database = try scratch.database()
        let path = scratch.path("precious.txt")
        try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
        #expect(storageError { try database.backup(to: path) }?.message == "\(path) exists already.")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        #expect(storageError { try database.backup(to: scratch.path("none/backup.db")) }?.kind == .cannotOpen)
        #expect(storageError { try database.backup(to: scratch.path("test.db")) }?.kind == .cannotOpen)
    }

    @Test("a damaged database is not backed up as if it were whole")
    func damaged() throws {
        let database = try scratch.database()
        database.close()
        _ = try output(of: "/usr/bin/sqlite3", scratch.path("test.db"), "INSERT INTO remark VALUES (7, 'x')")
        let error = storageError { try scratch.database().backup(to: scratch.path("backup.db")) }
        #expect(error?.kind == .corrupt)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("backup.db")))
    }
}
