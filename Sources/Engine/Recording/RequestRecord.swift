/// What is known of a request when it arrives.
public struct RequestOpening: Sendable, Hashable {
    /// What is asked for, under OpenTelemetry's names of it.
    public enum Operation: String, Sendable, Hashable {
        case chat, embeddings
    }

    public let id: String
    /// Milliseconds since 1970.
    public let receivedAt: Int64
    public let tenant: String
    public let modelAsked: String
    public let isStreamed: Bool
    /// For whoever watches; it is not kept.
    public let operation: Operation

    public init(
        id: String, receivedAt: Int64, tenant: String, modelAsked: String, isStreamed: Bool,
        operation: Operation = .chat
    ) {
        self.id = id
        self.receivedAt = receivedAt
        self.tenant = tenant
        self.modelAsked = modelAsked
        self.isStreamed = isStreamed
        self.operation = operation
    }
}

/// Where an answer came from.
public enum CacheOutcome: String, Sendable, Hashable, CaseIterable {
    case hitL1 = "hit-l1"
    case hitL2 = "hit-l2"
    case hitL3 = "hit-l3"
    case semantic, miss, bypass

    public var isHit: Bool { self != .miss && self != .bypass }
}

/// What became of a request. Neither prompt nor answer is in it.
public struct RequestRecord: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case succeeded, failed, cancelled
    }

    public var outcome: Outcome = .succeeded
    /// The HTTP status.
    public var status = 200
    public var cache: CacheOutcome = .bypass
    /// For semantic hits, 0 to 1.
    public var similarity: Float = 0
    /// The model that answered; empty when none did.
    public var modelServed = ""
    /// Calls of upstreams.
    public var attempts = 0
    public var usage = Usage.none
    /// In micro-cents.
    public var cost: Int64 = 0
    /// What the same request would have cost at the reference model, less `cost`, in micro-cents.
    public var saving: Int64 = 0
    /// Milliseconds spent waiting for a place at a model.
    public var queued: Double = 0
    /// Milliseconds that upstreams took to begin their answers. For whoever watches; it is not kept.
    public var upstreamTime: Double = 0
    /// Milliseconds from the request's last byte to the first of the answer.
    public var firstByte: Double = 0
    /// Milliseconds from the request's last byte to the last of the answer.
    public var total: Double = 0
    /// A short name for what went wrong, such as `http_503`; empty for none.
    public var errorCode = ""
    public var tip = ""

    public init() {}
}
