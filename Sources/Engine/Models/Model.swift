/// Something that answers chat requests under a public name.
public struct Model: Sendable, Hashable {
    /// Such as `custom:your-model`.
    public let name: String
    /// The base address of its OpenAI-compatible endpoint, such as `http://127.0.0.1:11434/v1`; `nil` for a built-in one.
    public let endpoint: String?
    /// The upstream's own id for it.
    public let upstreamID: String
    /// The environment variable that holds the key; never the key itself.
    public let keyVariable: String?
    public let price: Price
    /// The context window in tokens; `nil` when it is not known.
    public let context: Int?
    /// How much of the requests for `auto` it should get, relative to the others.
    public let weight: Double
    /// Models that take over when this one fails, in this order.
    public let fallbacks: [String]
    /// How long a whole answer may take to begin, in seconds.
    public let timeout: Double
    /// Requests it gets at a time; further ones wait in a queue of the same length.
    public let concurrency: Int
    /// Its answers may be given to any tenant who asks the same.
    public let isShared: Bool
    public let capabilities: Set<Capability>

    /// What a request may need beyond text.
    public enum Capability: String, Sendable, CaseIterable {
        case tools, images
        case jsonOutput = "json"
    }

    public init(
        name: String, endpoint: String?, upstreamID: String, keyVariable: String? = nil, price: Price = .free,
        context: Int? = nil, weight: Double = 1, fallbacks: [String] = [], timeout: Double = 30, concurrency: Int = 32,
        isShared: Bool = false, capabilities: Set<Capability> = Set(Capability.allCases)
    ) {
        self.name = name
        self.endpoint = endpoint
        self.upstreamID = upstreamID
        self.keyVariable = keyVariable
        self.price = price
        self.context = context
        self.weight = weight
        self.fallbacks = fallbacks
        self.timeout = timeout
        self.concurrency = concurrency
        self.isShared = isShared
        self.capabilities = capabilities
    }
}
