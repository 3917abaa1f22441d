import HTTP
import Roadmap
import Testing

@testable import Site

@Suite("The form for a reading") struct ReadingFormTests {
    private static let numbers: [(String, Double)] = [
        ("83.5", 83.5), (" 83.5 % ", 83.5), ("83,5", 83.5), ("$0.0012", 0.0012), ("-0.085", -0.085), ("−0.085", -0.085),
        ("1e3", 1000), ("+5", 5), ("0", 0), ("10000", 10000), ("10 000", 10000), ("10.000", 10), ("0,085", 0.085),
        ("12,5", 12.5), ("12,34", 12.34), ("1234,567", 1234.567), (".5", 0.5), ("\u{a0}7", 7),
    ]

    @Test("numbers are read the way people type them", arguments: numbers)
    func number(text: String, value: Double) throws {
        #expect(try ReadingForm.number(text) == value)
    }

    @Test(
        "what is no number, or could be two, is refused",
        arguments: [
            "", " ", "%", "many", "1,2,3", "1.2.3", "0x10", "nan", "inf", "--1", "1-2", "½", "١", "10,000", "1,234,567",
            "10,000.5", "-1,000",
        ])
    func refused(text: String) {
        #expect { try ReadingForm.number(text) } throws: { ($0 as? RoadmapError)?.field == "value" }
    }

    private static let times: [(String, String, String)] = [
        ("UTC", "2026-01-09T09:30", "2026-01-09T09:30:00.000Z"),
        ("Europe/Berlin", "2026-01-09T09:30", "2026-01-09T08:30:00.000Z"),
        ("Europe/Berlin", "2026-07-01T09:30:59", "2026-07-01T07:30:00.000Z"),
        // The hour that is skipped in spring, and the one that comes twice in autumn.
        ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59:00.000Z"),
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00.000Z"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00.000Z"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00.000Z"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00.000Z"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00.000Z"),
    ]

    @Test("a time is one of the reporting zone, also where clocks change", arguments: times)
    func instants(zone: String, typed: String, expected: String) async throws {
        let test = try TestSite(zone: zone, now: "2026-12-01T00:00:00Z")
        let answer = try await test.post("/targets/modelR2/readings", "value=1&at=\(typed)")
        #expect(answer.status == .seeOther)
        #expect(try await test.get("/api/v1/metrics/modelR2").json["readings"]?[0]?["at"]?.stringValue == expected)
    }

    @Test(
        "a time that does not exist on any clock is refused",
        arguments: [
            "2026-02-30T10:00", "2026-01-09T24:00", "2026-01-09T10:60", "2026-01-09", "T10:00", "2026-01-09T",
            "2026-01-09T10", "9 Jan",
        ])
    func badTimes(typed: String) async throws {
        let test = try TestSite()
        let form = "value=1&at=\(PercentCoding.encoded(typed))"
        let answer = try await test.post("/targets/modelR2/readings", form)
        #expect(answer.status == .unprocessableContent && answer.text.contains("is not a date and time"))
    }
}
