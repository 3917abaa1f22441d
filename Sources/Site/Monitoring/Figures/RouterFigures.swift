import Engine
import Telemetry

/// What a stretch of time brought, in the units that people read: milliseconds, per cent, dollars. Whatever nothing is
/// known of is `nil`.
struct RouterFigures: Sendable, Equatable {
    struct Percentiles: Sendable, Equatable {
        let p50: Double
        let p95: Double
        let p99: Double
    }

    let seconds: Double
    /// That came to their end.
    let requests: Int64
    let succeeded: Int64
    let failed: Int64
    /// Requests that a tier could have answered, and the streams among those that were answered.
    let cacheable: Int64
    let errorRate: Double?
    let latency: Percentiles?
    let firstByte: Percentiles?
    let cacheHitRate: Double?
    let semanticHitRate: Double?
    /// The parts of L1, L2 and L3 in the cache hit rate.
    let tierHitRates: [Double]
    let cost: Double
    let saving: Double
    let costPerRequest: Double?
    let costSavings: Double?

    /// Requests a second.
    var throughput: Double? { seconds > 0 ? Double(requests) / seconds : nil }
    /// Dollars an hour.
    var costRate: Double? { seconds > 0 && requests > 0 ? cost / seconds * 3_600 : nil }

    init(_ window: WindowFigures) {
        let tally = window.tally
        seconds = window.seconds
        requests = Int64(tally.closed)
        succeeded = Int64(tally.succeeded)
        failed = Int64(tally.failed)
        cacheable = Int64(tally.cacheable)
        errorRate = tally.errorRate.map { $0 * 100 }
        latency = window.latency.map { Percentiles(p50: $0.p50, p95: $0.p95, p99: $0.p99) }
        firstByte = window.firstByte.map { Percentiles(p50: $0.p50, p95: $0.p95, p99: $0.p99) }
        cacheHitRate = tally.cacheHitRate.map { $0 * 100 }
        semanticHitRate = tally.semanticHitRate.map { $0 * 100 }
        tierHitRates = [CacheOutcome.hitL1, .hitL2, .hitL3].compactMap { tally.hitRate($0).map { $0 * 100 } }
        cost = tally.dollars
        saving = Double(tally.saving) / 100_000_000
        costPerRequest = tally.costPerRequest
        costSavings = tally.costSavings.map { $0 * 100 }
    }

    init(_ figures: RequestFigures, seconds: Double) {
        self.seconds = seconds
        requests = figures.recorded
        succeeded = figures.succeeded
        failed = figures.failed
        cacheable = figures.cacheable
        errorRate = figures.errorRate.map { $0 * 100 }
        latency = Percentiles(figures.latency)
        firstByte = Percentiles(figures.firstByte)
        cacheHitRate = figures.cacheHitRate.map { $0 * 100 }
        semanticHitRate = figures.semanticHitRate.map { $0 * 100 }
        tierHitRates =
            figures.cacheable > 0
            ? [figures.hitsL1, figures.hitsL2, figures.hitsL3].map { Double($0) / Double(figures.cacheable) * 100 } : []
        cost = figures.dollars
        saving = Double(figures.saving) / 100_000_000
        costPerRequest = figures.costPerRequest
        costSavings = figures.costSavings.map { $0 * 100 }
    }
}

extension RouterFigures.Percentiles {
    fileprivate init?(_ histogram: Histogram) {
        guard let p50 = histogram.milliseconds(atPercentile: 50), let p95 = histogram.milliseconds(atPercentile: 95),
            let p99 = histogram.milliseconds(atPercentile: 99)
        else { return nil }
        self.init(p50: p50, p95: p95, p99: p99)
    }
}

/// The figures of one step of a chart.
struct FigurePoint: Sendable, Equatable {
    /// When the step ended, in milliseconds since 1970.
    let at: Int64
    let figures: RouterFigures
}
