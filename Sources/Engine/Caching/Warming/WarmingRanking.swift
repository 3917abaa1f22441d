/// What asking a request again before somebody else does is worth: frequency × cost × latency.
public struct WarmingRanking: Sendable, Hashable {
    /// How many days count, today included.
    public let days: Int
    /// Asks a day below which a request is left to be forgotten: between once today, and twice today or once every day.
    let leastFrequency = 0.5

    /// What a free answer counts as if it cost, in micro-cents (a thousandth of a cent): a slow local model is worth
    /// warming too, after anything that costs money and is as slow.
    static let leastCost: Int64 = 1_000

    public init(days: Int = 7) {
        self.days = days
    }

    /// How often the request is asked a day: the mean of the days, each counting 1 / (1 + its age in days), so that what
    /// was asked yesterday counts half as much as what is asked today. A day's age is that of its noon.
    public func frequency(of request: AskedRequest, at now: Int64) -> Double {
        let today = now / AskedRequest.day
        var asks = 0.0
        for (day, count) in request.asks where day > today - Int64(days) {
            let noon = Double(day * AskedRequest.day + AskedRequest.day / 2)
            asks += Double(count) / (1 + max(0, Double(now) - noon) / Double(AskedRequest.day))
        }
        return asks / (0..<days).reduce(0) { $0 + 1 / Double(1 + $1) }
    }

    /// In micro-cents × milliseconds a day.
    public func value(of request: AskedRequest, at now: Int64) -> Double {
        frequency(of: request, at: now) * Double(max(request.cost, Self.leastCost)) * Double(max(request.latency, 1))
    }

    /// The requests asked often enough, the most valuable first; of equals the one asked last.
    public func ranked(_ requests: [AskedRequest], at now: Int64) -> [RankedRequest] {
        requests.compactMap { request -> RankedRequest? in
            let frequency = frequency(of: request, at: now)
            guard frequency >= leastFrequency else { return nil }
            return RankedRequest(request: request, frequency: frequency, value: value(of: request, at: now))
        }
        .sorted { ($0.value, $0.request.lastAsked) > ($1.value, $1.request.lastAsked) }
    }
}

/// A request and what warming it is worth.
public struct RankedRequest: Sendable, Hashable {
    public let request: AskedRequest
    /// Asks a day.
    public let frequency: Double
    /// Micro-cents × milliseconds a day.
    public let value: Double
}
