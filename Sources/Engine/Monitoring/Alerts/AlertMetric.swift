/// What an alert rule looks at.
public enum AlertMetric: String, Sendable, Hashable, CaseIterable {
    case requestCoverage, errorRate, latency, firstByte, cacheHitRate, semanticHitRate, throughput
    /// Dollars an hour.
    case costRate
    case costPerRequest
    /// Each tier of the cache: whether it is off.
    case tier
    /// Each model: whether its circuit keeps requests away.
    case circuit
    /// Whether no request came.
    case traffic

    /// Whether it is a number that is compared with another, rather than a state of its own.
    public var isMeasured: Bool {
        switch self {
        case .tier, .circuit, .traffic: false
        default: true
        }
    }

    /// For sentences: `p95 latency`.
    public var title: String {
        switch self {
        case .requestCoverage: "request coverage"
        case .errorRate: "error rate"
        case .latency: "p95 latency"
        case .firstByte: "p95 time to the first byte"
        case .cacheHitRate: "cache hit rate"
        case .semanticHitRate: "semantic hit rate"
        case .throughput: "throughput"
        case .costRate: "cost"
        case .costPerRequest: "cost per request"
        case .tier: "cache tier"
        case .circuit: "circuit"
        case .traffic: "traffic"
        }
    }

    /// `%`, `ms`, `req/s`, `$/h`, `$`, or empty for what is no number.
    public var unit: String {
        switch self {
        case .requestCoverage, .errorRate, .cacheHitRate, .semanticHitRate: "%"
        case .latency, .firstByte: "ms"
        case .throughput: "req/s"
        case .costRate: "$/h"
        case .costPerRequest: "$"
        case .tier, .circuit, .traffic: ""
        }
    }

    /// Shares and times of a few requests say little.
    var usualMinimum: Int {
        switch self {
        case .errorRate, .latency, .firstByte, .cacheHitRate, .semanticHitRate, .costPerRequest: 20
        default: 1
        }
    }

    /// A value with its unit: `12.5 %`, `340 ms`, `$2.40 an hour`.
    public func text(_ value: Double) -> String {
        switch unit {
        case "%": "\(AlertFigure.percent(value)) %"
        case "$": "$\(AlertFigure.text(value))"
        case "$/h": "$\(AlertFigure.text(value)) an hour"
        case "": AlertFigure.text(value)
        default: "\(AlertFigure.text(value)) \(unit)"
        }
    }
}

/// Numbers in the sentences of alerts: to three significant digits.
enum AlertFigure {
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let size = abs(value)
        if size >= 1e15 { return "\(value)" }
        var decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2
        var scaled = size
        while scaled < 0.1, scaled > 0, decimals < 9 {
            scaled *= 10
            decimals += 1
        }
        return (value < 0 ? "−" : "") + fixed(size, decimals, .toNearestOrAwayFromZero)
    }

    /// What has not quite reached 100 % is not called that.
    static func percent(_ value: Double) -> String {
        value > 99 && value < 100 ? fixed(min(value, 99.999), 3, .down) : text(value)
    }

    private static func fixed(_ size: Double, _ decimals: Int, _ rule: FloatingPointRoundingRule) -> String {
        let factor = (0..<decimals).reduce(Int64(1)) { factor, _ in factor * 10 }
        let whole = Int64((size * Double(factor)).rounded(rule))
        var fraction = String(whole % factor)
        fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return fraction.isEmpty ? "\(whole / factor)" : "\(whole / factor).\(fraction)"
    }
}
