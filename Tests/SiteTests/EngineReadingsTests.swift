import Engine
import Foundation
import HTTP
import JSON
import Roadmap
import Synchronization
import Telemetry
import Testing

@testable import Site

/// A request log of which only the figures are asked.
private final class TestHistory: RequestHistory {
    let windows = Mutex<[Range<Int64>]>([])
    let known = Mutex(RequestFigures())
    let up = Mutex<Uptime?>(nil)

    func figures(from start: Int64, to end: Int64) throws -> RequestFigures {
        windows.withLock { $0.append(start..<end) }
        return known.withLock { $0 }
    }

    func uptime(from start: Int64, to end: Int64) throws -> Uptime? { up.withLock { $0 } }
    func series(from start: Int64, to end: Int64, step: Int64, model: String?) throws -> [RequestPoint] { [] }
    func sums(from start: Int64, to end: Int64) throws -> [RequestSum] { [] }
    func request(id: String) throws -> StoredRequest? { nil }

    func requests(matching filter: RequestFilter, before cursor: String?, limit: Int) throws -> RequestPage {
        RequestPage(requests: [], next: nil, searchedBackTo: nil)
    }

    /// 100 requests of which `hits` came from the cache.
    static func figures(hits: Int64) -> RequestFigures {
        var figures = RequestFigures()
        figures.succeeded = 98
        figures.failed = 2
        figures.hitsL1 = hits
        figures.misses = 100 - hits
        figures.busiestMinute = 30
        figures.cost = 9_800
        figures.saving = 90_200
        figures.latency.record(milliseconds: 100)
        figures.cacheAccess.record(milliseconds: 2)
        return figures
    }
}

@Suite("What the engine measures")
struct EngineReadingsTests {
    private let site: TestSite
    private let history = TestHistory()

    init() throws { site = try TestSite(now: "2026-01-09T12:20:00Z") }

    private var readings: EngineReadings { EngineReadings(tracker: site.tracker, history: history) }

    private static func isRecorded(_ line: EngineReadings.Line) -> Bool {
        if case .recorded = line.outcome { true } else { false }
    }

    private func values(_ metric: String) throws -> [Double] {
        let metric = try site.tracker.plan.metric(named: metric)
        return try site.tracker.read { try $0.status(of: metric).newest.map { [$0.value] } ?? [] }
    }

    @Test("is measured over the last hour, in the units of the targets, with what it was taken from")
    func measurements() throws {
        history.known.withLock { $0 = TestHistory.figures(hits: 62) }
        history.up.withLock { $0 = Uptime(up: 3_599_000, down: 1_000, crashes: 1) }
        let now = site.tracker.now.milliseconds
        let found = try readings.measurements(at: now)
        #expect(history.windows.withLock { $0 } == [now - 3_600_000..<now])
        let values = Dictionary(uniqueKeysWithValues: found.map { ($0.metric, $0.value) })
        #expect(values["cacheHitRate"] == 62 && values["semanticHitRate"] == 0 && values["errorRate"] == 2)
        #expect(values["requestCoverage"] == 100 && values["costSavings"] == 90.2)
        #expect(values["throughput"] == 0.5 && values["costPerRequest"] == 0.000001)
        #expect(abs((values["latency"] ?? 0) - 100) <= 1 && abs((values["cacheAccessTime"] ?? 0) - 2) <= 0.02)
        #expect(abs((values["uptime"] ?? 0) - 100 * 3_599 / 3_600) < 1e-9)
        #expect(found[0].note == "last hour, 100 cacheable requests")
    }

    @Test("is no reading where there was nothing to measure")
    func nothing() throws {
        #expect(try readings.post().isEmpty)
        var figures = RequestFigures()
        figures.cancelled = 3
        figures.bypasses = 3
        history.known.withLock { $0 = figures }
        #expect(try readings.measurements(at: 0).map(\.metric) == ["throughput", "requestCoverage"])
    }

    @Test("is one reading for each metric and hour: the latest, and the same instant once")
    func idempotence() throws {
        history.known.withLock { $0 = TestHistory.figures(hits: 40) }
        try readings.postLastHour()
        #expect(try values("cacheHitRate") == [40])
        history.known.withLock { $0 = TestHistory.figures(hits: 50) }
        let again = try readings.postLastHour()
        #expect(!again.contains { Self.isRecorded($0) })
        #expect(try values("cacheHitRate") == [40])

        // Now is later in the same hour.
        try readings.post()
        #expect(try values("cacheHitRate") == [50])
        #expect(try !readings.postLastHour().contains { Self.isRecorded($0) })
        #expect(try values("cacheHitRate") == [50])
        site.clock.set("2026-01-09T13:00:10Z")
        history.known.withLock { $0 = TestHistory.figures(hits: 60) }
        try readings.postLastHour()
        #expect(try values("cacheHitRate") == [60])
        let metric = try site.tracker.plan.metric(named: "cacheHitRate")
        let days = try site.tracker.read { try $0.days(9, of: metric) }
        #expect(days.map(\.readings) == [2])
        #expect(days.map(\.lowest) == [50])
    }

    @Test("leaves out what the targets do not name, and what a metric cannot be")
    func refusals() throws {
        var figures = TestHistory.figures(hits: 50)
        figures.saving = -9_700
        history.known.withLock { $0 = figures }
        let lines = try readings.post()
        #expect(lines.filter(Self.isRecorded).map(\.measurement.metric) == ["cacheHitRate", "latency"])
        #expect(lines.first { $0.measurement.metric == "costSavings" }?.measurement.value == -9_700)
        #expect(try values("cacheHitRate") == [50])
    }

    @Test("stands on the targets board and in the weekly report without anyone typing it")
    func pages() async throws {
        history.known.withLock { $0 = TestHistory.figures(hits: 62) }
        try readings.postLastHour()
        let board = try await site.send(.get, "/targets").text
        #expect(board.contains("62"))
        let page = try await site.send(.get, "/targets/cacheHitRate").text
        #expect(page.contains("engine") && page.contains("last hour, 100 cacheable requests"))
        let report = try await site.send(.get, "/api/v1/reports/2026-W02.json").text
        #expect(try JSON(parsing: Array(report.utf8))["metrics"]?.arrayValue?.first?["end"]?.doubleValue == 62)
        #expect(try await site.send(.get, "/activity").text.contains("Cache hit rate") == false)
    }
}
