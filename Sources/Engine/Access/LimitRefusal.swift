/// Why a key's meter lets something not through.
struct LimitRefusal: Sendable, Hashable {
    enum Kind: String, Sendable {
        case requests, tokens
    }

    let kind: Kind
    /// A minute.
    let limit: Int
    let asked: Int64
    /// Milliseconds until it would pass; `nil` when it never will.
    let wait: Int64?

    /// As OpenAI says it: 429, the kind of limit as the type.
    var error: RouterError {
        RouterError(
            status: 429, message, type: kind.rawValue, code: Self.code, tip: tip, source: .request,
            isRetryable: wait != nil, retryAfter: wait.map { Double($0) / 1_000 })
    }

    static let code = "rate_limit_exceeded"

    private var message: String {
        let limit = "\(counted(Int64(max(0, limit)))) a minute"
        guard wait != nil else {
            return asked > 1
                ? "The request is too large: about \(counted(asked)), and this key's limit is \(limit)."
                : "This key's limit is \(limit)."
        }
        return "This key's limit of \(limit) is reached."
    }

    private var tip: String {
        guard let wait else {
            return asked > 1 && limit > 0
                ? "Shorten the conversation, or ask whoever gave you the key for a higher limit."
                : "Ask whoever gave you the key for a higher limit."
        }
        let seconds = max(1, (wait + 999) / 1_000)
        return
            "Wait \(seconds == 1 ? "1 second" : "\(seconds) seconds"), as Retry-After says; x-ratelimit-remaining-\(kind.rawValue) tells how much is left."
    }

    private func counted(_ count: Int64) -> String {
        "\(count) \(count == 1 ? String(kind.rawValue.dropLast()) : kind.rawValue)"
    }
}
