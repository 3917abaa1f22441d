/// Takes values in as fast as can be, and gives them away as a histogram: it has room for every bucket, 10 KB once it is
/// used, so that recording is adding one.
public struct HistogramRecorder: Sendable {
    /// By bucket; empty until the first value comes.
    private var counts: [UInt32] = []
    /// The buckets between which all values lie.
    private var (lowest, highest) = (Int.max, -1)
    private var sum: Int64 = 0
    private var max: Int64 = 0

    public init() {}

    /// Counts a value as ``Histogram/record(_:)`` does.
    @inline(__always)
    public mutating func record(_ value: Int64) {
        if counts.isEmpty { counts = Array(repeating: 0, count: HistogramScale.bucketCount) }
        let value = Swift.max(value, 0)
        let bucket = HistogramScale.bucket(of: value)
        counts[bucket] &+= 1
        lowest = Swift.min(lowest, bucket)
        highest = Swift.max(highest, bucket)
        sum = sum.addingSaturated(value)
        max = Swift.max(max, value)
    }

    /// Counts a time; what is no number counts as 0.
    public mutating func record(milliseconds: Double) { record(Histogram.nanoseconds(milliseconds)) }

    /// What was recorded since the last time.
    public mutating func take() -> Histogram {
        var histogram = Histogram()
        guard highest >= 0 else { return histogram }
        for bucket in lowest...highest where counts[bucket] > 0 {
            histogram.cells.append(Histogram.Cell.make(bucket, Int(counts[bucket])))
            histogram.count += Int(counts[bucket])
            counts[bucket] = 0
        }
        histogram.sum = sum
        histogram.max = max
        (lowest, highest, sum, max) = (.max, -1, 0, 0)
        return histogram
    }
}
