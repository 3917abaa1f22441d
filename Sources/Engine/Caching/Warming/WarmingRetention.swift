/// Which remembered requests are to be forgotten, so that their memory stays bounded.
struct WarmingRetention: Sendable {
    let ranking: WarmingRanking
    let largestCount: Int
    /// Bytes.
    let largestSize: Int

    init(ranking: WarmingRanking, largestCount: Int = 5_000, largestSize: Int = 32 << 20) {
        self.ranking = ranking
        self.largestCount = largestCount
        self.largestSize = largestSize
    }

    /// Those that nobody has asked for as many days as count; then, while there are too many, the least valuable. Those
    /// of the last hour go last: nobody can tell yet what they are worth.
    func superfluous(_ requests: [AskedRequest], at now: Int64) -> [CacheKey] {
        let first = now - Int64(ranking.days) * AskedRequest.day
        var forgotten = requests.filter { $0.lastAsked <= first }.map(\.key)
        let live = requests.filter { $0.lastAsked > first }
        var count = live.count
        var size = live.reduce(0) { $0 + $1.size }
        guard count > largestCount || size > largestSize else { return forgotten }
        let order = live.map { request in
            (request, isNew: request.lastAsked > now - 3_600_000, value: ranking.value(of: request, at: now))
        }
        .sorted { ($0.isNew ? 1 : 0, $0.value, $0.0.lastAsked) < ($1.isNew ? 1 : 0, $1.value, $1.0.lastAsked) }
        for (request, _, _) in order {
            guard count > largestCount || size > largestSize else { break }
            forgotten.append(request.key)
            count -= 1
            size -= request.size
        }
        return forgotten
    }
}
