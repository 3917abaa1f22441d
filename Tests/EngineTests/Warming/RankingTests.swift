import Testing

@testable import Engine

@Suite("What warming is worth")
struct RankingTests {
    /// The noon of day 20,000.
    private static let now: Int64 = 20_000 * AskedRequest.day + AskedRequest.day / 2
    private static let ranking = WarmingRanking()

    static func request(
        _ number: UInt8, asks: [Int64: Int] = [20_000: 10], cost: Int64 = 100_000, latency: Int64 = 1_000,
        lastAsked: Int64 = now, size: Int = 1_000
    ) -> AskedRequest {
        AskedRequest(
            key: CacheKey(partition: [number], exact: [number, 1]), tenant: "team", model: "custom:a", asks: asks,
            cost: cost, latency: latency, lastAsked: lastAsked, expiresAt: 0, size: size)
    }

    private static func order(_ requests: AskedRequest...) -> [UInt8] {
        ranking.ranked(requests, at: now).map { $0.request.key.partition[0] }
    }

    @Test("is frequency × cost × latency")
    func product() {
        #expect(
            Self.order(
                Self.request(1, asks: [20_000: 10], cost: 1_000_000, latency: 100),
                Self.request(2, asks: [20_000: 10], cost: 1_000_000, latency: 300),
                Self.request(3, asks: [20_000: 40], cost: 1_000_000, latency: 100),
                Self.request(4, asks: [20_000: 10], cost: 9_000_000, latency: 100)) == [4, 3, 2, 1])
        let twice = Self.ranking.value(of: Self.request(1, asks: [20_000: 20]), at: Self.now)
        #expect(twice == 2 * Self.ranking.value(of: Self.request(1), at: Self.now))
    }

    @Test("counts a slow free answer, after one as slow that costs money")
    func free() {
        #expect(
            Self.order(
                Self.request(1, cost: 0, latency: 20), Self.request(2, cost: 0, latency: 20_000),
                Self.request(3, latency: 20_000)) == [3, 2, 1])
        #expect(Self.ranking.value(of: Self.request(2, cost: 0, latency: 0), at: Self.now) > 0)
    }

    @Test("fades with the days, and ends with the last that counts")
    func decay() {
        func frequency(_ day: Int64) -> Double {
            Self.ranking.frequency(of: Self.request(1, asks: [day: 10]), at: Self.now)
        }
        #expect(frequency(19_999) == frequency(20_000) / 2)
        #expect(frequency(19_998) == frequency(20_000) / 3)
        #expect(frequency(19_994) > 0)
        #expect(frequency(19_993) == 0)
        // Asked equally often every day it is asked so often a day.
        let steady = Dictionary(uniqueKeysWithValues: (19_994...20_000).map { (Int64($0), 5) })
        #expect(abs(Self.ranking.frequency(of: Self.request(1, asks: steady), at: Self.now) - 5) < 1e-9)
    }

    @Test("leaves out what was asked once, and keeps what is asked once every day")
    func seldom() {
        let daily = Dictionary(uniqueKeysWithValues: (19_994...20_000).map { (Int64($0), 1) })
        #expect(
            Self.order(
                Self.request(1, asks: [20_000: 1]), Self.request(2, asks: [20_000: 2]), Self.request(3, asks: daily),
                Self.request(4, asks: [:])) == [3, 2])
    }

    @Test("of too many requests the least valuable are forgotten, new ones last")
    func retention() {
        let retention = WarmingRetention(ranking: Self.ranking, largestCount: 2, largestSize: 1 << 20)
        let old = Self.now - 2 * 3_600_000
        let requests = [
            Self.request(1, asks: [20_000: 1]), Self.request(2, asks: [20_000: 5], lastAsked: old),
            Self.request(3, asks: [20_000: 50], lastAsked: old),
        ]
        #expect(retention.superfluous(requests, at: Self.now).map(\.partition) == [[2]])
        #expect(retention.superfluous(Array(requests.dropFirst()), at: Self.now).isEmpty)
    }

    @Test("what nobody has asked for as long as days count is forgotten, and what is too large together")
    func bounds() {
        let retention = WarmingRetention(ranking: Self.ranking, largestCount: 10, largestSize: 2_500)
        let requests = [
            Self.request(1, lastAsked: Self.now - 7 * AskedRequest.day), Self.request(2, cost: 500_000),
            Self.request(3, cost: 50), Self.request(4, cost: 50_000),
        ]
        #expect(retention.superfluous(requests, at: Self.now).map(\.partition) == [[1], [3]])
    }
}
