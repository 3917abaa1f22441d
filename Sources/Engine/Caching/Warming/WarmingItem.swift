/// A request on its way to being warmed.
struct WarmingItem: Sendable {
    let key: CacheKey
    let tenant: String
    /// The model asked for, or `auto`.
    let model: String
    /// `nil` while it is still in the memory of requests.
    let body: [UInt8]?
    /// When the last of the tiers forgets its answer, in milliseconds since 1970; `nil` when that is not known.
    let expiresAt: Int64?
    /// As it will be reported.
    var line: WarmingReport.Line

    init(_ ranked: RankedRequest) {
        let request = ranked.request
        key = request.key
        tenant = request.tenant
        model = request.model
        body = nil
        expiresAt = request.expiresAt
        line = WarmingReport.Line(
            key: request.key, model: request.model, frequency: ranked.frequency, value: ranked.value,
            expectedCost: request.cost, latency: request.latency, outcome: .wouldAsk)
    }

    /// A request from a file.
    /// - Parameter known: what is remembered of it.
    init(
        _ request: ChatRequest, key: CacheKey, tenant: String, number: Int, known: RankedRequest?, expectedCost: Int64
    ) {
        self.key = key
        self.tenant = tenant
        model = request.model
        body = AskedRequest.body(of: request)
        expiresAt = known?.request.expiresAt
        line = WarmingReport.Line(
            number: number, key: key, model: request.model, frequency: known?.frequency, value: known?.value,
            expectedCost: known?.request.cost ?? expectedCost, latency: known?.request.latency, outcome: .wouldAsk)
    }
}
