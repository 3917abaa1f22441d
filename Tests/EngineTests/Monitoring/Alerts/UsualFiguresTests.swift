import Telemetry
import Testing

@testable import Engine

@Suite("What is usual") struct UsualFiguresTests {
    private static let hour: Int64 = 3_600_000
    /// A Monday at midnight.
    private static let monday: Int64 = 1_699_833_600_000

    /// Hours of weeks, by day they are busier and slower.
    private func weeks(_ count: Int, latency: (Int) -> Double = { $0 % 24 < 12 ? 50 : 115 }) -> [RequestPoint] {
        (0..<count * 168).map { hour in
            var figures = RequestFigures()
            figures.succeeded = 1_000
            figures.misses = 1_000
            // The weeks differ a little.
            let milliseconds = latency(hour) * (0.9 + 0.05 * Double(hour / 168 % 5))
            for _ in 0..<100 { figures.latency.record(milliseconds: milliseconds) }
            return RequestPoint(start: Self.monday + Int64(hour) * Self.hour, figures: figures)
        }
    }

    private func usual(_ points: [RequestPoint]) -> UsualFigures { UsualFigures(points, offset: { _ in 0 }) }

    @Test("An hour of the week has its own median and spread")
    func hourOfWeek() throws {
        let usual = usual(weeks(6))
        let evening = try #require(usual.range(of: .latency, at: Self.monday + 6 * 168 * Self.hour + 20 * Self.hour))
        #expect(abs(evening.median - 115) < 5)
        #expect(evening.isFarOutside(480) && !evening.isFarOutside(120) && !evening.isFarOutside(10))
        let morning = try #require(usual.range(of: .latency, at: Self.monday + 6 * 168 * Self.hour + 6 * Self.hour))
        #expect(morning.isFarOutside(115), "what is usual in the evening is not in the morning")
        #expect(morning.words(.latency).hasSuffix(" ms"))
    }

    @Test("A few bad hours move nothing")
    func robust() throws {
        let usual = usual(weeks(6) { $0 % 24 < 12 ? 50 : $0 == 20 || $0 == 188 ? 9_000 : 115 })
        let range = try #require(usual.range(of: .latency, at: Self.monday + 20 * Self.hour))
        #expect(range.median < 130 && range.isFarOutside(480))
    }

    @Test("With less history the hour of the day stands in, and with too little nothing is usual")
    func fallBack() throws {
        let two = try #require(usual(weeks(2)).range(of: .latency, at: Self.monday + 20 * Self.hour))
        #expect(abs(two.median - 105) < 5)
        #expect(usual(Array(weeks(1).prefix(6 * 24))).range(of: .latency, at: Self.monday) == nil)
        #expect(UsualFigures.none.range(of: .latency, at: Self.monday) == nil)
    }

    @Test("Hours go by the team's clocks")
    func offset() throws {
        let points = weeks(6)
        let shifted = UsualFigures(points, offset: { $0 < Self.monday + 6 * 168 * Self.hour ? 0 : -Self.hour })
        let noon = Self.monday + 6 * 168 * Self.hour + 12 * Self.hour
        #expect(try #require(shifted.range(of: .latency, at: noon)).median < 60)
        #expect(try #require(usual(points).range(of: .latency, at: noon)).median > 100)
    }

    @Test("What is far outside fires after five minutes, says how far, and tells no webhook unless it is to")
    func anomaly() async throws {
        for anomalies in [AlertSettings.Anomalies.shown, .announced] {
            let test = try AlertWorld(AlertSettings(rules: [], anomalies: anomalies))
            let now = test.world.clock.milliseconds / Self.hour * Self.hour
            test.history.set(
                weeks(6).map { point in
                    RequestPoint(start: point.start - Self.monday + now - 6 * 168 * Self.hour, figures: point.figures)
                })
            test.watch.learn()
            test.world.upstream.script("custom:a", .slow(500, test.world.clock, "late"))
            await test.seconds(330, 1)
            let firing = try #require(test.desk.standing.firing.first { $0.alert.metric == .latency })
            #expect(firing.message.hasPrefix("P95 latency 5"))
            #expect(firing.message.contains(" ms, usually ") && firing.message.hasSuffix(" at this hour."))
            #expect(firing.reason.hasPrefix("That is ") && firing.reason.contains("times its usual spread away"))
            #expect(test.told.isEmpty == (anomalies == .shown))
        }
    }
}
