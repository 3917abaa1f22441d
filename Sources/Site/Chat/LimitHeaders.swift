import Engine
import HTTP

/// What a limited key has left, in the headers that OpenAI's clients know.
extension Headers {
    /// Adds three headers for each limit that there is.
    mutating func append(_ standing: KeyStanding) {
        if let rate = standing.requests {
            append("x-ratelimit-limit-requests", String(rate.limit))
            append("x-ratelimit-remaining-requests", String(rate.remaining))
            append("x-ratelimit-reset-requests", LimitHeaders.duration(rate.reset))
        }
        if let rate = standing.tokens {
            append("x-ratelimit-limit-tokens", String(rate.limit))
            append("x-ratelimit-remaining-tokens", String(rate.remaining))
            append("x-ratelimit-reset-tokens", LimitHeaders.duration(rate.reset))
        }
    }
}

enum LimitHeaders {
    /// A time as OpenAI writes it, and as Go does: `120ms`, `8.64s`, `1m30.5s`, `6m0s`.
    ///
    /// Put together from pieces that need no memory of their own, for every answer to a limited key has it.
    static func duration(_ milliseconds: Int64) -> String {
        let milliseconds = max(0, milliseconds)
        if milliseconds > 0, milliseconds < 1_000 { return String(milliseconds) + "ms" }
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        if minutes == 0 { return seconds(rest) }
        let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        let tail = String(minute) + "m" + seconds(rest)
        return hours > 0 ? String(hours) + "h" + tail : tail
    }

    /// With as many digits after the point as it takes.
    private static func seconds(_ milliseconds: Int64) -> String {
        let (whole, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        if fraction == 0 { return String(whole) + "s" }
        if fraction % 100 == 0 { return String(whole) + "." + String(fraction / 100) + "s" }
        let zero = fraction < 100 ? ".0" : "."
        if fraction % 10 == 0 { return String(whole) + zero + String(fraction / 10) + "s" }
        return String(whole) + (fraction < 10 ? ".00" : zero) + String(fraction) + "s"
    }
}
