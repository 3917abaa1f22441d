public import Engine
import Glibc

/// The machine's own time.
public struct SystemClock: EngineClock {
    public init() {}

    public var milliseconds: Int64 { Self.now(CLOCK_REALTIME) / 1_000_000 }

    public var nanoseconds: Int64 { Self.now(CLOCK_MONOTONIC) }

    public func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    private static func now(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
