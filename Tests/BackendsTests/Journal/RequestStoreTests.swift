import Engine
import Storage
import Testing

@testable import Backends

@Suite("The store of requests")
struct RequestStoreTests {
    private let scratch: Scratch
    private let store: RequestStore

    init() throws {
        scratch = try Scratch()
        store = try RequestStore(at: scratch.path("requests.db"))
    }

    @Test("a request reads as it was written")
    func roundTrip() throws {
        let requests = [Requests.stored(1), Requests.stored(2, Requests.failed)]
        #expect(try store.add(requests) == 2)
        #expect(try store.newest(10) == requests.reversed())
        #expect(try store.request(id: "id-2") == requests[1])
        #expect(try store.request(id: "id-3") == nil)
    }

    @Test("what is no number is recorded as none, and keeps nothing else from being recorded")
    func strangeNumbers() throws {
        var record = Requests.answered
        record.similarity = .nan
        record.total = -.infinity
        record.queued = .infinity
        try store.add([Requests.stored(1, record)])
        let read = try #require(try store.request(id: "id-1")).record
        #expect(read.similarity == 0)
        #expect(read.total == 0 && read.queued == 0)
        #expect(read.cost == record.cost)
    }

    @Test("a request that comes twice is recorded and counted once")
    func idempotence() throws {
        try store.add([Requests.stored(1), Requests.stored(2)])
        #expect(try store.add([Requests.stored(2), Requests.stored(3)]) == 1)
        #expect(try store.totals().received == 3)
        #expect(try store.sums().map(\.count) == [3])
    }

    @Test("the newest come in pages")
    func pages() throws {
        try store.add((1...10).map { Requests.stored($0) })
        let first = try store.newest(4)
        #expect(first.map(\.number) == [10, 9, 8, 7])
        #expect(try store.newest(4, before: 7).map(\.number) == [6, 5, 4, 3])
        #expect(try store.newest(4, before: 1).isEmpty)
    }

    @Test("totals hold received = succeeded + failed + cancelled")
    func totals() throws {
        #expect(try store.totals() == Ledger.Totals())
        try store.add([Requests.stored(1), Requests.stored(2, Requests.failed), Requests.stored(3, .interrupted)])
        try store.add([Requests.stored(4, Requests.failed)])
        let totals = try store.totals()
        #expect(totals.received == 4 && totals.succeeded == 1 && totals.failed == 2 && totals.cancelled == 1)
        #expect(totals.inFlight == 0)
    }

    @Test("pruning takes the oldest in small batches and leaves the sums")
    func pruning() throws {
        try store.add((1...10).map { Requests.stored($0, at: Requests.arrival + Int64($0)) })
        #expect(try store.prune(before: Requests.arrival + 6, limit: 3) == 3)
        #expect(try store.prune(before: Requests.arrival + 6, limit: 3) == 2)
        #expect(try store.prune(before: Requests.arrival + 6, limit: 3) == 0)
        #expect(try store.newest(100).map(\.number) == [10, 9, 8, 7, 6])
        #expect(try store.totals().received == 10)
    }

    @Test("the last row stays when all are too old, for the numbers go on from it")
    func lastRow() throws {
        try store.add((1...10).map { Requests.stored($0) })
        #expect(try store.prune(before: .max, limit: 100) == 9)
        #expect(try store.newest(100).map(\.number) == [10])
        #expect(try store.lastNumber() == 10)
    }

    @Test("everything is there after it has been opened again")
    func reopening() throws {
        try store.add([Requests.stored(7)])
        store.close()
        let again = try RequestStore(at: scratch.path("requests.db"))
        #expect(try again.request(id: "id-7") == Requests.stored(7))
        #expect(try again.totals().received == 1)
    }

    @Test(
        "no question reads more than it answers with",
        arguments: [RequestSQL.newest, RequestSQL.byID, RequestSQL.numbers, RequestSQL.prune])
    func plans(sql: String) throws {
        store.close()
        let database = try Database(at: scratch.path("requests.db"), migrations: RequestSchema.migrations)
        let plan = try database.read { db in
            // As many arguments as there are parameters.
            sql.contains("$2")
                ? try db.query("EXPLAIN QUERY PLAN " + sql, 1, 1) { $0.text(3) }
                : try db.query("EXPLAIN QUERY PLAN " + sql) { $0.text(3) }
        }
        let isExpected = plan.allSatisfy { step in
            step.hasPrefix("SEARCH") || step.contains("SUBQUERY") || step == "SCAN CONSTANT ROW"
                // In the order of the table, up to its LIMIT.
                || step == "SCAN request" && [RequestSQL.newest, RequestSQL.prune].contains(sql)
        }
        #expect(isExpected && !plan.isEmpty, "\(plan)")
    }

    @Test("a request is found by its id in whichever block it is, the newest of several")
    func blocks() throws {
        let block = UInt64(1) << RequestSQL.blockBits
        let numbers = [5, block + 7, 3 * block, 3 * block + 1, 9 * block]
        try store.add(numbers.map { Requests.stored($0) })
        for number in numbers { #expect(try store.request(id: "id-\(number)")?.number == number) }
        let twin = StoredRequest(number: 3 * block + 9, opening: Requests.opening("id-5"), record: Requests.failed)
        try store.add([twin])
        #expect(try store.request(id: "id-5") == twin)
        #expect(try store.request(id: "id") == nil)
    }
}
