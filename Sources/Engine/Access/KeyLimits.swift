/// What a key may use. Whatever is `nil` is not limited.
public struct KeyLimits: Sendable, Hashable {
    /// Requests that may be sent at once, and those that are granted anew within a minute. 0 lets none through.
    public var requestsPerMinute: Int?
    /// Tokens, in and out together, that models may be asked for at once, and those granted anew within a minute.
    public var tokensPerMinute: Int?
    /// The names of the models that may answer, by whatever way: asked for by name, chosen by `auto`, or as a fallback.
    /// A name that is not here is not allowed, `local:roadmap` and `local:minilm` included.
    public var models: [String]?

    /// A key without limits.
    public static let none = KeyLimits()

    public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil, models: [String]? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
        self.models = models
    }

    /// Whether a model of this name may answer.
    public func allows(_ model: String) -> Bool { models?.contains(model) ?? true }
}
