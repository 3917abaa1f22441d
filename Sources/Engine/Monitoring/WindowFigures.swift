import Telemetry

/// How long requests took, in milliseconds; percentiles are off by at most 1 %.
public struct LatencyFigures: Sendable, Hashable {
    public let count: Int
    public let mean: Double
    public let p50: Double
    public let p95: Double
    public let p99: Double

    init?(_ sum: HistogramSum) {
        guard let mean = sum.mean, let percentiles = sum.percentiles([50, 95, 99]) else { return nil }
        count = sum.count
        self.mean = mean / 1_000_000
        p50 = percentiles[0] / 1_000_000
        p95 = percentiles[1] / 1_000_000
        p99 = percentiles[2] / 1_000_000
    }
}

/// What a stretch of time brought. Rates and percentiles of nothing are `nil`.
public struct WindowFigures: Sendable, Hashable {
    /// How long it really was: less than its name says just after the start.
    public let seconds: Double
    public let tally: RequestTally
    /// From the request's last byte in to the answer's last byte out, of requests that were answered, well or not.
    public let latency: LatencyFigures?
    /// From the request's last byte in to the answer's first byte out, of streams.
    public let firstByte: LatencyFigures?

    init(_ sum: MeterWindow.Sum, seconds: Double) {
        self.seconds = seconds
        tally = sum.tally
        latency = LatencyFigures(sum.total)
        firstByte = LatencyFigures(sum.firstByte)
    }

    /// Requests that came to their end, a second.
    public var throughput: Double { seconds > 0 ? Double(tally.closed) / seconds : 0 }

    /// Micro-cents an hour at this rate.
    public var costRate: Double { seconds > 0 ? Double(tally.cost) / seconds * 3_600 : 0 }
}

/// One step of a series for a chart.
public struct SeriesPoint: Sendable, Hashable {
    /// When it began, in milliseconds since 1970.
    public let at: Int64
    public let figures: WindowFigures
}
