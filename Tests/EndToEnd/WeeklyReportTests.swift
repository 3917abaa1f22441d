import Foundation
import Testing

@Suite("Weekly reports")
struct WeeklyReportTests {
    private static let formats = ["csv", "html", "json", "md"]

    @Test("the last week's report is written once, in every format, whatever restarts come")
    func delivery() throws {
        let place = try Workplace()
        #expect(try place.beast("complete", "1", "1", "Fix failed request tracking").code == 0)
        let first = try place.serve("--reports-folder", "reports")
        try waitForDelivery(in: place)
        try first.stop()
        let names = try place.names(in: "reports")
        let week = String(try #require(names.first).prefix(8))
        #expect(names == Self.formats.map { "\(week).\($0)" })
        let before = try identities(in: place)

        // Something that would change the report's bytes, were it written again.
        try place.write("mine", to: "reports/\(week).md")
        let mine = try identities(in: place)
        for _ in 0..<2 {
            let server = try place.serve("--reports-folder", "reports")
            #expect(try server.get("/healthz").status == 200)
            try server.stop()
        }
        #expect(try identities(in: place) == mine)
        #expect(mine != before)
        #expect(try place.query("SELECT week FROM report_delivery") == "\(week)\n")
    }

    @Test("weeks that ended while no server ran are written by the next one, and those before are left alone")
    func missedWeeks() throws {
        let place = try Workplace()
        #expect(try place.beast("status").code == 0)
        let first = try place.serve("--reports-folder", "reports")
        try waitForDelivery(in: place)
        try first.stop()
        let newest = String(try #require(try place.names(in: "reports").first).prefix(8))
        try FileManager.default.removeItem(atPath: place.path("reports"))

        // As if the last delivery had been that of 2026's second week.
        _ = try place.query("UPDATE report_delivery SET week = '2026-W02'")
        try FileManager.default.createDirectory(atPath: place.path("reports"), withIntermediateDirectories: true)
        try place.write("mine", to: "reports/2026-W02.md")
        let second = try place.serve("--reports-folder", "reports")
        try waitForDelivery(of: newest, in: place)
        try second.stop()
        let names = try place.names(in: "reports")
        #expect(try place.read("reports/2026-W02.md") == "mine" && !names.contains("2026-W02.json"))
        #expect(names.contains("2026-W03.html") && names.contains("\(newest).csv"))
        let weeks = try place.query("SELECT COUNT(*) FROM report_delivery")
        #expect("\(1 + (names.count - 1) / Self.formats.count)\n" == weeks)
        #expect(
            try place.beast("report", "--week", "2026-W03", "--format", "html").output
                == place.read("reports/2026-W03.html"))
    }

    /// The delivery runs beside the server; its row in the database is its end.
    private func waitForDelivery(of week: String = "", in place: Workplace) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try place.query("SELECT COUNT(*) FROM report_delivery WHERE week >= '\(week)'") == "0\n" {
            try #require(ContinuousClock.now < deadline, "no report was delivered")
        }
    }

    private func identities(in place: Workplace) throws -> [String] {
        try place.names(in: "reports").map { name in
            try place.run("stat", "-c", "%n %i %y %s", "reports/\(name)").output
        }
    }

    @Test("command and site give the same bytes for a week that is over, every time")
    func sameBytes() throws {
        let place = try Workplace()
        let server = try place.serve()
        #expect(try place.beast("metric", "latency", "321", "--at", "2026-01-14T10:00:00Z").code == 0)
        for format in Self.formats {
            let first = try place.beast("report", "--week", "2026-W03", "--format", format)
            #expect(first.code == 0 && !first.bytes.isEmpty && first.messages.isEmpty)
            #expect(first.output.contains("321"), "\(format)")
            #expect(try place.beast("report", "--week", "2026-W03", "--format", format).bytes == first.bytes)
            let web = try server.get("/reports/2026-W03.\(format)")
            let api = try server.get("/api/v1/reports/2026-W03.\(format)")
            #expect(web.status == 200 && web.body == api.body, "\(format)")
            // The printable file carries its stylesheet; on the site it links to it.
            if format != "html" { #expect(web.body == first.bytes, "\(format)") }
        }
        let text = try server.get("/reports/2026-W03.csv").text
        #expect(!text.contains("\u{1B}"))
    }

    @Test("a week that has not begun is refused")
    func future() throws {
        let place = try Workplace()
        let server = try place.serve()
        let now = Calendar(identifier: .iso8601).component(.yearForWeekOfYear, from: Date())
        for week in ["\(now + 1)-W20", "2998-W53"] {
            #expect([400, 422].contains(try server.get("/reports/\(week).json").status))
            #expect(try place.beast("report", "--week", week).code == 1)
        }
    }
}
