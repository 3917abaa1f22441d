/// How often and how soon a call that failed is made again.
struct Retry: Sendable {
    /// Calls of one model at most.
    static let attemptsPerModel = 2
    private static let firstPause = 100.0
    private static let longestPause = 2_000.0

    /// Milliseconds to wait before the next attempt: a random part of a pause that doubles ("full jitter"), or what the
    /// upstream asked for; `nil` when that is longer than waiting is worth.
    /// - Parameters:
    ///   - attempt: 1 for the pause after the first call.
    ///   - random: a number from 0 up to its argument.
    static func pause(after trouble: UpstreamTrouble, attempt: Int, random: (Double) -> Double) -> Int64? {
        if case .status(_, _, let seconds?) = trouble {
            return seconds * 1000 <= longestPause ? Int64(seconds * 1000) : nil
        }
        var pause = firstPause
        for _ in 1..<max(1, attempt) { pause *= 2 }
        return Int64(random(min(pause, longestPause)))
    }
}
