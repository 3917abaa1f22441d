import Roadmap

/// What monitoring shows large and as a chart, in the order of the page.
enum MonitoredFigure: String, Sendable, CaseIterable {
    case throughput, errorRate, latency
    case firstByte, cacheHitRate, semanticHitRate
    case costRate, costPerRequest, costSavings

    var label: String {
        switch self {
        case .throughput: "Throughput"
        case .errorRate: "Error rate"
        case .latency: "Latency, P95"
        case .firstByte: "First byte of streams, P95"
        case .cacheHitRate: "Cache hit rate"
        case .semanticHitRate: "Semantic hit rate"
        case .costRate: "Cost"
        case .costPerRequest: "Cost per request"
        case .costSavings: "Savings"
        }
    }

    var unit: String {
        switch self {
        case .throughput: "req/s"
        case .latency, .firstByte: "ms"
        case .costRate: "$/h"
        case .costPerRequest: "$"
        case .errorRate, .cacheHitRate, .semanticHitRate, .costSavings: "%"
        }
    }

    /// The roadmap's metric of the same definition.
    var metric: String? { self == .firstByte || self == .costRate ? nil : rawValue }

    func value(of figures: RouterFigures) -> Double? {
        switch self {
        case .throughput: figures.throughput
        case .errorRate: figures.errorRate
        case .latency: figures.latency?.p95
        case .firstByte: figures.firstByte?.p95
        case .cacheHitRate: figures.cacheHitRate
        case .semanticHitRate: figures.semanticHitRate
        case .costRate: figures.costRate
        case .costPerRequest: figures.costPerRequest
        case .costSavings: figures.costSavings
        }
    }

    /// What stands below the large figure.
    func more(_ figures: RouterFigures) -> String {
        switch self {
        case .throughput: return FigureText.count(figures.requests, "request")
        case .errorRate:
            return
                "\(FigureText.whole(figures.failed)) of \(FigureText.whole(figures.succeeded + figures.failed)) failed"
        case .latency: return Self.others(figures.latency)
        case .firstByte: return Self.others(figures.firstByte)
        case .cacheHitRate:
            guard figures.tierHitRates.count == 3 else { return "nothing cacheable was asked" }
            let tiers = zip(["L1", "L2", "L3"], figures.tierHitRates).map { "\($0) \(FigureText.percent($1)) %" }
            return (tiers + ["semantic \(FigureText.percent(figures.semanticHitRate ?? 0)) %"]).joined(separator: " · ")
        case .semanticHitRate: return "of \(FigureText.count(figures.cacheable, "cacheable request"))"
        case .costRate: return "\(FigureText.dollars(figures.cost)) spent"
        case .costPerRequest: return "of \(FigureText.count(figures.succeeded, "answered request"))"
        case .costSavings: return "\(FigureText.dollars(figures.saving)) saved against the reference model"
        }
    }

    private static func others(_ percentiles: RouterFigures.Percentiles?) -> String {
        percentiles.map { "P50 \(FigureText.milliseconds($0.p50)) ms · P99 \(FigureText.milliseconds($0.p99)) ms" }
            ?? "P50 and P99: no data"
    }

    /// The number as it stands large; its unit stands beside it.
    func number(_ value: Double) -> String {
        switch unit {
        case "%": FigureText.percent(value)
        case "$", "$/h": FigureText.dollars(value)
        case "ms": FigureText.milliseconds(value)
        default: FigureText.text(value)
        }
    }

    /// What stands small beside the number.
    var suffix: String {
        switch unit {
        case "$": ""
        case "$/h": "per hour"
        default: unit
        }
    }

    /// Number and unit: `62.4 %`, `$0.30 per hour`.
    func text(_ value: Double) -> String { suffix.isEmpty ? number(value) : "\(number(value)) \(suffix)" }
}
