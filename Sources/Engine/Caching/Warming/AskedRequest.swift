import JSON

/// A request that was answered and kept: what has to be known to ask it again before somebody else does.
public struct AskedRequest: Sendable, Hashable {
    /// A day in milliseconds. Days are those of UTC, counted from 1970.
    public static let day: Int64 = 86_400_000

    public let key: CacheKey
    /// Who asked last. It is asked again in this name, so that the answer stays theirs.
    public let tenant: String
    /// The model asked for, or `auto`.
    public let model: String
    /// How often it was asked, by day.
    public var asks: [Int64: Int]
    /// What its answer cost the last time, in micro-cents.
    public var cost: Int64
    /// How long the upstream took for it the last time, in milliseconds.
    public var latency: Int64
    /// By anybody, warming included, in milliseconds since 1970.
    public var lastAsked: Int64
    /// When the last of the tiers forgets the answer, in milliseconds since 1970.
    public var expiresAt: Int64
    /// What remembering it takes, in bytes.
    public var size: Int

    public init(
        key: CacheKey, tenant: String, model: String, asks: [Int64: Int], cost: Int64, latency: Int64, lastAsked: Int64,
        expiresAt: Int64, size: Int
    ) {
        self.key = key
        self.tenant = tenant
        self.model = model
        self.asks = asks
        self.cost = cost
        self.latency = latency
        self.lastAsked = lastAsked
        self.expiresAt = expiresAt
        self.size = size
    }

    /// Bodies that are larger are not remembered.
    static let largestBody = 64 << 10

    /// Members that say how the answer is sent, or on whose account, rather than what it is.
    private static let passing: Set = ["stream", "stream_options", "user", "metadata"]

    /// The body by which a request is asked again: canonical JSON, to be answered whole.
    static func body(of request: ChatRequest) -> [UInt8] {
        let members = request.body.filter { !passing.contains($0.name) }.map { ($0.name, $0.value) }
        return JSON.object(JSON.Object(members: members)).canonicalBytes
    }
}
