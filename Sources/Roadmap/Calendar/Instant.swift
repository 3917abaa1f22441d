/// A point in time, to the millisecond, without a time zone.
public struct Instant: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Seconds since 1970-01-01T00:00:00Z; what lies beyond the range of milliseconds is its end.
    public init(seconds: Int64) {
        self.init(milliseconds: seconds.multipliedClamping(by: 1000))
    }

    public static func < (first: Instant, second: Instant) -> Bool { first.milliseconds < second.milliseconds }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { Day.quotient(milliseconds, 1000) }

    /// How many seconds after `other` this instant is, negative when it is before.
    public func seconds(since other: Instant) -> Double {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
        return (overflow ? Double(milliseconds) - Double(other.milliseconds) : Double(difference)) / 1000
    }

    public func adding(milliseconds: Int64) -> Instant {
        Instant(milliseconds: self.milliseconds.addedClamping(milliseconds))
    }

    public func adding(seconds: Int64) -> Instant {
        adding(milliseconds: seconds.multipliedClamping(by: 1000))
    }

    /// `instant + .seconds(30)`; parts of a millisecond are dropped.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return instant.adding(seconds: seconds).adding(milliseconds: attoseconds / 1_000_000_000_000_000)
    }

    public static func - (instant: Instant, duration: Duration) -> Instant {
        instant + (.zero - duration)
    }
}

extension Int64 {
    fileprivate func addedClamping(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    fileprivate func multipliedClamping(by factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? (self < 0 ? .min : .max) : product
    }
}
