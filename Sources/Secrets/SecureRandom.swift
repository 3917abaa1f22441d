internal import CSodium

/// Random numbers that nobody can guess, of libsodium (which has them from the kernel).
public enum SecureRandom {
    static let isReady = sodium_init() >= 0

    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        fill(&bytes, count)
        return bytes
    }

    /// Any number from 0 up to, and without, the bound; 0 where the bound is.
    public static func below(_ bound: Double) -> Double {
        var generator = Generator()
        return bound > 0 ? Double.random(in: 0..<bound, using: &generator) : 0
    }

    /// For Swift's own `random(in:using:)` and `shuffled(using:)`.
    public struct Generator: RandomNumberGenerator {
        public init() {}

        public mutating func next() -> UInt64 {
            var number: UInt64 = 0
            SecureRandom.fill(&number, MemoryLayout<UInt64>.size)
            return number
        }
    }

    private static func fill(_ memory: UnsafeMutableRawPointer, _ count: Int) {
        precondition(isReady, "the kernel gives no random numbers")
        randombytes_buf(memory, count)
    }
}
