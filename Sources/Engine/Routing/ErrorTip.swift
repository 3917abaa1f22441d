/// What happened to a call of an upstream when it gave no usable answer.
public enum UpstreamTrouble: Error, Sendable, Hashable {
    /// It answered with an error status.
    /// - Parameters:
    ///   - reason: the upstream's own words, shortened.
    ///   - retryAfter: seconds, from its `Retry-After`.
    case status(Int, reason: String?, retryAfter: Double?)
    case connectionRefused
    case unreachable
    case nameNotFound
    case tlsFailed
    case timedOut
    /// The connection broke.
    case reset
    /// The answer is no chat completion.
    case malformed
    /// The answer is larger than anything a model sends.
    case tooLarge
    /// The client hung up, and the call was stopped.
    case cancelled
    /// No place was free at the model in time.
    case overloaded
    /// It failed so often that it is not asked for a while.
    case circuitOpen

    /// Whether another attempt, here or at a fallback, may go better.
    public var isWorthAnotherAttempt: Bool {
        switch self {
        case .status(let status, _, _): [401, 403, 404, 408, 409, 425, 429].contains(status) || status >= 500
        case .cancelled: false
        default: true
        }
    }

    /// Whether the same upstream may do better at once or soon: not where its key or address is wrong.
    public var isPassing: Bool {
        switch self {
        case .status(let status, _, _): [408, 409, 425, 429].contains(status) || status >= 500
        case .connectionRefused, .unreachable, .timedOut, .reset, .overloaded, .circuitOpen: true
        case .nameNotFound, .tlsFailed, .malformed, .tooLarge, .cancelled: false
        }
    }

    /// Whether the upstream, rather than the request, is to blame.
    public var countsAgainstUpstream: Bool {
        switch self {
        case .status(let status, _, _): status == 408 || status >= 500 || [401, 403, 404, 429].contains(status)
        case .cancelled, .overloaded, .circuitOpen: false
        default: true
        }
    }

    /// A short name for counting: `http_503`, `refused`.
    public var name: String {
        switch self {
        case .status(let status, _, _): "http_\(status)"
        case .connectionRefused: "refused"
        case .unreachable: "unreachable"
        case .nameNotFound: "dns"
        case .tlsFailed: "tls"
        case .timedOut: "timeout"
        case .reset: "reset"
        case .malformed: "malformed"
        case .tooLarge: "too_large"
        case .cancelled: "cancelled"
        case .overloaded: "overloaded"
        case .circuitOpen: "circuit_open"
        }
    }
}

extension UpstreamTrouble {
    /// The error for the client: what happened at which model, and what to do.
    public func error(at model: Model) -> RouterError {
        let at = model.endpoint.map { " at \($0)" } ?? ""
        let (status, message, tip) = words(model: model.name, at: at)
        return RouterError(
            status: status, message, type: status == 429 ? "rate_limit_error" : "upstream_error", code: name, tip: tip,
            source: .upstream, isRetryable: isPassing, retryAfter: retryAfter)
    }

    private var retryAfter: Double? {
        if case .status(_, _, let seconds) = self { return seconds }
        return nil
    }

    private func words(model: String, at: String) -> (status: Int, message: String, tip: String) {
        switch self {
        case .status(let status, let reason, let retryAfter):
            let said = reason.map { ": \($0)" } ?? ""
            return (
                status, "\(model)\(at) answered \(status)\(said)",
                Self.tip(for: status, model: model, reason: reason, retryAfter: retryAfter)
            )
        case .connectionRefused:
            return (
                502, "\(model)\(at) refuses the connection.",
                "Verify the endpoint's address and port, that it is running, and that the network lets you through."
            )
        case .unreachable:
            return (502, "\(model)\(at) cannot be reached.", "Check the network between here and the endpoint.")
        case .nameNotFound:
            return (
                502, "The host of \(model)\(at) has no address.",
                "Check how the endpoint's host is spelled, and the name server."
            )
        case .tlsFailed:
            return (
                502, "No secure connection to \(model)\(at).",
                "Check the endpoint's certificate: its host name, its dates and who signed it."
            )
        case .timedOut:
            return (
                504, "\(model)\(at) did not answer in time.",
                "It is overloaded or slow: raise the model's timeout, or use a faster one."
            )
        case .reset:
            return (
                502, "\(model)\(at) broke the connection.", "Try again; if it stays, look into the endpoint's own log."
            )
        case .malformed:
            return (
                502, "\(model)\(at) answered with something that is no chat completion.",
                "Verify that the endpoint speaks OpenAI's API and that its path ends in /v1."
            )
        case .tooLarge:
            return (502, "\(model)\(at) answered with too much.", "Limit the answer with max_tokens.")
        case .cancelled:
            return (499, "The client hung up.", "Nothing is to be done.")
        case .overloaded:
            return (
                503, "\(model) has as many requests as it may have, and its queue is full.",
                "Try again shortly, or raise the model's concurrency."
            )
        case .circuitOpen:
            return (
                503, "\(model)\(at) has failed again and again, and is left alone for a moment.",
                "The errors before this one say why; it is tried again by itself within a minute."
            )
        }
    }

    private static func tip(for status: Int, model: String, reason: String?, retryAfter: Double?) -> String {
        let said = reason?.lowercased() ?? ""
        if said.contains("context") && (said.contains("length") || said.contains("window")) {
            return
                "The conversation is longer than the model's context window: shorten it, or use a model with a larger one."
        }
        switch status {
        case 401: return "Check the model's API key: that it is set, still valid, and has the permission."
        case 402: return "The account's budget is exhausted: add credit, or use another model."
        case 403: return "The key lacks the permission for this model or region."
        case 404: return "Verify the endpoint's address, that it can be reached, and the path and the model's id."
        case 408, 504: return "It is overloaded or slow: raise the model's timeout, or use a faster one."
        case 413: return "The request is too large for the endpoint: send less at a time."
        case 429:
            return retryAfter.map {
                "It limits its rate: try again in \(Int($0.rounded(.up))) s, or spread the requests."
            }
                ?? "It limits its rate: try again a little later, or spread the requests."
        case 500...: return "The endpoint has trouble of its own: try again, and check its status."
        default: return "Correct the request as the endpoint says."
        }
    }
}
