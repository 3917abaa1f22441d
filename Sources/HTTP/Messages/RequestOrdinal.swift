import Synchronization

/// Numbers for requests. Each connection takes a few at a time, so that requests on different threads seldom share a
/// counter, and all together they ascend nearly with time: an index of them grows at its end.
enum RequestOrdinal {
    private static let counter = Atomic<UInt64>(0)
    private static let seed = UInt64.random(in: .min ... .max)
    /// Numbers that are taken at a time, a power of two.
    private static let range: UInt64 = 64

    /// A number that nothing has yet.
    static func next() -> UInt64 { counter.wrappingAdd(1, ordering: .relaxed).newValue &* range }

    /// A connection's next number.
    static func next(after ordinal: UInt64) -> UInt64 {
        let following = ordinal &+ 1
        return following % range == 0 ? next() : following
    }

    /// The ordinal as 16 hexadecimal digits, counted from somewhere else in each process.
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
