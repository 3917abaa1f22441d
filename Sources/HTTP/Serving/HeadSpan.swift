/// Walks over the memory of a request's head to see that the library has understood every byte of it.
///
/// The library is lenient where that is how requests are smuggled past a proxy: it takes a bare line feed for the end of a
/// line, puts folded lines where they do not belong, reads on from a zero byte and passes over extra spaces (RFC 9112,
/// sections 2.2, 3 and 5.2). It tells of none of them, but what it hands out points into the head as it was received. Where the
/// parts lie next to each other, with one space or one CR and LF between, there was nothing else.
struct HeadSpan {
    private let start: UInt
    private var end: UInt
    private(set) var isUnbroken: Bool

    private static let versionBytes: UInt = 8

    /// - Parameters:
    ///   - target: where it begins and ends.
    ///   - version: of eight bytes.
    init(method: UnsafePointer<CChar>, count: Int, target: Range<UInt>, version: UnsafePointer<CChar>) {
        start = UInt(bitPattern: method)
        end = UInt(bitPattern: version) + Self.versionBytes
        isUnbroken =
            target.lowerBound == start + UInt(count) + 1 && UInt(bitPattern: version) == target.upperBound + 1
    }

    /// The next field.
    mutating func append(name: UnsafePointer<CChar>, value: UnsafePointer<CChar>?, count: Int) {
        guard let value, UInt(bitPattern: name) == end + 2 else {
            isUnbroken = false
            return
        }
        end = UInt(bitPattern: value) + UInt(count)
    }

    /// Whether the head ends where the last field does, and an empty line.
    func fills(_ bytes: Int) -> Bool { isUnbroken && end + 4 == start + UInt(bytes) }
}
