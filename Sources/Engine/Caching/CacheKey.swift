/// What makes a chat request the same request: SHA-256 over its canonical JSON.
public struct CacheKey: Hashable, Sendable {
    /// Tenant, model, parameters, system prompt and history: everything but the last user text. 32 bytes.
    public let partition: [UInt8]
    /// All of it. 32 bytes.
    public let exact: [UInt8]

    public init(partition: [UInt8], exact: [UInt8]) {
        self.partition = partition
        self.exact = exact
    }
}

/// An answer as the tiers keep it.
public struct KeptAnswer: Sendable, Hashable {
    /// The `chat.completion` object, UTF-8 JSON.
    public let body: [UInt8]
    /// The last user text, by which the semantic index is rebuilt; empty when the answer may only be hit exactly.
    public let question: String
    /// Milliseconds since 1970.
    public let storedAt: Int64
    /// Milliseconds since 1970.
    public let expiresAt: Int64
    /// What the answer cost when it was made, in micro-cents (10^-8 dollars).
    public let cost: Int64
    /// How long the upstream took for it, in milliseconds.
    public let latency: Int64

    public init(body: [UInt8], question: String, storedAt: Int64, expiresAt: Int64, cost: Int64, latency: Int64) {
        self.body = body
        self.question = question
        self.storedAt = storedAt
        self.expiresAt = expiresAt
        self.cost = cost
        self.latency = latency
    }
}
