import Foundation
import Testing

@testable import Storage

@Suite("Migrations")
struct MigrationTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private let second = Migration("002-stars") { db in
        try db.execute("ALTER TABLE note ADD COLUMN stars INTEGER NOT NULL DEFAULT 0")
    }

    @Test("steps run once, in order, and are remembered with their time")
    func once() throws {
        let path = scratch.path("test.db")
        #expect(
            try Database.migrationState(at: path, migrations: notes)
                == MigrationState(applied: [], pending: ["001-notes"]))
        #expect(!FileManager.default.fileExists(atPath: path), "asking creates nothing")

        #expect(try scratch.database().migrated == ["001-notes"])
        let between = try Database.migrationState(at: path, migrations: notes + [second])
        #expect(between.applied.map(\.name) == ["001-notes"])
        #expect(between.pending == ["002-stars"])
        #expect(between.applied.first?.at.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)

        #expect(try scratch.database(migrations: notes + [second]).migrated == ["002-stars"])
        let database = try scratch.database(migrations: notes + [second])
        #expect(database.migrated == [])
        #expect(try database.read { try $0.query("SELECT stars FROM note") { $0.int(0) } } == [])
    }

    @Test("a step that fails is undone whole, named, and those before it stay")
    func failingStep() throws {
        let broken = Migration("002-broken") { db in
            try db.execute("CREATE TABLE half (a TEXT); CREATE TABL half")
        }
        let error = storageError { _ = try scratch.database(migrations: notes + [broken]) }
        #expect(error?.kind == .sql)
        #expect(error?.message.hasPrefix("Migration 002-broken failed:") == true)
        let database = try scratch.database()
        #expect(database.migrated == [])
        #expect(try database.read { try $0.query("SELECT 1 FROM sqlite_schema WHERE name = 'half'") { _ in } }.isEmpty)
    }

    @Test("a database from a newer version is refused, naming the steps, and not touched")
    func newer() throws {
        let path = scratch.path("test.db")
        try scratch.database(migrations: notes + [second]).add("a")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        for attempt in [
            { _ = try Database(at: path, migrations: notes) },
            { _ = try Database.migrationState(at: path, migrations: notes) },
        ] {
            let error = storageError(attempt)
            #expect(error?.kind == .newerSchema)
            #expect(error?.message.contains("002-stars") == true)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test("a list that was not only appended to, or names a step twice, is refused")
    func badLists() throws {
        _ = try scratch.database(migrations: notes + [second])
        let between = Migration("001b-between") { _ in }
        let error = storageError { _ = try scratch.database(migrations: notes + [between, second]) }
        #expect(error?.kind == .misuse)
        #expect(error?.message.contains("001b-between") == true)
        #expect(storageError { _ = try Database.inMemory(migrations: notes + notes) }?.kind == .misuse)
    }
}
