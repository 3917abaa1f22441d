import Engine
import HTTP

/// What a limited key has left, in the headers that OpenAI's clients know.
extension Headers {
    /// Adds three headers for each limit that there is.
    mutating func append(_ standing: KeyStanding) {
        if let rate = standing.requests {
            append("x-ratelimit-limit-requests", HeaderNumber.whole(rate.limit))
            append("x-ratelimit-remaining-requests", HeaderNumber.whole(rate.remaining))
            append("x-ratelimit-reset-requests", LimitHeaders.duration(rate.reset))
        }
        if let rate = standing.tokens {
            append("x-ratelimit-limit-tokens", HeaderNumber.whole(rate.limit))
            append("x-ratelimit-remaining-tokens", HeaderNumber.whole(rate.remaining))
            append("x-ratelimit-reset-tokens", LimitHeaders.duration(rate.reset))
        }
    }
}

enum LimitHeaders {
    /// A time as OpenAI writes it, and as Go does: `120ms`, `8.64s`, `1m30.5s`, `6m0s`.
    static func duration(_ milliseconds: Int64) -> String {
        let milliseconds = max(0, milliseconds)
        var text = HeaderNumber()
        if (1..<1_000).contains(milliseconds) {
            text.append(milliseconds)
            text.append("m")
        } else {
            let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
            if minutes >= 60 {
                text.append(minutes / 60)
                text.append("h")
            }
            if minutes > 0 {
                text.append(minutes % 60)
                text.append("m")
            }
            append(rest, to: &text)
        }
        text.append("s")
        return text.string
    }

    /// Seconds, with as many digits after the point as it takes.
    private static func append(_ milliseconds: Int64, to text: inout HeaderNumber) {
        var (fraction, digits) = (milliseconds % 1_000, 3)
        text.append(milliseconds / 1_000)
        guard fraction > 0 else { return }
        while fraction % 10 == 0 { (fraction, digits) = (fraction / 10, digits - 1) }
        text.append(".")
        text.append(fraction, digits: digits)
    }
}
