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

    /// Of a request that has nothing to do with the cache.
    static let none = CacheKey(partition: [], exact: [])

    public static func == (one: CacheKey, other: CacheKey) -> Bool {
        one.exact.hasSameBytes(as: other.exact) && one.partition.hasSameBytes(as: other.partition)
    }

    /// The whole request's digest tells the partition's too.
    public func hash(into hasher: inout Hasher) { exact.withUnsafeBytes { hasher.combine(bytes: $0) } }
}

extension [UInt8] {
    /// As `==`, which looks at each byte by itself, but eight at a time.
    func hasSameBytes(as other: [UInt8]) -> Bool {
        withUnsafeBytes { one in
            other.withUnsafeBytes { other in
                guard one.count == other.count else { return false }
                var offset = 0
                while offset + 8 <= one.count {
                    let words = (
                        one.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                        other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    )
                    guard words.0 == words.1 else { return false }
                    offset += 8
                }
                return one[offset...].elementsEqual(other[offset...])
            }
        }
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
    /// What the body says, where it has been read; no tier but memory keeps it.
    let facts: AnswerFacts?

    public init(body: [UInt8], question: String, storedAt: Int64, expiresAt: Int64, cost: Int64, latency: Int64) {
        self.init(
            body: body, question: question, storedAt: storedAt, expiresAt: expiresAt, cost: cost, latency: latency,
            facts: nil)
    }

    init(
        body: [UInt8], question: String, storedAt: Int64, expiresAt: Int64, cost: Int64, latency: Int64,
        facts: AnswerFacts?
    ) {
        self.facts = facts
        self.body = body
        self.question = question
        self.storedAt = storedAt
        self.expiresAt = expiresAt
        self.cost = cost
        self.latency = latency
    }
}
