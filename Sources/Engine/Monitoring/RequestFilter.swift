/// Which requests are meant: those for which all that is given here is so.
public struct RequestFilter: Sendable, Hashable {
    /// As `StoredRequest.model` has it.
    public var model: String?
    public var outcome: RequestRecord.Outcome?
    public var cache: CacheOutcome?
    public var tenant: String?
    public var errorCode: String?
    /// Received at this instant or later, in milliseconds since 1970.
    public var from: Int64?
    /// Received before this instant.
    public var to: Int64?

    public init(
        model: String? = nil, outcome: RequestRecord.Outcome? = nil, cache: CacheOutcome? = nil,
        tenant: String? = nil, errorCode: String? = nil, from: Int64? = nil, to: Int64? = nil
    ) {
        self.model = model
        self.outcome = outcome
        self.cache = cache
        self.tenant = tenant
        self.errorCode = errorCode
        self.from = from
        self.to = to
    }
}
