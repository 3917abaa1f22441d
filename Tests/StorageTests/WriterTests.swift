import Foundation
import Synchronization
import Testing

@testable import Storage

@Suite("Reading and writing")
struct WriterTests {
    let scratch: Scratch
    let database: Database

    init() throws {
        scratch = try Scratch()
        database = try scratch.database()
    }

    struct Refused: Error {}

    /// Keeps the writer busy while `body` queues writes, so that they all wait for the same next turn.
    private func together(_ body: () throws -> Void) rethrows {
        let started = DispatchSemaphore(value: 0)
        let go = DispatchSemaphore(value: 0)
        database.writer.submit(
            WriteJob { _ in
                started.signal()
                go.wait()
            } answer: { _ in
            })
        started.wait()
        try body()
        go.signal()
    }

    @Test("what was written is there when the file is opened again")
    func durable() throws {
        try database.add("a")
        database.close()
        let again = try scratch.database()
        #expect(try again.texts() == ["a"])
        #expect(again.migrated == [])
    }

    @Test("sixteen writers at once lose nothing and get their own answers")
    func concurrentWriters() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask { [database] in
                    for number in 0..<100 {
                        let id = try await database.write { db in
                            try db.add("\(writer)/\(number)")
                            return db.lastInsertedID
                        }
                        let text = try database.read {
                            try $0.first("SELECT text FROM note WHERE id = $1", id) { $0.text(0) }
                        }
                        #expect(text == "\(writer)/\(number)")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(Set(try database.texts()).count == 1_600)
        #expect(try database.integrityProblems() == [])
    }

    @Test("writes that wait together share one commit in the log")
    func groupCommit() throws {
        let before = try WriteAheadLog(of: scratch.path("test.db")).commits
        let answers = Monitor(0)
        together {
            for number in 0..<100 {
                database.writer.submit(
                    WriteJob {
                        try $0.add("\(number)")
                    } answer: { _ in
                        answers.change { $0 += 1 }
                    })
            }
        }
        answers.wait { $0 == 100 ? true : nil }
        #expect(try WriteAheadLog(of: scratch.path("test.db")).commits == before + 1)
        #expect(try database.texts() == (0..<100).map(String.init), "in the order they were asked for")

        for number in 0..<10 { try database.add("alone \(number)") }
        #expect(try WriteAheadLog(of: scratch.path("test.db")).commits == before + 11)
    }

    @Test("a batch is bounded")
    func batchesAreBounded() throws {
        let commits = database.writer.commits
        let answers = Monitor(0)
        together {
            for number in 0..<(2 * Writer.largestBatch + 1) {
                database.writer.submit(
                    WriteJob {
                        try $0.add("\(number)")
                    } answer: { _ in
                        answers.change { $0 += 1 }
                    })
            }
        }
        answers.wait { $0 == 2 * Writer.largestBatch + 1 ? true : nil }
        #expect(database.writer.commits == commits + 4, "the one that kept the writer busy, then 256, 256 and 1")
    }

    @Test("nobody is answered before the commit")
    func answersFollowTheCommit() throws {
        let other = try scratch.database()
        let seen = Monitor<Int?>(nil)
        together {
            database.writer.submit(
                WriteJob {
                    try $0.add("a")
                } answer: { _ in
                    let count = try? other.count()
                    seen.change { $0 = count }
                })
        }
        #expect(seen.wait { $0 } == 1)
    }

    @Test("a write that fails is undone alone, in the middle of a batch")
    func failingWrite() throws {
        let results = Monitor<[String: String]>([:])
        let note = { @Sendable (name: String) in
            { @Sendable (result: Result<Void, any Error>) in
                results.change {
                    switch result {
                    case .success: $0[name] = "done"
                    case .failure(let error): $0[name] = (error as? StorageError)?.kind.rawValue ?? "\(type(of: error))"
                    }
                }
            }
        }
        together {
            database.writer.submit(WriteJob({ try $0.add("before") }, answer: note("before")))
            database.writer.submit(
                WriteJob(
                    { db in
                        try db.add("half")
                        throw Refused()
                    }, answer: note("thrown")))
            database.writer.submit(WriteJob({ try $0.add("") }, answer: note("constraint")))
            database.writer.submit(
                WriteJob(
                    { try $0.execute("INSERT INTO remark (note, text) VALUES (999, 'x')") }, answer: note("deferred")))
            database.writer.submit(WriteJob({ try $0.add("after") }, answer: note("after")))
        }
        let outcome = results.wait { $0.count == 5 ? $0 : nil }
        #expect(
            outcome == [
                "before": "done", "thrown": "Refused", "constraint": "constraint", "deferred": "constraint",
                "after": "done",
            ])
        #expect(try database.texts() == ["before", "after"])
        #expect(try database.integrityProblems() == [])
    }

    @Test("a reader keeps its snapshot while others write")
    func snapshots() throws {
        try database.add("a")
        try database.read { db throws in
            #expect(try db.texts() == ["a"])
            let done = DispatchSemaphore(value: 0)
            database.writer.submit(
                WriteJob {
                    try $0.add("b")
                } answer: { _ in
                    done.signal()
                })
            done.wait()
            #expect(try db.texts() == ["a"])
        }
        #expect(try database.texts() == ["a", "b"])
    }

    @Test("a statement that writes is refused inside read", arguments: [false, true])
    func readOnly(inMemory: Bool) throws {
        let database = inMemory ? try Database.inMemory(migrations: notes) : database
        let error = storageError { try database.read { try $0.add("a") } }
        #expect(error?.kind == .misuse)
        #expect(error?.tip == "Use write for it.")
        try database.add("b")
        #expect(try database.texts() == ["b"])
    }

    @Test("asking for the database inside its own read or write is refused, not a deadlock", arguments: [false, true])
    func nesting(inMemory: Bool) throws {
        let database = inMemory ? try Database.inMemory(migrations: notes) : database
        #expect(storageError { try database.write { _ in try database.add("a") } }?.kind == .misuse)
        #expect(storageError { try database.write { _ in _ = try database.texts() } }?.kind == .misuse)
        #expect(storageError { try database.read { _ in try database.add("a") } }?.kind == .misuse)
        #expect(storageError { try database.read { _ in _ = try database.texts() } }?.kind == .misuse)
        #expect(try database.texts() == [])
    }

    @Test(
        "the transaction is not the body's to end",
        arguments: ["COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT x", "RELEASE job", "ATTACH ':memory:' AS x", "VACUUM"])
    func transactionControl(sql: String) throws {
        #expect(storageError { try database.write { try $0.execute(sql) } } != nil)
        #expect(storageError { try database.read { try $0.execute(sql) } } != nil)
        try database.add("a")
        #expect(try database.texts() == ["a"])
    }

    @Test("more threads than readers take turns")
    func readersAreShared() async throws {
        let database = try Database(at: scratch.path("one.db"), migrations: notes, readers: 1)
        try database.add("a")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<200 { #expect((try? database.texts()) == ["a"]) } }
            }
        }
    }

    @Test("closing finishes the writes that wait, and refuses what comes later", arguments: [false, true])
    func closing(inMemory: Bool) async throws {
        let database = inMemory ? try Database.inMemory(migrations: notes) : database
        let answered = Monitor(0)
        for number in 0..<50 {
            database.writer.submit(
                WriteJob {
                    try $0.add("\(number)")
                } answer: { result in
                    if case .success = result { answered.change { $0 += 1 } }
                })
        }
        database.close()
        database.close()
        #expect(answered.withLock { $0 } == 50)
        #expect(storageError { try database.add("late") }?.kind == .closed)
        #expect(storageError { _ = try database.texts() }?.kind == .closed)
        await #expect(throws: StorageError.closed) { try await database.write { try $0.add("late") } }
        if !inMemory {
            #expect(storageError { _ = try database.revision() }?.kind == .closed)
            #expect(!FileManager.default.fileExists(atPath: scratch.path("test.db-wal")))
            #expect(try scratch.database().count() == 50)
        }
    }

    @Test("the last reference may go inside a write")
    func lastReference() throws {
        let done = DispatchSemaphore(value: 0)
        do {
            let database = try scratch.database("short.db")
            database.writer.submit(
                WriteJob { [database] _ in
                    _ = database.migrated
                } answer: { _ in
                    done.signal()
                })
        }
        done.wait()
        #expect(try scratch.database("short.db").texts() == [])
    }
}
