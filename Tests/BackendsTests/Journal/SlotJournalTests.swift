import Engine
import Foundation
import Testing

@testable import Backends

@Suite("The journal")
struct SlotJournalTests {
    private let scratch: Scratch
    private let clock = TestClock()

    init() throws { scratch = try Scratch() }

    private func store() throws -> RequestStore { try RequestStore(at: scratch.path("requests.db")) }

    private func journal(_ store: RequestStore, retention: Int64? = nil) throws -> SlotJournal {
        try SlotJournal(folder: scratch.path("journal"), store: store, clock: clock, retention: retention)
    }

    @Test("a finished request reaches the database, one in flight does not")
    func draining() throws {
        let store = try store()
        let journal = try journal(store)
        let number = journal.begin(Requests.opening("a"))
        _ = journal.begin(Requests.opening("b"))
        journal.finish(number, Requests.answered)
        try journal.flush()
        #expect(
            try store.newest(10) == [
                StoredRequest(number: number, opening: Requests.opening("a"), record: Requests.answered)
            ])
        #expect(journal.problem == nil)
    }

    @Test("only the first record of a request counts, and an unknown number is ignored")
    func repeatedFinish() throws {
        let store = try store()
        let journal = try journal(store)
        let number = journal.begin(Requests.opening())
        journal.finish(number, Requests.answered)
        journal.finish(number, Requests.failed)
        journal.finish(.max, Requests.failed)
        journal.finish(number + 1, Requests.failed)
        journal.finish(0x7_F000_0000_0000, Requests.failed)
        try journal.flush()
        #expect(try store.newest(10).map(\.record) == [Requests.answered])
    }

    @Test("after the process was killed, what was finished is there and what was in flight is cancelled")
    func abandoned() throws {
        let numbers: [UInt64]
        do {
            let store = try store()
            let journal = try journal(store)
            numbers = (0..<6_000).map { journal.begin(Requests.opening("id-\($0)")) }
            journal.abandon()
            for number in numbers.prefix(5_000) { journal.finish(number, Requests.answered) }
            #expect(try store.totals().received == 0)
        }
        let store = try store()
        let journal = try journal(store)
        #expect(journal.recovery.finished == 5_000)
        #expect(journal.recovery.interrupted == 1_000)
        #expect(journal.recovery.torn == 0)
        let totals = try store.totals()
        #expect(totals.received == 6_000 && totals.succeeded == 5_000 && totals.cancelled == 1_000)
        let interrupted = try #require(try store.request(id: "id-5999")).record
        #expect(interrupted.outcome == .cancelled && interrupted.status == 499)
        #expect(interrupted.errorCode == "interrupted" && !interrupted.tip.isEmpty)
        #expect(try store.request(id: "id-4999")?.record == Requests.answered)
        // New numbers go on after the old ones.
        #expect(journal.begin(Requests.opening()) > (numbers.max() ?? 0))
    }

    @Test("a crash between the database and the journal counts nothing twice")
    func crashBeforeFreeing() throws {
        do {
            let store = try store()
            let journal = try journal(store)
            journal.abandon()
            let number = journal.begin(Requests.opening())
            journal.finish(number, Requests.answered)
            try store.add([StoredRequest(number: number, opening: Requests.opening(), record: Requests.answered)])
        }
        let store = try store()
        let journal = try journal(store)
        #expect(journal.recovery.finished == 1)
        #expect(try store.totals().received == 1)
    }

    @Test("a torn slot costs nobody else's request")
    func tornSlot() throws {
        let folder = scratch.path("journal")
        do {
            let journal = try journal(try store())
            journal.abandon()
            for id in ["a", "b", "c", "d"] {
                journal.finish(journal.begin(Requests.opening(id)), Requests.answered)
            }
        }
        let path = try #require(try SegmentFolder.existing(in: folder).first)
        try overwrite(path) { segment in
            var used = (0..<SlotSegment.slots).filter { index in
                if case .free = segment[index].read() { false } else { true }
            }
            #expect(used.count == 4)
            used.sort()
            // Of one the opening, of another the record.
            segment[used[0]].base.storeBytes(of: 0xEE, toByteOffset: 33, as: UInt8.self)
            segment[used[1]].base.storeBytes(of: 0xEE, toByteOffset: 100, as: UInt8.self)
        }
        let store = try store()
        let journal = try journal(store)
        #expect(journal.recovery == .init(finished: 2, interrupted: 1, torn: 1))
        #expect(try store.totals().succeeded == 2)
        #expect(try store.totals().cancelled == 1)
    }

    @Test("a second process is refused the folder")
    func locked() throws {
        let store = try store()
        let journal = try journal(store)
        let problem = #expect(throws: JournalProblem.self) { try self.journal(store) }
        #expect(problem?.tip.contains("stop that one") == true)
        journal.close()
        _ = try self.journal(store)
    }

    @Test("closing records what is finished; afterwards a flush says that it is closed")
    func closing() throws {
        let store = try store()
        let journal = try journal(store)
        journal.finish(journal.begin(Requests.opening()), Requests.answered)
        journal.close()
        #expect(try store.totals().succeeded == 1)
        #expect(throws: JournalProblem.self) { try journal.flush() }
    }

    @Test("more requests at once than a segment holds add segments")
    func growth() throws {
        let store = try store()
        let journal = try journal(store)
        let numbers = (0..<3 * SlotSegment.slots).map { journal.begin(Requests.opening("id-\($0)")) }
        #expect(Set(numbers).count == numbers.count)
        #expect(try SegmentFolder.existing(in: scratch.path("journal")).count == 3)
        for number in numbers { journal.finish(number, Requests.answered) }
        try journal.flush()
        #expect(try store.totals().succeeded == UInt64(numbers.count))
        #expect(journal.problem == nil)
    }

    @Test("sixteen threads lose nothing and record nothing twice")
    func threads() throws {
        let store = try store()
        let journal = try journal(store)
        DispatchQueue.concurrentPerform(iterations: 16) { thread in
            var late: UInt64?
            for round in 0..<6_250 {
                let number = journal.begin(Requests.opening("\(thread)-\(round)"))
                // Some are answered late, and the last of them never.
                if round % 10 == 9 {
                    if let late { journal.finish(late, Requests.failed) }
                    late = number
                } else {
                    journal.finish(number, Requests.answered)
                }
            }
        }
        try journal.flush()
        let totals = try store.totals()
        #expect(totals.succeeded == 90_000)
        #expect(totals.failed == 16 * 624)
        let newest = try store.newest(100_000)
        #expect(Set(newest.map(\.number)).count == 100_000 - 16)
        #expect(Set(newest.map(\.opening.id)).count == 100_000 - 16)
        journal.abandon()
    }

    @Test("requests go when they are older than they are kept")
    func retention() throws {
        let store = try store()
        try store.add([Requests.stored(1, at: clock.milliseconds - 2_000), Requests.stored(2, at: clock.milliseconds)])
        let journal = try journal(store, retention: 1_000)
        // The pass after the first one is past the pruning.
        try journal.flush()
        try journal.flush()
        #expect(try store.newest(10).map(\.number) == [2])
        #expect(try store.totals().received == 2)
    }

    @Test("a database that cannot be written is said, and caught up with when it can")
    func unwritableDatabase() throws {
        let store = try store()
        let journal = try journal(store)
        store.close()
        journal.finish(journal.begin(Requests.opening()), Requests.answered)
        #expect(throws: JournalProblem.self) { try journal.flush() }
        #expect(journal.problem?.message.contains("1 requests wait") == true)
        journal.close()
        let again = try self.store()
        #expect(try self.journal(again).recovery.finished == 1)
        #expect(try again.totals().succeeded == 1)
    }

    @Test("a full disk costs no request", .enabled(if: TinyDisk.isPossible))
    func fullDisk() throws {
        let disk = try TinyDisk(bytes: 3 << 20)
        let store = try store()
        let journal = try SlotJournal(folder: disk.path("journal"), store: store, clock: clock)
        try disk.fill()
        let numbers = (0..<SlotSegment.slots + 100).map { journal.begin(Requests.opening("id-\($0)")) }
        let problem = try #require(journal.problem)
        #expect(problem.message.hasPrefix("100 requests are kept in memory only."))
        #expect(problem.tip.contains("space"))
        for number in numbers { journal.finish(number, Requests.answered) }
        try journal.flush()
        #expect(try store.totals().succeeded == UInt64(numbers.count))
        #expect(journal.problem == nil)
    }

    @Test("a disk without room for the journal is refused at the start", .enabled(if: TinyDisk.isPossible))
    func noRoomToStart() throws {
        let disk = try TinyDisk(bytes: 1 << 20)
        let store = try store()
        let problem = #expect(throws: JournalProblem.self) {
            try SlotJournal(folder: disk.path("journal"), store: store, clock: clock)
        }
        #expect(problem?.tip.contains("space") == true)
        #expect(try SegmentFolder.existing(in: disk.path("journal")).isEmpty)
    }

    private func overwrite(_ path: String, _ body: (SlotSegment) -> Void) throws { body(try SlotSegment(at: path)) }
}

extension SlotJournal.Recovery {
    init(finished: Int, interrupted: Int, torn: Int) {
        self.init()
        self.finished = finished
        self.interrupted = interrupted
        self.torn = torn
    }
}
