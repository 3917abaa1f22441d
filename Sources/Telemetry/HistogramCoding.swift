/// Why bytes are no histogram.
public struct HistogramCodingError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    public let tip: String

    public var description: String { "\(message) \(tip)" }

    init(_ message: String) {
        self.message = "These bytes are no histogram: \(message)."
        tip = "They were damaged or come from a newer version; leave them out, and see whether their file is sound."
    }
}

extension Histogram {
    private static let version: UInt8 = 1

    /// The histogram in few bytes, mostly two or three for each bucket that holds something.
    ///
    /// A version (1), then numbers of seven bits to a byte, the lowest first, the high bit set on all but the last byte:
    /// how many buckets, the sum, the maximum, and for each bucket how many empty ones precede it and its count.
    public var encoded: [UInt8] {
        var bytes = [Self.version]
        bytes.reserveCapacity(24 + cells.count * 3)
        Varint.append(UInt64(cells.count), to: &bytes)
        Varint.append(UInt64(sum), to: &bytes)
        Varint.append(UInt64(max), to: &bytes)
        var next = 0
        for cell in cells {
            let bucket = Cell.bucket(cell)
            Varint.append(UInt64(bucket - next), to: &bytes)
            Varint.append(UInt64(Cell.count(cell)), to: &bytes)
            next = bucket + 1
        }
        return bytes
    }

    /// The histogram that was encoded.
    public init(decoding bytes: [UInt8]) throws(HistogramCodingError) {
        guard bytes.first == Self.version else {
            throw HistogramCodingError(bytes.isEmpty ? "there are none" : "their version is \(bytes[0])")
        }
        var reader = Varint.Reader(bytes[1...])
        let cellCount = try reader.next()
        sum = try Self.signed(try reader.next())
        max = try Self.signed(try reader.next())
        guard cellCount <= UInt64(HistogramScale.bucketCount) else {
            throw HistogramCodingError("they announce \(cellCount) buckets")
        }
        cells.reserveCapacity(Int(cellCount))
        var next = 0
        for _ in 0..<cellCount {
            let skipped = try reader.next()
            let occurrences = try reader.next()
            guard skipped < UInt64(HistogramScale.bucketCount - next) else {
                throw HistogramCodingError("a bucket lies beyond the last")
            }
            guard (1...UInt64(Cell.largestCount)).contains(occurrences) else {
                throw HistogramCodingError("a bucket holds \(occurrences) values")
            }
            next += Int(skipped)
            cells.append(Cell.make(next, Int(occurrences)))
            count += Int(occurrences)
            next += 1
        }
        guard reader.isAtEnd else { throw HistogramCodingError("more follows their end") }
        guard cells.last.map(Cell.bucket) ?? 0 == HistogramScale.bucket(of: max), sum >= max, count > 0 || sum == 0
        else { throw HistogramCodingError("maximum, sum and buckets contradict each other") }
    }

    private static func signed(_ number: UInt64) throws(HistogramCodingError) -> Int64 {
        guard let number = Int64(exactly: number) else { throw HistogramCodingError("a number is too large") }
        return number
    }
}
