import Engine
import Storage
import Testing

@testable import Backends

@Suite("The sums of recorded requests")
struct RollupTests {
    private let scratch: Scratch
    private let store: RequestStore
    /// The beginning of a day.
    private let day: Int64 = 20_833 * 86_400_000
    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000

    init() throws {
        scratch = try Scratch()
        store = try RequestStore(at: scratch.path("requests.db"))
    }

    /// In batches of several sizes, as the journal hands them over.
    private func add(_ requests: [StoredRequest]) throws {
        var rest = requests[...]
        var size = 1
        while !rest.isEmpty {
            try store.add(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            size = size % 97 + 13
        }
    }

    private func expected(_ requests: [StoredRequest], _ start: Int64, _ end: Int64) -> RequestFigures {
        RequestFigures(counting: requests.filter { start..<end ~= $0.opening.receivedAt })
    }

    @Test("are those of the rows, in every window of whole minutes")
    func windows() throws {
        var traffic = Traffic()
        let requests = traffic.requests(2_000, from: day + 20 * Self.hour, pace: 60_000)
        try add(requests)
        for (from, to) in [
            (0, 60), (3, 4), (59, 61), (60, 120), (1, 239), (0, 1_440), (240, 1_680), (17, 2_003), (-5_000, 9_000),
        ] {
            let (start, end) = (day + (20 * 60 + Int64(from)) * Self.minute, day + (20 * 60 + Int64(to)) * Self.minute)
            let expected = expected(requests, start, end)
            #expect(try store.figures(from: start, to: end) == expected, "\(from) to \(to)")
            let sums = try store.sums(from: start, to: end)
            #expect(RequestFigures(sums) == expected.withoutBusiest, "\(from) to \(to)")
        }
        #expect(try store.figures(from: day - 9, to: day).recorded == 0)
        #expect(try store.figures(from: day + 9, to: day).recorded == 0)
        #expect(RequestFigures(try store.sums(from: 0, to: .max / 4)).recorded == 2_000)
    }

    @Test("come as a series whose steps add up to the window", arguments: [1, 5, 60, 240, 1_440])
    func series(step: Int64) throws {
        var traffic = Traffic(seed: 7)
        let requests = traffic.requests(1_500, from: day + 3 * Self.hour, pace: 90_000)
        try add(requests)
        let (start, end) = (day, day + 3 * 86_400_000)
        let points = try store.series(from: start, to: end, step: step * Self.minute, model: nil)
        #expect(points.count == Int(3 * 1_440 / step))
        var whole = RequestFigures()
        for point in points {
            #expect(point.figures == expected(requests, point.start, point.start + step * Self.minute))
            whole.merge(point.figures)
        }
        #expect(whole == (try store.figures(from: start, to: end)))
        let models = try store.models()
        #expect(models == ["custom:m0", "custom:m1", "custom:m2"])
        for model in models {
            let points = try store.series(from: start, to: end, step: step * Self.minute, model: model)
            let requests = requests.filter { $0.model == model }
            #expect(
                points.map(\.figures)
                    == points.map { expected(requests, $0.start, $0.start + step * Self.minute).withoutBusiest })
        }
    }

    @Test("have percentiles that are within 1 % of the rows'")
    func percentiles() throws {
        var traffic = Traffic(seed: 3)
        let requests = traffic.requests(3_000, from: day, pace: 1_000)
        try add(requests)
        let figures = try store.figures(from: day, to: day + 2 * Self.hour)
        let times = requests.filter { $0.record.outcome != .cancelled }.map(\.record.total).sorted()
        for percent in [50.0, 95, 99] {
            let exact = times[Int((Double(times.count) * percent / 100).rounded(.up)) - 1]
            let found = try #require(figures.latency.milliseconds(atPercentile: percent))
            #expect(abs(found - exact) <= exact / 100)
        }
    }

    @Test("count a duplicate once and a clock that jumps back where it says it is")
    func jumps() throws {
        var traffic = Traffic(seed: 5)
        let late = traffic.requests(50, from: day + 10 * Self.hour, pace: 500)
        let early = traffic.requests(50, first: 51, from: day - 300 * 86_400_000, pace: 500)
        try store.add(late)
        try store.add(early + late)
        try store.add(early)
        #expect(try store.figures(from: day, to: day + 86_400_000) == expected(late, 0, .max))
        #expect(
            try store.figures(from: day - 301 * 86_400_000, to: day - 299 * 86_400_000) == expected(early, 0, .max))
        #expect(try store.totals().received == 100)
    }

    @Test("of failures stand under the model that was asked for, and those of made-up names under none")
    func models() throws {
        var unknown = Requests.failed
        unknown.errorCode = StoredRequest.unknownModel
        try store.add([Requests.stored(1, Requests.failed), Requests.stored(2, unknown), Requests.stored(3)])
        let sums = try store.sums(from: Requests.arrival, to: Requests.arrival + 1)
        #expect(sums.map(\.model) == ["", "auto", "custom:größe"])
    }

    @Test("outlive the rows, and the hours outlive their minutes")
    func pruning() throws {
        var traffic = Traffic(seed: 9)
        let requests = traffic.requests(600, from: day + 90 * Self.minute, pace: 30_000)
        try add(requests)
        let whole = try store.figures(from: day, to: day + 86_400_000)
        while try store.prune(before: .max, limit: 100) == 100 {}
        #expect(try store.figures(from: day, to: day + 86_400_000) == whole)

        // So that the first four hours have lost their minutes.
        let now = day + 30 * 86_400_000 + 4 * Self.hour + 1
        var passes = 0
        while try store.pruneSums(now: now, limit: 20) { passes += 1 }
        #expect(passes > 3)
        #expect(try store.figures(from: day, to: day + 86_400_000) == whole)
        let hour = try store.figures(from: day + 2 * Self.hour, to: day + 3 * Self.hour)
        #expect(hour == expected(requests, day + 2 * Self.hour, day + 3 * Self.hour) && hour.recorded > 0)
        // A window within a removed hour is widened to it; one that is kept is not.
        #expect(
            try store.figures(from: day + 2 * Self.hour + Self.minute, to: day + 2 * Self.hour + 2 * Self.minute)
                == hour)
        let (from, to) = (day + 4 * Self.hour + 3 * Self.minute, day + 4 * Self.hour + 5 * Self.minute)
        #expect(try store.figures(from: from, to: to) == expected(requests, from, to))
        let points = try store.series(from: day, to: day + 6 * Self.hour, step: Self.minute, model: nil)
        #expect(points.count == 6)
        #expect(
            points.map(\.figures.recorded).reduce(0, +)
                == (try store.figures(from: day, to: points[5].start + Self.hour)).recorded)

        while try store.pruneSums(now: day + 1_000 * 86_400_000, limit: 20) {}
        #expect(try store.figures(from: day, to: day + 86_400_000) == whole)
        #expect(try store.totals().received == 600)
    }

    @Test("are made of the rows that were recorded before there were any")
    func migration() throws {
        var traffic = Traffic(seed: 11)
        let requests = traffic.requests(300, from: day, pace: 60_000)
        let path = scratch.path("old.db")
        let old = try Database(at: path, migrations: Array(RequestSchema.migrations.prefix(1)))
        try old.write { db in
            try db.repeating(RequestSQL.insertion) { insertion in
                for request in requests { _ = try RequestSQL.insert(request, with: &insertion) }
            }
            try db.execute(
                """
                INSERT INTO request_total VALUES ('', 'failed', 'miss', 300, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                """)
        }
        old.close()
        let store = try RequestStore(at: path)
        #expect(try store.figures(from: day, to: day + 86_400_000) == expected(requests, 0, .max))
        #expect(try store.totals().received == 300)
        #expect(
            try store.requests(matching: RequestFilter(tenant: "team-1")).requests.allSatisfy {
                $0.opening.tenant == "team-1"
            })
    }

    @Test("say what was received and is not on record")
    func lost() throws {
        var traffic = Traffic()
        try store.add(traffic.requests(15, from: day, pace: 10))
        #expect(try store.figures(from: day, to: day + Self.hour).coverage == 1)
        try store.noteLost(2, now: day + Self.hour)
        try store.noteLost(0, now: day)
        #expect(try store.figures(from: day, to: day + Self.hour).coverage == 1)
        #expect(try store.figures(from: day, to: day + 2 * Self.hour).coverage == 15.0 / 17)
        try store.noteLost(3, now: day + Self.hour)
        #expect(try store.figures(from: day, to: day + 2 * Self.hour).lost == 5)
        #expect(try store.figures(from: day - Self.hour, to: day).coverage == nil)
    }

    @Test("are found by their keys alone", arguments: Grain.allCases)
    func plans(grain: Grain) throws {
        store.close()
        let database = try Database(at: scratch.path("requests.db"), migrations: RequestSchema.migrations)
        let statements = RollupSQL.statements(grain)
        let questions: [(String, [(any Bindable)?])] = [
            (statements.figures, [0, 1]), (statements.groups, [0, 1]), (statements.groupsOfModel, ["m", 0, 1]),
            (statements.group, ["m", 0, "failed", "miss"]), (statements.figure, [0]), (statements.models, []),
            (statements.pruneFigures, [0, 1]), (statements.pruneGroups, ["m", 0, 1]),
        ]
        for (sql, arguments) in questions {
            let plan = try database.read { db in
                try db.query("EXPLAIN QUERY PLAN " + sql, arguments: arguments) { $0.text(3) }
            }
            #expect(
                !plan.isEmpty
                    && plan.allSatisfy { !$0.contains("SCAN all_") && !$0.contains("SCAN model_") && $0 != "SCAN row" },
                "\(plan)")
        }
    }
}

@Suite("Figures of requests")
struct RequestFiguresTests {
    private static func sum(
        _ outcome: RequestRecord.Outcome, _ cache: CacheOutcome, _ count: Int, total: Double = 10, cost: Int64 = 0,
        saving: Int64 = 0
    ) -> RequestSum {
        var record = RequestRecord()
        record.outcome = outcome
        record.cache = cache
        record.total = total
        record.firstByte = total / 2
        record.cost = cost
        record.saving = saving
        var sum = RequestSum(model: "m", outcome: outcome, cache: cache)
        let request = StoredRequest(number: 1, opening: Requests.opening(), record: record)
        for _ in 0..<count { sum.add(request) }
        return sum
    }

    @Test("of nothing are no data")
    func nothing() {
        let figures = RequestFigures()
        #expect(figures.coverage == nil && figures.cacheHitRate == nil && figures.semanticHitRate == nil)
        #expect(figures.errorRate == nil && figures.costSavings == nil && figures.costPerRequest == nil)
        #expect(figures.throughput == nil && figures.latency.percentile(95) == nil)
        #expect(RequestFigures([Self.sum(.cancelled, .bypass, 3)]).errorRate == nil)
        #expect(RequestFigures([Self.sum(.succeeded, .bypass, 3)]).cacheHitRate == nil)
    }

    @Test("follow the definitions")
    func definitions() throws {
        let figures = RequestFigures([
            Self.sum(.succeeded, .hitL1, 30, total: 1, saving: 100), Self.sum(.succeeded, .semantic, 10, total: 2),
            Self.sum(.succeeded, .miss, 40, total: 100, cost: 50, saving: 150),
            Self.sum(.failed, .miss, 10, total: 1_000), Self.sum(.cancelled, .miss, 10, total: 9_000, cost: 10),
            Self.sum(.succeeded, .bypass, 20, total: 100, cost: 25),
        ])
        #expect(figures.recorded == 120 && figures.cacheable == 100)
        #expect(figures.cacheHitRate == 0.4 && figures.semanticHitRate == 0.1)
        #expect(figures.errorRate == 10.0 / 110)
        #expect(figures.cost == 2_600 && figures.saving == 9_000)
        #expect(figures.costSavings == 1 - 2_600.0 / 11_600)
        #expect(figures.costPerRequest == 2_600.0 / 100 / 100_000_000)
        #expect(figures.latency.count == 110 && figures.cacheAccess.count == 40)
        // Nobody waits for the last byte of what was cancelled.
        let slowest = try #require(figures.latency.milliseconds(atPercentile: 100))
        #expect(abs(slowest - 1_000) <= 10)
        #expect(abs(try #require(figures.cacheAccess.milliseconds(atPercentile: 95)) - 2) <= 0.02)
    }
}
