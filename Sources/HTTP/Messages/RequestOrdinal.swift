import Synchronization

/// Numbers for requests. Each connection takes a range of them, so that requests on different threads
/// share no counter.
enum RequestOrdinal {
    private static let counter = Atomic<UInt64>(0)
    private static let seed = UInt64.random(in: .min ... .max)

    /// A connection's first ordinal; the following ones up to 2^24 are its own.
    static func rangeStart() -> UInt64 {
        counter.wrappingAdd(1, ordering: .relaxed).newValue << 24
    }

    static func next() -> UInt64 {
        rangeStart()
    }

    /// The ordinal as 16 hexadecimal digits, counted from somewhere else in each process. What comes over one connection is
    /// numbered on, so that an index over these texts grows in few places.
    static func spelled(_ ordinal: UInt64) -> String {
        var number = ordinal &+ seed
        return String(unsafeUninitializedCapacity: 16) { digits in
            for index in (0..<16).reversed() {
                let digit = UInt8(number & 15)
                digits[index] = digit + (digit < 10 ? 0x30 : 0x61 - 10)
                number >>= 4
            }
            return 16
        }
    }
}
