/// How often which values occurred, with percentiles that are off by at most 1 % for values up to 2⁴² (in nanoseconds:
/// from nothing to 73 minutes). Larger values count as 2⁴², though ``max`` and ``sum`` have them as they are.
///
/// Only buckets that hold something take room, 8 bytes each. Two histograms merged are exactly the histogram of all that
/// went into either. Values are whole numbers of whatever unit the owner chooses; for times that is nanoseconds.
public struct Histogram: Sendable, Hashable {
    /// A bucket in the high 16 bits and how many values are in it, never 0, in the others; ascending.
    var cells: [UInt64] = []

    /// How many values were recorded.
    public internal(set) var count = 0
    /// The sum of the values; it stays at the largest number there is rather than overflow.
    public internal(set) var sum: Int64 = 0
    /// The largest value, 0 when there is none.
    public internal(set) var max: Int64 = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    /// The mean, `nil` when there are no values.
    public var mean: Double? { isEmpty ? nil : Double(sum) / Double(count) }

    /// Counts a value; a negative one counts as 0.
    public mutating func record(_ value: Int64) {
        let value = Swift.max(value, 0)
        add(1, to: HistogramScale.bucket(of: value))
        count += 1
        sum = sum.addingSaturated(value)
        max = Swift.max(max, value)
    }

    /// Counts a time; what is no number counts as 0.
    public mutating func record(milliseconds: Double) { record(Self.nanoseconds(milliseconds)) }

    /// Adds all values of another histogram.
    public mutating func merge(_ other: Histogram) {
        if other.isEmpty { return }
        cells = isEmpty ? other.cells : Cell.merged(cells, other.cells)
        count = count.addingSaturated(other.count)
        sum = sum.addingSaturated(other.sum)
        max = Swift.max(max, other.max)
    }

    /// The value that `percent` of all values do not exceed (nearest rank), `nil` when there are no values.
    /// - Parameter percent: 0 to 100.
    public func percentile(_ percent: Double) -> Double? {
        if isEmpty { return nil }
        let rank = Self.rank(percent, of: count)
        if rank == count { return Double(max) }
        var seen = 0
        for cell in cells {
            seen += Cell.count(cell)
            if seen >= rank { return Swift.min(HistogramScale.middle(of: Cell.bucket(cell)), Double(max)) }
        }
        return Double(max)
    }

    /// A percentile of times that were recorded as milliseconds or nanoseconds, in milliseconds.
    public func milliseconds(atPercentile percent: Double) -> Double? { percentile(percent).map { $0 / 1_000_000 } }

    /// How many values are at most `bound`. Those of the bound's own bucket count as a whole or not at all, so that this
    /// is exact for a bound that is off by at most 1 %.
    public func count(upTo bound: Int64) -> Int {
        var seen = 0
        for cell in cells {
            if HistogramScale.middle(of: Cell.bucket(cell)) > Double(bound) { break }
            seen += Cell.count(cell)
        }
        return seen
    }

    /// A time in milliseconds as one in nanoseconds.
    public static func nanoseconds(_ milliseconds: Double) -> Int64 {
        guard milliseconds > 0 else { return 0 }
        return milliseconds < 9e12 ? Int64(milliseconds * 1_000_000) : .max
    }

    /// Which of so many values, from the smallest, is the percentile: 1 to `count`.
    static func rank(_ percent: Double, of count: Int) -> Int {
        guard percent > 0 else { return 1 }
        guard percent < 100 else { return count }
        return Swift.min(Swift.max(Int((percent / 100 * Double(count)).rounded(.up)), 1), count)
    }

    private mutating func add(_ count: Int, to bucket: Int) {
        let key = UInt64(bucket) << Cell.countBits
        var (low, high) = (0, cells.count)
        while low < high {
            let middle = (low + high) >> 1
            if cells[middle] < key { low = middle + 1 } else { high = middle }
        }
        if low < cells.count, Cell.bucket(cells[low]) == bucket {
            cells[low] = Cell.make(bucket, Cell.count(cells[low]) + count)
        } else {
            cells.insert(Cell.make(bucket, count), at: low)
        }
    }
}

extension Histogram {
    /// A bucket and its count in one number.
    enum Cell {
        static let countBits = 48
        static let largestCount = 1 << countBits - 1

        static func make(_ bucket: Int, _ count: Int) -> UInt64 {
            UInt64(bucket) << countBits | UInt64(Swift.min(count, largestCount))
        }

        static func bucket(_ cell: UInt64) -> Int { Int(cell >> countBits) }

        static func count(_ cell: UInt64) -> Int { Int(cell & UInt64(largestCount)) }

        static func merged(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
            var all: [UInt64] = []
            all.reserveCapacity(a.count + b.count)
            var (i, j) = (0, 0)
            while i < a.count, j < b.count {
                let (x, y) = (bucket(a[i]), bucket(b[j]))
                if x == y { all.append(make(x, count(a[i]) + count(b[j]))) } else { all.append(x < y ? a[i] : b[j]) }
                if x <= y { i += 1 }
                if y <= x { j += 1 }
            }
            all.append(contentsOf: a[i...])
            all.append(contentsOf: b[j...])
            return all
        }
    }
}

extension FixedWidthInteger {
    func addingSaturated(_ other: Self) -> Self {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
