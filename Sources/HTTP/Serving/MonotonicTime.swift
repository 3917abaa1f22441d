internal import Glibc

/// Milliseconds of the kernel's coarse clock, which never runs backwards and costs a few nanoseconds
/// to read. Its step of some milliseconds is fine enough for time limits.
enum MonotonicTime {
    static var milliseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &now)
        return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
    }

    static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
