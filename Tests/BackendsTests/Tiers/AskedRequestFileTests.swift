import Engine
import Foundation
import Testing

@testable import Backends

@Suite("What was asked, in L3's file")
struct AskedRequestFileTests {
    private let scratch: Scratch
    private let clock = TestClock()
    private let tier: SQLiteTier
    private var path: String { scratch.path("cache.db") }
    private var asked: any AskedRequests { tier.askedRequests }
    private var today: Int64 { clock.milliseconds / AskedRequest.day }

    init() throws {
        scratch = try Scratch()
        tier = try SQLiteTier(at: scratch.path("cache.db"), capacity: 1 << 20, clock: clock)
    }

    private func request(_ number: Int, asks: Int = 1, cost: Int64 = 7) -> AskedRequest {
        AskedRequest(
            key: Answers.key(number), tenant: "Müller", model: "custom:a", asks: asks > 0 ? [today: asks] : [:],
            cost: cost, latency: 812, lastAsked: clock.milliseconds, expiresAt: clock.milliseconds + 60_000, size: 300)
    }

    private func remember(_ numbers: Range<Int>) throws {
        for number in numbers { asked.remember(request(number), body: Array("{\"n\":\(number)}".utf8)) }
        try tier.flush()
    }

    @Test("stays over a start, with its counts by day and what warming cost")
    func restart() throws {
        try remember(0..<2)
        asked.count([(Answers.key(1), 4), (Answers.key(9), 1)], on: today)
        asked.count([(Answers.key(1), 2)], on: today - 1)
        asked.spend(30, on: today)
        asked.spend(12, on: today)
        tier.close()
        let again = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        defer { again.close() }
        var expected = request(1, asks: 5)
        expected.asks[today - 1] = 2
        let all = try again.askedRequests.all()
        #expect(all.count == 2)
        #expect(all.first { $0.key == Answers.key(1) } == expected)
        #expect(try again.askedRequests.body(of: Answers.key(1)) == Array("{\"n\":1}".utf8))
        #expect(try again.askedRequests.body(of: Answers.key(9)) == nil)
        #expect(try again.askedRequests.spent(on: today) == 42)
        #expect(try again.askedRequests.spent(on: today - 1) == 0)
    }

    @Test("asks add up while all else takes the place of what was known")
    func replaced() throws {
        try remember(1..<2)
        asked.remember(request(1, cost: 9), body: [1])
        asked.remember(request(1, asks: 0, cost: 11), body: [2])
        try tier.flush()
        #expect(try asked.all() == [request(1, asks: 2, cost: 11)])
        #expect(try asked.body(of: Answers.key(1)) == [2])
    }

    @Test("is forgotten when told to be, when the cache is purged, and day by day")
    func forgotten() async throws {
        try remember(0..<3)
        asked.forget([Answers.key(0)])
        try tier.flush()
        #expect(Set(try asked.all().map(\.key)) == [Answers.key(1), Answers.key(2)])
        asked.count([(Answers.key(1), 1)], on: today + 40)
        try tier.flush()
        #expect(try asked.all().first { $0.key == Answers.key(1) }?.asks == [today + 40: 1])
        try remember(5..<6)
        asked.remember(request(6), body: [1])
        try await tier.purge()
        #expect(try asked.all().isEmpty)
    }

    @Test("begins anew when the file is deleted while it is used")
    func deleted() throws {
        try remember(0..<3)
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        try remember(3..<4)
        #expect(try asked.all().map(\.key) == [Answers.key(3)])
    }

    @Test("a table that is damaged or gone is thrown away with its file, and all goes on")
    func damaged() async throws {
        try remember(0..<3)
        tier.close()
        #expect(try run("DROP TABLE asked_day") == 0)
        let second = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        #expect(throws: (any Error).self) { try second.askedRequests.all() }
        try second.flush()
        #expect(try second.askedRequests.all().isEmpty)
        second.askedRequests.remember(request(7), body: [7])
        try second.flush()
        #expect(try second.askedRequests.all() == [request(7)])
        #expect(second.statistics.rebuilds == 1)
        second.close()
        try Data("garbage".utf8).write(to: URL(filePath: path))
        let third = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        #expect(try third.askedRequests.all().isEmpty)
        third.close()
    }

    @Test("what is not as it was written is not given: a body, or whose it is")
    func tampered() throws {
        try remember(0..<2)
        tier.close()
        #expect(try run("UPDATE asked_request SET tenant = 'other' WHERE body = CAST('{\"n\":0}' AS BLOB)") == 0)
        #expect(try run("UPDATE asked_request SET body = x'00' WHERE body = CAST('{\"n\":1}' AS BLOB)") == 0)
        let again = try SQLiteTier(at: path, capacity: 1 << 20, clock: clock)
        defer { again.close() }
        #expect(try again.askedRequests.all().count == 2)
        #expect(try again.askedRequests.body(of: Answers.key(0)) == nil)
        #expect(try again.askedRequests.body(of: Answers.key(1)) == nil)
    }

    /// Runs SQL in another process.
    private func run(_ sql: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", path, sql]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
