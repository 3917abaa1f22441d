@testable import Markup

/// Charts that the tests draw: a plain year, and data that was chosen to be difficult.
enum ChartSamples {
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    static let monthStarts: [Double] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    /// 365 days, labelled by month.
    static let year = ChartAxis(
        from: 0, to: 365, ticks: zip(monthStarts, months).map { ChartAxis.Tick(at: $0, $1) },
        describe: { "day \(Int($0))" })

    static func chart(
        _ readings: [ChartPoint], unit: ChartUnit = ChartUnit("%"), targets: [TimeSeriesChart.Target] = [],
        baseline: Double? = nil, forecast: [TimeSeriesChart.Forecast] = [], today: Double? = nil,
        gapAfter: Double? = nil
    ) -> TimeSeriesChart {
        TimeSeriesChart(
            id: "sample", title: "A sample", unit: unit, axis: year, readings: readings, targets: targets,
            baseline: baseline, forecast: forecast, today: today, gapAfter: gapAfter)
    }

    /// The same noise on every run.
    static func noise(_ count: Int, from: Double, to: Double, until: Double = 300) -> [ChartPoint] {
        var state: UInt64 = 42
        return (0..<count).map { index in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let share = Double(index) / Double(max(1, count - 1))
            let random = Double(state >> 33) / Double(1 << 31) - 0.5
            return ChartPoint(share * until, from + (to - from) * (share + 0.2 * random))
        }
    }

    static let targetDays: [Double] = [30, 89, 180, 272, 365]

    static func targets(_ values: [Double]) -> [TimeSeriesChart.Target] {
        zip(zip([1, 3, 6, 9, 12], targetDays), values).map { .init(at: $0.1, $1, label: "M\($0.0)") }
    }

    /// Data sets that crowd, coincide, vanish or overflow.
    static let hostile: [(name: String, chart: TimeSeriesChart)] = [
        ("empty", chart([])),
        ("only a plan", chart([], targets: targets([40, 60, 80, 90, 99]), baseline: 15, today: 5)),
        (
            "everything",
            chart(
                noise(400, from: 15, to: 70), targets: targets([40, 60, 80, 90, 99]), baseline: 15,
                forecast: [.init(at: 340, 75, low: 60, high: 90)], today: 301, gapAfter: 2)
        ),
        ("one point", chart([ChartPoint(0, 3)], baseline: 3, today: 0)),
        (
            "one point at the end",
            chart([ChartPoint(365, 100)], targets: targets([100, 100, 100, 100, 100]), today: 365)
        ),
        (
            "equal values",
            chart(
                (0..<50).map { ChartPoint(Double($0), 7) }, targets: targets([7, 7, 7, 7, 7]), baseline: 7, today: 49)
        ),
        (
            "all zero",
            chart(
                (0..<50).map { ChartPoint(Double($0), 0) }, targets: targets([0, 0, 0, 0, 0]), baseline: 0, today: 49)
        ),
        (
            "negative",
            chart(
                noise(20, from: -0.085, to: 0.31), unit: ChartUnit(""), targets: targets([0.5]), baseline: -0.085,
                today: 300)
        ),
        (
            "far below zero",
            chart(noise(20, from: -900, to: -1), unit: ChartUnit("ms"), targets: targets([-2, -2, -2]), today: 300)
        ),
        (
            "huge",
            chart(
                [ChartPoint(1, 1e300), ChartPoint(2, -1e300), ChartPoint(3, 1.7e308)],
                unit: ChartUnit("requests per second"),
                targets: targets([1e30, 1e200]), baseline: 1e16, today: 4)
        ),
        (
            "tiny",
            chart(
                [ChartPoint(1, 1e-300), ChartPoint(2, .leastNonzeroMagnitude)], unit: ChartUnit("$"),
                targets: targets([1e-5]), today: 4
            )
        ),
        (
            "decades",
            chart(
                noise(60, from: 100, to: 40_000), unit: ChartUnit("req/s"),
                targets: targets([100, 200, 1_000, 10_000, 50_000]),
                baseline: 100, forecast: [.init(at: 365, 90_000, low: 20_000, high: 900_000)], today: 301)
        ),
        (
            "not numbers",
            chart(
                [ChartPoint(1, .nan), ChartPoint(.infinity, 1), ChartPoint(2, -.infinity), ChartPoint(3, 5)],
                targets: [.init(at: .nan, 5), .init(at: 4, .infinity)], baseline: .nan,
                forecast: [.init(at: 5, 5, low: .nan, high: 9)], today: .nan, gapAfter: .nan)
        ),
        (
            "many targets in one week",
            chart(
                noise(200, from: 0, to: 100),
                targets: (0..<60).map { .init(at: 100 + Double($0) / 10, Double($0), label: "step \($0)") },
                today: 103)
        ),
        (
            "long words",
            chart(
                noise(9, from: 1, to: 2), unit: ChartUnit("🚀 requests per fortnight & <person>"),
                targets: targets([1.5]).map {
                    .init(at: $0.x, $0.y, label: "a milestone with a name that does not end")
                },
                baseline: 1, today: 200)
        ),
        (
            "backwards",
            chart(
                noise(100, from: 0, to: 100).reversed(), targets: targets([90, 10, 90, 10, 90]).reversed(), today: 10)
        ),
    ]
}
