/// How long a model lately took, with more regard for bad news: a peak counts at once and fades over ten seconds.
///
/// Source: peak-sensitive EWMA as in Finagle's load balancer, "Peak EWMA".
struct LatencyEstimate: Sendable {
    private static let decay = 10_000.0

    /// Milliseconds; 0 while nothing was measured.
    private(set) var milliseconds = 0.0
    private var measuredAt: Int64 = 0

    mutating func measured(_ milliseconds: Double, at now: Int64) {
        let weight = exponential(-Double(max(0, now - measuredAt)) / Self.decay)
        self.milliseconds =
            milliseconds > self.milliseconds
            ? milliseconds : self.milliseconds * weight + milliseconds * (1 - weight)
        measuredAt = now
    }

    /// e^x for x of 0 or less, to about 1 %: (1 + x/64)^64.
    private func exponential(_ x: Double) -> Double {
        var value = max(0, 1 + x / 64)
        for _ in 0..<6 { value *= value }
        return value
    }
}
