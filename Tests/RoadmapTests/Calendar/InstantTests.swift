import Testing

@testable import Roadmap

@Suite struct InstantTests {
    @Test(
        "an instant reads every form RFC 3339 allows and writes one",
        arguments: [
            ("2026-01-09T14:03:22Z", "2026-01-09T14:03:22.000Z"),
            ("2026-01-09t14:03:22z", "2026-01-09T14:03:22.000Z"),
            ("2026-01-09T14:03:22.5Z", "2026-01-09T14:03:22.500Z"),
            ("2026-01-09T14:03:22.04Z", "2026-01-09T14:03:22.040Z"),
            ("2026-01-09T14:03:22.123456789Z", "2026-01-09T14:03:22.123Z"),
            ("2026-01-09T00:30:00+01:00", "2026-01-08T23:30:00.000Z"),
            ("2026-01-09T23:30:00-05:45", "2026-01-10T05:15:00.000Z"),
            ("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00.000Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
        ])
    func reading(_ text: String, _ written: String) throws {
        let instant = try #require(Instant(rfc3339: text))
        #expect(instant.rfc3339 == written)
        #expect(Instant(rfc3339: written) == instant)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "2026-01-09", "2026-01-09T14:03:22", "2026-01-09 14:03:22Z", "2026-02-30T00:00:00Z",
            "2025-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
            "2026-01-09T24:00:00Z", "2026-01-09T14:60:00Z", "2016-12-31T23:59:60Z", "2026-01-09T14:03:22.Z",
            "2026-01-09T14:03Z", "2026-01-09T14:03:22+0100", "2026-01-09T14:03:22+24:00", "2026-01-09T14:03:22+01:60",
            "2026-01-09T14:03:22Z ", " 2026-01-09T14:03:22Z", "26-01-09T14:03:22Z", "2026-1-9T14:03:22Z",
            "２０２６-01-09T14:03:22Z", "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
        ])
    func refusing(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("the text sorts as the instants do")
    func sorting() {
        let instants = [-1, 0, 1, 999, 1000, 1_767_967_402_123, 253_402_300_799_999].map(Instant.init(milliseconds:))
        #expect(instants.map(\.rfc3339) == instants.map(\.rfc3339).sorted())
    }

    @Test("seconds are added and subtracted exactly")
    func arithmetic() {
        let instant = Instant(seconds: 100)
        #expect(instant.adding(seconds: -30) == Instant(milliseconds: 70_000))
        #expect(instant + .milliseconds(1500) == Instant(milliseconds: 101_500))
        #expect(instant - .seconds(1) == Instant(seconds: 99))
        #expect((instant + .milliseconds(1500)).seconds(since: instant) == 1.5)
        #expect(instant.seconds(since: instant + .seconds(60)) == -60)
        #expect(Instant(milliseconds: -1).seconds == -1)
    }

    @Test("arithmetic beyond the range ends at its end")
    func clamping() {
        #expect(Instant(seconds: .max).milliseconds == .max)
        #expect(Instant(milliseconds: .min).adding(seconds: -1).milliseconds == .min)
        #expect(Instant(milliseconds: .max).seconds(since: Instant(milliseconds: .min)) > 1e16)
        #expect(Instant(milliseconds: .max).rfc3339.hasPrefix("+"))
        #expect(Instant(milliseconds: .min).rfc3339.hasPrefix("-"))
    }
}
