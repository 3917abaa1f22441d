import JSON

/// Why a request got no answer, in OpenAI's shape with what to do about it.
///
/// The text holds neither keys nor prompts.
public struct RouterError: Error, Sendable, Hashable {
    /// Who can do something about it.
    public enum Source: String, Sendable {
        /// The request itself.
        case request
        /// The model's endpoint.
        case upstream
        /// This program.
        case router
    }

    /// The HTTP status it is answered with.
    public let status: Int
    public let message: String
    /// OpenAI's kind of error, such as `invalid_request_error`.
    public let type: String
    /// The parameter that is wrong, where one is.
    public let param: String?
    public let code: String
    /// What to do, in one sentence.
    public let tip: String
    public let source: Source
    /// Whether the very same request may succeed when it is sent again.
    public let isRetryable: Bool
    /// How many seconds to wait before that, where the upstream said so.
    public let retryAfter: Double?

    public init(
        status: Int, _ message: String, type: String, param: String? = nil, code: String, tip: String, source: Source,
        isRetryable: Bool = false, retryAfter: Double? = nil
    ) {
        self.status = status
        self.message = message
        self.type = type
        self.param = param
        self.code = code
        self.tip = tip
        self.source = source
        self.isRetryable = isRetryable
        self.retryAfter = retryAfter
    }

    /// `{"error": {…}}`
    public var json: JSON {
        [
            "error": [
                "message": .string(message), "type": .string(type), "param": param.map { .string($0) } ?? .null,
                "code": .string(code), "tip": .string(tip), "source": .string(source.rawValue),
                "retryable": .bool(isRetryable),
            ]
        ]
    }

    static func invalid(_ message: String, param: String?, tip: String, code: String = "invalid_value") -> RouterError {
        RouterError(
            status: 400, message, type: "invalid_request_error", param: param, code: code, tip: tip, source: .request)
    }
}
