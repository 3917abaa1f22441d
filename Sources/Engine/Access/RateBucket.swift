/// Holds what was used lately, and drains evenly so that a full bucket is empty after a minute.
///
/// This is the generic cell rate algorithm (ITU-T I.371, the leaky bucket as a meter) with a burst of a whole minute's
/// worth. All arithmetic is in whole numbers that never overflow, so that exactly what fits passes.
struct RateBucket: Sendable {
    /// What a millisecond drains is the limit, in this part of a unit: nothing is rounded.
    private static let unit: Int64 = 60_000
    /// More than this is as good as everything: the products below stay within 64 bits.
    static let highest: Int64 = 1_000_000_000_000
    private static let fullest = highest * unit * 16

    /// In 60,000ths.
    private var level: Int64 = 0
    private var limit: Int64 = 0
    /// Milliseconds.
    private var drainedAt: Int64 = 0

    /// Brings the bucket up to an instant, under a limit that may be another than before.
    ///
    /// A clock that goes back drains nothing, and the bucket goes on from there.
    /// - Parameter now: milliseconds since some fixed instant.
    mutating func drain(_ limit: Int, at now: Int64) {
        let limit = min(max(Int64(limit), 0), Self.highest)
        if limit != self.limit {
            // Nobody waits for more than a minute for what a former limit let through.
            if self.limit > 0 { level = min(level, limit * Self.unit) }
            self.limit = limit
        }
        let (elapsed, isLost) = now.subtractingReportingOverflow(drainedAt)
        drainedAt = now
        guard level > 0, elapsed > 0 || isLost else { return }
        let (drained, isAll) = elapsed.multipliedReportingOverflow(by: limit)
        level = isLost || isAll ? 0 : max(0, level - drained)
    }

    /// What fits now.
    var room: Int64 { max(0, limit - (level + Self.unit - 1) / Self.unit) }

    /// Milliseconds until all of the limit fits again.
    var reset: Int64 { limit > 0 ? Self.up(level, limit) : 0 }

    /// Milliseconds until so much fits; 0 when it does now, `nil` when it never will.
    func wait(for amount: Int64) -> Int64? {
        guard amount <= limit, limit > 0 else { return nil }
        let missing = level - (limit - max(0, amount)) * Self.unit
        return missing > 0 ? Self.up(missing, limit) : 0
    }

    /// Adds what is used, whether it fits or not, or takes away what was not used after all.
    mutating func add(_ amount: Int64) {
        let amount = min(max(amount, -Self.highest), Self.highest)
        level = min(max(0, level + amount * Self.unit), Self.fullest)
    }

    private static func up(_ amount: Int64, _ divisor: Int64) -> Int64 { (amount + divisor - 1) / divisor }
}
