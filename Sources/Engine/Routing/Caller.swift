/// Who asks, and how the answer may be cached.
public struct Caller: Sendable {
    /// What the request's own headers say about caching.
    public struct CacheControls: Sendable, Hashable {
        /// Do not answer from the cache (`no-cache`).
        public var skipsLookup = false
        /// Do not keep the answer (`no-store`).
        public var skipsKeeping = false
        /// How long to keep the answer at most, in milliseconds.
        public var lifetime: Int64?

        public init() {}
    }

    public let tenant: String
    public let requestID: String
    public let controls: CacheControls
    /// What the key shown allows; `nil` where none of those issued here was.
    public let grant: KeyGrant?

    /// Somebody without limits.
    public init(tenant: String, requestID: String, controls: CacheControls = CacheControls()) {
        self.tenant = tenant
        self.requestID = requestID
        self.controls = controls
        grant = nil
    }

    /// Somebody who shows a key that was issued here.
    public init(_ grant: KeyGrant, requestID: String, controls: CacheControls = CacheControls()) {
        tenant = grant.tenant
        self.requestID = requestID
        self.controls = controls
        self.grant = grant
    }

    /// What the key shown may use.
    var limits: KeyLimits { grant?.limits ?? .none }
}

/// An answer on its way to the client.
public struct RoutedAnswer: Sendable {
    public enum Body: Sendable {
        /// The answer's JSON.
        case whole([UInt8])
        /// Writes the stream's events through the function it is given. Whoever runs it has to run it to its end, or
        /// cancel the task it runs in.
        case stream(@Sendable (_ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Void)
    }

    /// What the response headers say.
    public struct Facts: Sendable, Hashable {
        public var cache: CacheOutcome
        /// For semantic hits.
        public var similarity: Float?
        public var model: String
        /// In micro-cents; `nil` while a stream's cost is not known.
        public var cost: Int64?
        public var attempts: Int
        /// Milliseconds that the router itself took.
        public var overhead: Double
        /// Why another model than the first choice answers.
        public var trouble: RouterError?
    }

    public let facts: Facts
    public let body: Body
}
