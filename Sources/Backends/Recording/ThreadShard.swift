import Glibc

/// Spreads threads over shards, each always to the same one.
enum ThreadShard {
    static func index(below count: Int) -> Int {
        // Threads' control blocks lie pages apart; the multiplication carries the difference into the high bits.
        let spread = UInt64(UInt(pthread_self()) >> 12) &* 0x9E37_79B9_7F4A_7C15
        return Int((spread >> 32) % UInt64(count))
    }
}
