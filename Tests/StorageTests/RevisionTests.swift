import Foundation
import Testing

@testable import Storage

@Suite("Revisions")
struct RevisionTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("the number stays while nothing is written, and reading does not change it")
    func stable() throws {
        for database in [try scratch.database(), try Database.inMemory(migrations: notes)] {
            try database.add("a")
            let before = try database.revision()
            _ = try database.texts()
            #expect(try database.revision() == before)
        }
    }

    @Test("every commit gives a number not seen before, also when the log starts again", arguments: [false, true])
    func everyCommit(inMemory: Bool) throws {
        let database = try inMemory ? Database.inMemory(migrations: notes) : scratch.database()
        var seen: Set<UInt64> = [try database.revision()]
        for number in 0..<300 {
            try database.write { try $0.add("\(number) " + String(repeating: "x", count: 40_000)) }
            #expect(seen.insert(try database.revision()).inserted)
        }
    }

    @Test("a commit by another database on the file, or another process, is seen")
    func others() throws {
        let database = try scratch.database()
        let other = try scratch.database()
        let first = try database.revision()
        try other.add("a")
        let second = try database.revision()
        #expect(second != first)
        #expect(try other.revision() == second, "all see the same")
        let words = try output(of: "/usr/bin/sqlite3", scratch.path("test.db"), "INSERT INTO note (text) VALUES ('b')")
        #expect(words == "")
        #expect(try database.revision() != second)
        #expect(try database.texts() == ["a", "b"])
    }

    @Test("the way around the index sees the same changes")
    func dataVersion() throws {
        let database = try scratch.database()
        let revision = Revision.dataVersion(
            ConnectionPool([try Opening.reader(at: scratch.path("test.db"), patience: .zero)]))
        let first = try revision.current()
        #expect(try revision.current() == first)
        try database.add("a")
        let second = try revision.current()
        #expect(second != first)
        try scratch.database().add("b")
        #expect(try revision.current() != second)
        revision.close()
        #expect(storageError { _ = try revision.current() }?.kind == .closed)
    }

    @Test("an index of a file is read from memory")
    func usesTheIndex() throws {
        let writer = try Opening.writer(at: scratch.path("test.db"), migrator: try Migrator([]), patience: .zero)
        #expect(WALIndex(of: writer) != nil)
        #expect(WALIndex(of: try Opening.inMemory()) == nil)
    }

    @Test("asking while the database closes is answered or refused, never worse")
    func closing() throws {
        for round in 0..<20 {
            let database = try scratch.database("\(round).db")
            let begun = Monitor(0)
            let ended = Monitor<[StorageError?]>([])
            let questions: [@Sendable () throws -> Void] = [
                { _ = try database.revision() }, { _ = try database.texts() },
            ]
            for question in questions {
                Thread.detachNewThread {
                    begun.change { $0 += 1 }
                    var error: StorageError?
                    while error == nil { error = storageError(question) }
                    ended.change { $0.append(error) }
                }
            }
            begun.wait { $0 == 2 ? true : nil }
            database.close()
            #expect(ended.wait { $0.count == 2 ? $0 : nil } == [.closed, .closed])
        }
    }

    @Test("what is kept under a revision is never older than it says")
    func cached() async throws {
        let database = try scratch.database()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for number in 0..<500 { try await database.write { try $0.add("\(number)") } } }
            group.addTask {
                var kept: [UInt64: Int] = [:]
                while try database.count() < 500 {
                    let revision = try database.revision()
                    let count = try database.count()
                    if let before = kept[revision], try database.revision() == revision {
                        #expect(count == before || count > before)
                    }
                    kept[revision] = count
                }
                let last = try database.revision()
                if let count = kept[last] { #expect(count == 500) }
            }
        }
    }
}
