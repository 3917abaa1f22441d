/// What follows from requests that were counted, wherever they were. Each definition stands here and nowhere else.
///
/// Shares are 0 to 1, and `nil` where the total is zero: that is no data, neither none nor all. Below zero are savings
/// where the reference model would have been cheaper.
public protocol RequestShares {
    associatedtype Count: FixedWidthInteger

    var succeeded: Count { get }
    var failed: Count { get }
    /// Requests that a tier answered.
    var hits: Count { get }
    /// Those of `hits` that were answered by meaning.
    var semanticHits: Count { get }
    /// Requests that a tier could have answered.
    var cacheable: Count { get }
    /// In micro-cents (10^-8 dollars).
    var cost: Int64 { get }
    /// What the same requests would have cost at the reference model, less `cost`, in micro-cents.
    var saving: Int64 { get }
}

extension RequestShares {
    /// **errorRate**: failed / (succeeded + failed).
    public var errorRate: Double? { share(failed, of: succeeded + failed) }
    /// **cacheHitRate**: answered from any tier / cacheable requests.
    public var cacheHitRate: Double? { share(hits, of: cacheable) }
    /// **semanticHitRate**: the semantic part of the cache hit rate.
    public var semanticHitRate: Double? { share(semanticHits, of: cacheable) }
    /// **costSavings**: 1 - actual cost / cost of the same requests at the reference model.
    public var costSavings: Double? { cost + saving > 0 ? Double(saving) / Double(cost + saving) : nil }
    /// **costPerRequest**: actual cost / requests answered, in dollars.
    public var costPerRequest: Double? { succeeded > 0 ? dollars / Double(succeeded) : nil }
    /// The actual cost in dollars.
    public var dollars: Double { Double(cost) / 100_000_000 }

    /// How much of a total something is.
    public func share(_ part: Count, of total: Count) -> Double? {
        total > 0 ? Double(part) / Double(total) : nil
    }
}
