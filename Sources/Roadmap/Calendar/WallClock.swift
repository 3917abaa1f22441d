import Glibc

/// Where the present comes from: the system, or an instant that a test chose.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Instant

    public init(_ now: @escaping @Sendable () -> Instant) {
        read = now
    }

    public var now: Instant { read() }

    /// The system's clock.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// A clock that has stopped.
    public static func fixed(_ instant: Instant) -> WallClock {
        WallClock { instant }
    }
}
