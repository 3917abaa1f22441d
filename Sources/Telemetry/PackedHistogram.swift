/// A histogram that is kept rather than used: two or three bytes for each bucket that holds something.
public struct PackedHistogram: Sendable, Hashable {
    private let bytes: [UInt8]

    public init(_ histogram: Histogram) {
        bytes = histogram.isEmpty ? [] : histogram.encoded
    }

    public var unpacked: Histogram {
        if bytes.isEmpty { return Histogram() }
        do {
            return try Histogram(decoding: bytes)
        } catch {
            preconditionFailure("What was packed can be unpacked: \(error)")
        }
    }
}
