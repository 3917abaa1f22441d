import Foundation

@testable import Storage

/// A folder of a test's own, gone when the test is.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "storage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        // A database that is closing on another thread deletes its log at the same moment, which stops one removal.
        for _ in 0..<3 where FileManager.default.fileExists(atPath: folder) {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func database(_ name: String = "test.db", migrations: [Migration] = notes) throws -> Database {
        try Database(at: path(name), migrations: migrations)
    }
}

/// A schema to test with: notes, and remarks that refer to them.
let notes = [
    Migration("001-notes") { db in
        try db.execute(
            """
            CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL CHECK (text <> '')) STRICT;
            CREATE TABLE remark (
                note INTEGER NOT NULL REFERENCES note(id) DEFERRABLE INITIALLY DEFERRED,
                text TEXT NOT NULL
            ) STRICT;
            """)
    }
]

extension Database {
    func add(_ text: String) throws { try write { try $0.add(text) } }
    func texts() throws -> [String] { try read { try $0.texts() } }
    func count() throws -> Int { try read { try $0.first("SELECT count(*) FROM note") { $0.int(0) } ?? -1 } }
}

extension Connection {
    func add(_ text: String) throws { try execute("INSERT INTO note (text) VALUES ($1)", text) }
    func texts() throws -> [String] { try query("SELECT text FROM note ORDER BY id") { $0.text(0) } }
}

/// The error that `body` throws, when it is one of storage.
func storageError(_ body: () throws -> Void) -> StorageError? {
    do {
        try body()
        return nil
    } catch {
        return error as? StorageError
    }
}

/// What a program of the system prints.
func output(of program: String, _ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
