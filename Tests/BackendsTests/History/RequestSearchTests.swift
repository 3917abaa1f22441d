import Engine
import Storage
import Testing

@testable import Backends

@Suite("The request log")
struct RequestSearchTests {
    private let scratch: Scratch
    private let store: RequestStore
    private let start: Int64 = 1_800_000_000_000

    init() throws {
        scratch = try Scratch()
        store = try RequestStore(at: scratch.path("requests.db"))
    }

    /// Page by page to the end.
    private func all(_ filter: RequestFilter, limit: Int = 7) throws -> [StoredRequest] {
        var found: [StoredRequest] = []
        var cursor: String?
        repeat {
            let page = try store.requests(matching: filter, before: cursor, limit: limit)
            #expect(page.requests.count <= limit)
            found += page.requests
            cursor = page.next
        } while cursor != nil
        return found
    }

    @Test("answers every filter with the requests that match, newest first")
    func filters() throws {
        var traffic = Traffic(seed: 21)
        let requests = traffic.requests(3_000, from: start, pace: 1_000)
        for begin in stride(from: 0, to: 3_000, by: 500) { try store.add(Array(requests[begin..<begin + 500])) }
        let middle = requests[1_500].opening.receivedAt
        let filters: [(RequestFilter, (StoredRequest) -> Bool)] = [
            (RequestFilter(), { _ in true }),
            (RequestFilter(model: "custom:m1"), { $0.model == "custom:m1" }),
            (RequestFilter(outcome: .failed), { $0.record.outcome == .failed }),
            (RequestFilter(cache: .semantic), { $0.record.cache == .semantic }),
            (RequestFilter(tenant: "team-2"), { $0.opening.tenant == "team-2" }),
            (RequestFilter(errorCode: "timeout"), { $0.record.errorCode == "timeout" }),
            (RequestFilter(from: middle), { $0.opening.receivedAt >= middle }),
            (RequestFilter(to: middle), { $0.opening.receivedAt < middle }),
            (RequestFilter(from: middle, to: middle), { _ in false }),
            (
                RequestFilter(model: "custom:m0", outcome: .failed, tenant: "team-1", from: start, to: middle),
                {
                    $0.model == "custom:m0" && $0.record.outcome == .failed && $0.opening.tenant == "team-1"
                        && $0.opening.receivedAt < middle
                }
            ),
            (RequestFilter(model: "nobody's"), { _ in false }),
        ]
        for (filter, matches) in filters {
            let expected = requests.reversed().filter(matches)
            #expect(try all(filter, limit: 97) == expected, "\(filter)")
        }
    }

    @Test(
        "keeps its pages while requests come and go",
        arguments: [RequestFilter(), RequestFilter(from: 0), RequestFilter(outcome: .succeeded)])
    func stable(filter: RequestFilter) throws {
        let requests = (1...40).map { Requests.stored($0 << SlotTable.indexBits) }
        try store.add(requests)
        let first = try store.requests(matching: filter, limit: 10)
        #expect(first.requests == Array(requests.reversed()[..<10]))
        try store.add((50...55).map { Requests.stored($0 << SlotTable.indexBits) })
        let second = try store.requests(matching: filter, before: first.next, limit: 10)
        #expect(second.requests == Array(requests.reversed()[10..<20]))
        #expect(second.searchedBackTo == nil)
        try store.prune(before: .max, limit: 15)
        #expect(
            try store.requests(matching: filter, before: second.next, limit: 20).requests
                == Array(requests.reversed()[20..<25]))
    }

    @Test("says how far it has searched when there is too much to look at, and goes on from there")
    func bounded() throws {
        // A block of each kind has both values, and no request has both.
        let block = UInt64(1) << BlockSchema.bits
        let blocks = UInt64(RequestSearch.blocksPerPage + 3)
        let requests = (0..<blocks).flatMap { index -> [StoredRequest] in
            let at = start + Int64(index)
            return [
                Requests.stored(index * block + 1, at: at, Requests.answered),
                Requests.stored(index * block + 2, at: at, Requests.failed),
            ]
        }
        try store.add(requests)
        let filter = RequestFilter(outcome: .failed, cache: .semantic)
        let page = try store.requests(matching: filter, limit: 10)
        #expect(page.requests.isEmpty && page.searchedBackTo == start + 3)
        let rest = try store.requests(matching: filter, before: page.next, limit: 10)
        #expect(rest == RequestPage(requests: [], next: nil, searchedBackTo: nil))
        #expect(page.next != nil)
    }

    @Test("finds the values to choose from, and forgets those whose requests are gone")
    func values() throws {
        let block = UInt64(1) << BlockSchema.bits
        var old = Requests.failed
        old.errorCode = "old"
        try store.add([Requests.stored(1, old)] + (0..<80).map { Requests.stored((100 + $0) * block, Requests.failed) })
        #expect(try store.errorCodes() == ["http_503", "old"])
        #expect(try store.tenants() == ["team-a"])
        try store.prune(before: .max, limit: 1)
        #expect(try store.errorCodes() == ["http_503"])
        #expect(try store.requests(matching: RequestFilter(errorCode: "http_503"), limit: 100).requests.count == 80)
    }

    @Test("refuses a cursor that it has not made", arguments: ["", "-1", "x y", "00a", "zzzzzzzzzzzzzzzzzzzz", "Z"])
    func cursors(text: String) {
        #expect(throws: RequestCursorError.self) { try store.requests(matching: RequestFilter(), before: text) }
    }

    @Test(
        "reads by its keys alone",
        arguments: [[], [.errorCode], [.tenant], [.model], [.tenant, .outcome], BlockSchema.Column.allCases]
            as [[BlockSchema.Column]])
    func plans(wanted: [BlockSchema.Column]) throws {
        store.close()
        let database = try Database(at: scratch.path("requests.db"), migrations: RequestSchema.migrations)
        let texts: [(any Bindable)?] = wanted.map { _ in "x" }
        try database.read { db in
            let blocks = try db.query(
                "EXPLAIN QUERY PLAN " + RequestSearch.blockStatement(wanted), arguments: [0, 0, 0, 0] + texts
            ) { $0.text(3) }
            let rows = try db.query(
                "EXPLAIN QUERY PLAN " + RequestSearch.rowStatement(wanted), arguments: [0, 0, 0, 0, 0] + texts
            ) { $0.text(3) }
            let values = try db.query("EXPLAIN QUERY PLAN " + RequestSearch.values, 0, 1) { $0.text(3) }
            for plan in [blocks, rows, values] {
                let isKeyed = plan.allSatisfy { step in
                    step.hasPrefix("SEARCH") || step.hasSuffix("known") || step.contains("SUBQUERY")
                        || ["SETUP", "RECURSIVE STEP"].contains(step) || step.hasPrefix("CO-ROUTINE")
                }
                #expect(isKeyed && !plan.isEmpty, "\(plan)")
            }
        }
    }

    @Test("is exported as CSV that no spreadsheet runs")
    func export() throws {
        var record = Requests.failed
        record.errorCode = "=HYPERLINK(1)"
        record.tip = "Say \"please\", then\ntry again."
        record.cost = -5
        let request = StoredRequest(
            number: 7,
            opening: RequestOpening(
                id: "@id", receivedAt: 1_709_210_096_007, tenant: "-rm", modelAsked: "+a,b", isStreamed: true),
            record: record)
        try store.add([request, Requests.stored(8)])
        var export = RequestExport(store, matching: RequestFilter(outcome: .failed))
        var text = ""
        while let piece = try export.next() { text += String(decoding: piece, as: UTF8.self) }
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3 && lines[2].isEmpty)
        #expect(lines[0].hasPrefix("received_at,id,tenant,"))
        #expect(
            lines[1] == """
                2024-02-29T12:34:56.007Z,'@id,'-rm,"'+a,b",,1,failed,503,miss,,0,0,0,0,-0.00000005,0.00000000,0.0,0.0,3.0,\
                '=HYPERLINK(1),"Say ""please"", then\ntry again."
                """)
    }

    @Test("is exported whole, in pieces, or up to a limit")
    func pieces() throws {
        var traffic = Traffic(seed: 2)
        try store.add(traffic.requests(1_234, from: start, pace: 10))
        var export = RequestExport(store, matching: RequestFilter())
        var count = 0
        while let piece = try export.next() { count += piece.count { $0 == UInt8(ascii: "\n") } }
        #expect(count == 1_235)
        var some = RequestExport(store, matching: RequestFilter(), limit: 510)
        count = 0
        while let piece = try some.next() { count += piece.count { $0 == UInt8(ascii: "\n") } }
        #expect(count == 511)
    }
}
