import Telemetry
import Testing

@testable import Engine

@Suite("Request meter")
struct MeterTests {
    private let world = TestWorld([])
    private var ledger: Ledger { world.router.ledger }
    private var clock: TestClock { world.clock }

    /// A request that takes so many milliseconds, after which it is so much later.
    private func pass(
        _ model: String, _ milliseconds: Int64, _ outcome: RequestRecord.Outcome = .succeeded,
        cache: CacheOutcome = .miss, cost: Int64 = 0, saving: Int64 = 0, code: String = "", status: Int = 200
    ) {
        let request = ledger.open(
            RequestOpening(
                id: "r\(milliseconds)", receivedAt: clock.milliseconds, tenant: "team", modelAsked: model,
                isStreamed: false))
        clock.advance(milliseconds: milliseconds)
        var record = RequestRecord()
        record.outcome = outcome
        record.cache = cache
        record.modelServed = outcome == .succeeded ? model : ""
        record.cost = cost
        record.saving = saving
        record.errorCode = code
        record.status = status
        record.tip = "Tip of \(code)"
        request.close(record)
    }

    @Test("Windows hold exactly the requests of their last seconds, whatever the traffic was like")
    func windowsAreExact() {
        let monitor = Monitor(world.router, clock: clock)
        let origin = clock.nanoseconds
        var passed: [(second: Int64, model: String, took: Int64, outcome: RequestRecord.Outcome)] = []
        var random: UInt64 = 42
        func draw(_ bound: UInt64) -> Int64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((random >> 33) % bound)
        }
        for round in 0..<4_000 {
            let model = "m\(draw(4))"
            let took = 1 + draw(round % 50 == 49 ? 40_000 : 300)
            let outcome = RequestRecord.Outcome.allCases[Int(draw(3))]
            pass(model, took, outcome)
            passed.append(((clock.nanoseconds - origin) / 1_000_000_000, model, took, outcome))
            if round % 500 == 499 { clock.advance(milliseconds: draw(800_000)) }
            guard round % 97 == 0 else { continue }
            let snapshot = monitor.snapshot()
            let now = (clock.nanoseconds - origin) / 1_000_000_000
            for window in MonitoringWindow.allCases {
                let expected = passed.filter { $0.second > now - window.rawValue }
                let found = snapshot.window(window)
                #expect(found.tally.closed == expected.count)
                #expect(found.tally.succeeded == expected.count { $0.outcome == .succeeded })
                let times = expected.filter { $0.outcome != .cancelled }.map { Double($0.took) }.sorted()
                #expect(found.latency?.count ?? 0 == times.count)
                guard let latency = found.latency else { continue }
                let exact = times[max(Int((0.95 * Double(times.count)).rounded(.up)), 1) - 1]
                #expect(abs(latency.p95 - exact) <= exact * 0.01)
                #expect(abs(latency.mean * Double(times.count) - times.reduce(0, +)) < 0.01)
            }
            for model in snapshot.models {
                let expected = passed.filter { $0.second > now - 3_600 && $0.model == model.name }
                #expect(model.hour.tally.closed == expected.count)
            }
        }
    }

    @Test("The points of a series add up to their window, and start at multiples of their step")
    func seriesAddsUp() {
        let monitor = Monitor(world.router, clock: clock)
        for round in 0..<500 { pass(round % 2 == 0 ? "a" : "b", Int64(round * 7 % 1_000) + 20, cost: 3) }
        let hour = monitor.snapshot().hour
        let points = monitor.series(.hour, step: 10)
        #expect(points.reduce(0) { $0 + $1.figures.tally.closed } == hour.tally.closed)
        #expect(points.reduce(0) { $0 + $1.figures.tally.cost } == 1_500)
        #expect(zip(points, points.dropFirst()).allSatisfy { $1.at - $0.at == 10_000 })
        #expect(points.dropLast().allSatisfy { $0.figures.seconds == 10 })
        #expect(points.last.map { (0...10).contains($0.figures.seconds) } == true)
        clock.advance(milliseconds: 1_234)
        #expect(monitor.series(.hour, step: 10).map(\.at).starts(with: points.map(\.at)))
        #expect(monitor.series(.hour, step: 10, model: "a").reduce(0) { $0 + $1.figures.tally.closed } == 250)
        // A step of any length is possible.
        #expect(monitor.series(.minute, step: 0).count == 60)
        #expect(monitor.series(.minute, step: 100_000).count == 1)
    }

    @Test("Rates are what they are defined as, and no data is no data")
    func rates() throws {
        let monitor = Monitor(world.router, clock: clock)
        let nothing = monitor.snapshot().minute
        #expect(nothing.tally.errorRate == nil && nothing.tally.cacheHitRate == nil && nothing.latency == nil)
        #expect(nothing.tally.costSavings == nil && nothing.tally.costPerRequest == nil && nothing.throughput == 0)
        for _ in 0..<4 { pass("a", 10, cache: .hitL1, saving: 300) }
        pass("a", 10, cache: .semantic, saving: 300)
        for _ in 0..<3 { pass("a", 100, cache: .miss, cost: 100, saving: 200) }
        pass("a", 100, cache: .bypass, cost: 100, saving: 200)
        pass("a", 10, .cancelled, cache: .miss)
        pass("a", 10, .failed, cache: .miss, code: "http_503", status: 503)
        let tally = monitor.snapshot().minute.tally
        #expect(tally.cacheable == 10 && tally.cacheHitRate == 0.5 && tally.semanticHitRate == 0.1)
        #expect(tally.hitRate(.hitL1) == 0.4)
        #expect(tally.errorRate == 0.1)
        #expect(tally.costSavings == 1 - 400.0 / 2_700)
        #expect(tally.costPerRequest == 400.0 / 9 / 100_000_000)
    }

    @Test("A clock that jumps far ahead empties the windows, and one that goes back stops them; nothing is negative")
    func clockJumps() {
        let monitor = Monitor(world.router, clock: clock)
        for _ in 0..<10 { pass("a", 5) }
        clock.advance(milliseconds: 90_000_000)
        #expect(monitor.snapshot().hour.tally.closed == 0)
        #expect(monitor.snapshot().sinceStart.closed == 10)
        pass("a", 5)
        clock.advance(milliseconds: -95_000_000)
        for _ in 0..<3 { pass("a", 5) }
        let back = monitor.snapshot()
        #expect(back.sinceStart.closed == 14 && back.minute.tally.closed == 4)
        #expect(back.minute.seconds >= 0 && back.minute.throughput >= 0 && back.uptime >= 0)
        #expect(monitor.series(.hour, step: 60).allSatisfy { $0.figures.seconds >= 0 && $0.figures.tally.closed >= 0 })
        pass("a", -50)
        #expect(monitor.snapshot().minute.latency.map { $0.p50 >= 0 } == true)
    }

    @Test("Failures are grouped by cause and model, with the last tip, and only so many are kept")
    func errorGroups() throws {
        let monitor = Monitor(world.router, clock: clock)
        for _ in 0..<3 { pass("a", 10, .failed, code: "http_503", status: 503) }
        pass("b", 20, .failed, code: "http_503", status: 503)
        pass("nobody", 1, .failed, code: "model_not_found", status: 404)
        let groups = monitor.snapshot().errors
        #expect(groups.map(\.model) == ["", "b", "a"])
        let first = try #require(groups.last)
        #expect(first.count == 3 && first.tip == "Tip of http_503" && first.status == 503)
        #expect(first.lastSeen - first.firstSeen == 20)
        for number in 0..<300 { pass("a", 1_000, .failed, code: "code_\(number)", status: 500) }
        let many = monitor.snapshot().errors
        #expect(many.count == 100 && many[0].code == "code_299")
    }

    @Test("Models beyond the limit are counted together, and none is lost")
    func boundedNames() {
        let monitor = Monitor(world.router, clock: clock)
        for number in 0..<500 { pass("model \(number)", 1) }
        let snapshot = monitor.snapshot()
        #expect(snapshot.models.count == 51)
        #expect(snapshot.models.first { $0.name == BoundedNames.other }?.hour.tally.closed == 450)
        #expect(snapshot.hour.tally.closed == 500)
    }

    @Test("Where nobody looks, an hour of traffic is kept and no more")
    func nobodyLooks() {
        for _ in 0..<5_000 { pass("a", 1_000) }
        #expect(Monitor(world.router, clock: clock).snapshot().hour.tally.closed == 3_600)
    }
}
