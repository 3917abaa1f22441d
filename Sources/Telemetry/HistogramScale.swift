/// How values are laid out over buckets: exactly below 64, and 64 buckets of equal width between each power of two and
/// the next above.
///
/// A bucket of the values m·2ᵏ … (m + 1)·2ᵏ − 1 with 64 ≤ m < 128 is answered for by its middle, so an answer is off by at
/// most half a width of 2ᵏ in 64·2ᵏ: 1/128, or 0.8 %.
enum HistogramScale {
    private static let subBucketBits = 6
    private static let subBuckets = 1 << subBucketBits

    /// 2⁴² − 1: in nanoseconds, 73 minutes. Larger values count as this one.
    static let largest: Int64 = 1 << 42 - 1
    static let bucketCount = bucket(of: largest) + 1

    /// The bucket of a value; negative values count as 0.
    static func bucket(of value: Int64) -> Int {
        let value = Int(min(max(value, 0), largest))
        guard value >= subBuckets else { return value }
        let shift = Int.bitWidth - 1 - value.leadingZeroBitCount - subBucketBits
        return shift << subBucketBits + value >> shift
    }

    /// The value that answers for all of a bucket: its middle.
    static func middle(of bucket: Int) -> Double {
        guard bucket >= subBuckets else { return Double(bucket) }
        let shift = bucket >> subBucketBits - 1
        let first = (subBuckets + bucket & (subBuckets - 1)) << shift
        return Double(first) + Double(1 << shift - 1) / 2
    }
}
