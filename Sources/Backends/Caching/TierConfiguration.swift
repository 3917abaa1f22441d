public import Engine

/// Which L2 there is, by the environment.
public enum TierConfiguration: Sendable, Hashable {
    case upstash(UpstashAddress)
    case redis(RedisAddress)
    case off

    /// Upstash when `UPSTASH_REDIS_REST_URL` and `UPSTASH_REDIS_REST_TOKEN` are set, else the Redis at `REDIS_URL`, else
    /// none. What is set to nothing counts as not set.
    /// - Throws: `TierError` of kind `configuration` for what cannot be used; it repeats no secret.
    public init(environment: [String: String]) throws(TierError) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
        if let url = value("UPSTASH_REDIS_REST_URL"), let token = value("UPSTASH_REDIS_REST_TOKEN") {
            self = .upstash(try UpstashAddress(url: url, token: token))
        } else if let url = value("REDIS_URL") {
            self = .redis(try RedisAddress(url))
        } else {
            self = .off
        }
    }

    /// The tier, which connects when it is first used; `nil` when it is off.
    /// - Parameter timeout: for a call in all; by default 100 ms for Redis and 1 s for Upstash.
    /// - Throws: when its threads cannot be started.
    public func makeTier(clock: any EngineClock, timeout: Duration? = nil) throws -> (any CacheTier)? {
        switch self {
        case .upstash(let address): UpstashTier(address, timeout: timeout ?? .seconds(1), clock: clock)
        case .redis(let address): try RedisTier(address, timeout: timeout ?? .milliseconds(100), clock: clock)
        case .off: nil
        }
    }
}
