/// The sum of histograms that come and go: what is added can be taken away again, so that a sliding window costs only what
/// enters and leaves it.
public struct HistogramSum: Sendable {
    /// By bucket; empty until the first value comes, for many are never needed.
    private var counts: [Int] = []

    public private(set) var count = 0
    /// As ``Histogram/sum``, of what is in it now.
    public private(set) var sum: Int64 = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }
    public var mean: Double? { isEmpty ? nil : Double(sum) / Double(count) }

    public mutating func add(_ histogram: Histogram) {
        if histogram.isEmpty { return }
        if counts.isEmpty { counts = Array(repeating: 0, count: HistogramScale.bucketCount) }
        for cell in histogram.cells { counts[Histogram.Cell.bucket(cell)] += Histogram.Cell.count(cell) }
        count += histogram.count
        sum = sum &+ histogram.sum
    }

    /// Takes away what was added before.
    public mutating func subtract(_ histogram: Histogram) {
        if histogram.isEmpty || counts.isEmpty { return }
        for cell in histogram.cells { counts[Histogram.Cell.bucket(cell)] -= Histogram.Cell.count(cell) }
        count -= histogram.count
        sum = sum &- histogram.sum
    }

    /// Percentiles as ``Histogram/percentile(_:)`` has them; `nil` when there are no values.
    /// - Parameter percents: 0 to 100, ascending.
    public func percentiles(_ percents: [Double]) -> [Double]? {
        if isEmpty { return nil }
        var found: [Double] = []
        var seen = 0
        for (bucket, number) in counts.enumerated() where number > 0 {
            seen += number
            while found.count < percents.count, seen >= Histogram.rank(percents[found.count], of: count) {
                found.append(HistogramScale.middle(of: bucket))
            }
            if found.count == percents.count { break }
        }
        return found
    }
}
