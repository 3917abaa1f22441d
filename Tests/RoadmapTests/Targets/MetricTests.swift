import Testing

@testable import Roadmap

extension Metric {
    /// A metric of a plan that starts on 1 January 2026.
    static func sample(
        unit: String = "%", better: Direction = .up, baseline: Double? = 15, targets: [Int: Double] = [1: 40, 3: 60],
        beyond: Double? = nil, every days: Int = 7
    ) -> Metric {
        let start = day("2026-01-01")
        return Metric(
            name: "sample", title: "Sample", unit: unit, better: better, baseline: baseline, start: start,
            targets: targets.map {
                Target(month: $0.key, due: start.adding(months: $0.key).adding(days: -1), value: $0.value)
            }, beyond: beyond, definition: [], expectedEveryDays: days)
    }
}

@Suite("A metric's targets and values") struct MetricTests {
    private static let possibleValues: [(String, Double)] = [
        ("%", 100.0), ("%", 0), ("%", -8.5), ("", -0.085), ("ms", 0), ("%/month", -3), ("%/month", 250),
        ("$", 1e12),
    ]

    private static let impossible: [(String, Double)] = [
        ("%", 100.1), ("%", -100.5), ("%", .nan), ("%", .infinity), ("", -.infinity), ("", 1.1e12), ("ms", -1),
        ("req/s", -0.1), ("$", -0.01), ("count", -1), ("days", -3), ("s", -1),
    ]

    @Test("the expected value follows the straight line between dated points")
    func expected() {
        let metric = Metric.sample()
        #expect(metric.expected(on: day("2025-06-01")) == 15)
        #expect(metric.expected(on: day("2026-01-01")) == 15)
        // Half way, to the whole per cent that the targets are written in.
        #expect(metric.expected(on: day("2026-01-16")) == 28)
        #expect(metric.expected(on: day("2026-01-31")) == 40)
        // 29 of the 59 days from 31 January to 31 March.
        #expect(metric.expected(on: day("2026-03-01")) == (40 + 20 * 29.0 / 59).rounded())
        #expect(metric.expected(on: day("2026-03-31")) == 60)
        #expect(metric.expected(on: day("2027-01-01")) == 60)
    }

    @Test("without a baseline the first target holds from the start; without a dated target nothing is expected")
    func withoutBaseline() {
        let metric = Metric.sample(baseline: nil, targets: [3: 60, 6: 80])
        #expect(metric.expected(on: day("2026-01-01")) == 60)
        #expect(metric.expected(on: day("2026-03-31")) == 60)
        #expect(Metric.sample(targets: [:], beyond: 90).expected(on: day("2026-03-31")) == nil)
    }

    @Test("a target is the next one up to and on its day")
    func next() {
        let metric = Metric.sample()
        #expect(metric.nextTarget(from: day("2026-01-31"))?.month == 1)
        #expect(metric.nextTarget(from: day("2026-02-01"))?.month == 3)
        #expect(metric.nextTarget(from: day("2026-04-01")) == nil)
        #expect(metric.lastTarget(before: day("2026-01-31")) == nil)
        #expect(metric.lastTarget(before: day("2026-02-01"))?.month == 1)
    }

    @Test("up is met from above, down from below, both by the very value")
    func meets() {
        #expect(Metric.sample(better: .up).meets(40, 40) && !Metric.sample(better: .up).meets(39.9, 40))
        #expect(Metric.sample(better: .down).meets(40, 40) && !Metric.sample(better: .down).meets(40.1, 40))
    }

    @Test("values are written with their unit")
    func text() {
        #expect(Metric.sample(unit: "%").text(62.4) == "62.4 %")
        #expect(Metric.sample(unit: "req/s").text(10000) == "10,000 req/s")
        #expect(Metric.sample(unit: "$").text(0.00001) == "$0.00001")
        #expect(Metric.sample(unit: "$").text(-2) == "−$2")
        #expect(Metric.sample(unit: "").text(-0.085) == "−0.085")
    }

    @Test(
        "what a metric cannot be is refused by name of the field",
        arguments: impossible)
    func refusals(unit: String, value: Double) throws {
        let error = try #require(refusal { try Metric.sample(unit: unit).validate(value) })
        #expect(error.kind == .invalid && error.field == "value" && !error.tip.isEmpty)
    }

    @Test(
        "what it can be is taken",
        arguments: possibleValues)
    func possible(unit: String, value: Double) throws {
        try Metric.sample(unit: unit).validate(value)
    }
}
