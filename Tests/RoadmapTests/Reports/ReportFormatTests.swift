import JSON
import Testing

@testable import Roadmap

@Suite("The report as JSON, Markdown and CSV") struct ReportFormatTests {
    private let test: TestTracker

    init() throws {
        test = try TestTracker(
            plan: TestPlan.plan(
                week1: [
                    "=HYPERLINK(\"http://evil\",\"click\")", "Say \"hi\", **twice**", "A \\| B \\<b> \\_c\\_",
                    "-5 is less",
                    "@cmd",
                ]), zone: "Europe/Berlin")
        for title in test.tracker.plan.month(1)?.weeks.first?.tasks.map(\.title) ?? [] {
            try test.complete(title, by: "+Ada, \"A\"")
        }
        try test.record(20, at: "2026-01-03T00:00:00Z")
        try test.record(62.4)
        try test.record(-0.5, of: "modelR2")
        try test.dogFood(.improvement)
        try test.dogFood(.improvement, byHand: true)
        try test.dogFood(.improvement)
    }

    @Test("the same history gives the same bytes, in another program too")
    func identical() throws {
        let first = try test.report("2026-W02")
        let other = try test.another()
        let second = try other.read { try $0.report(of: week("2026-W02")) }
        other.close()
        #expect(first.json.pretty == second.json.pretty)
        #expect(first.markdown == second.markdown && first.csv == second.csv)
        #expect(first.markdown.hasSuffix("\n") && !first.markdown.hasSuffix("\n\n"))
    }

    @Test("no cell is a formula to a spreadsheet, and numbers stay numbers")
    func formulas() throws {
        let rows = try csv(test.report("2026-W02").csv)
        #expect(Set(rows.map(\.count)) == [16])
        for row in rows {
            for cell in row where cell.first.map({ "=+@\t\r".contains($0) }) ?? false {
                Issue.record("\(cell) is run by a spreadsheet")
            }
        }
        let names = rows.map { $0[1] }
        #expect(names.contains("'=HYPERLINK(\"http://evil\",\"click\")") && names.contains("'-5 is less"))
        #expect(rows.contains { $0[5] == "'+Ada, \"A\"" })
        let metric = try #require(rows.first { $0[1] == "modelR2" })
        #expect(metric[7] == "-0.5")
        let rate = try #require(rows.first { $0[1] == "cacheHitRate" })
        #expect(
            rate[6] == "20" && rate[7] == "62.4" && rate[8] == "42.4" && rate[10] == "40" && rate[4] == "2026-01-31")
        #expect(rows.contains { $0[0] == "dog-fooding" && $0[12] == "2" && $0[13] == "1" && $0[14] == "66.6666666667" })
    }

    @Test("in Markdown titles are text, not markup")
    func markdown() throws {
        let text = try test.report("2026-W02").markdown
        #expect(text.contains("# Week 2026-W02\n\n5 Jan 2026 to 11 Jan 2026, Europe/Berlin, so far\n"))
        #expect(text.contains("- A \\| B \\<b\\> \\_c\\_ (month 1, week 1), +Ada, \"A\", 9 Jan 2026, 13:00\n"))
        #expect(text.contains("| Cache hit rate | 20 % | 62.4 % | +42.4 | 22 % | 40 % by 31 Jan 2026 | on track: "))
        #expect(text.contains("| improvement | 2 | 1 | 66.67 % | 66.67 % | 80 % |"))
        #expect(text.contains("| test | 0 | 0 | no data | no data | 90 % |"))
    }

    @Test("JSON has instants in UTC, days in the zone, and null for what is not known")
    func json() throws {
        let json = try test.report("2026-W02").json
        #expect(json["week"] == "2026-W02" && json["timeZone"] == "Europe/Berlin" && json["isOver"] == false)
        #expect(json["tasksDone"]?.arrayValue?.count == 5)
        #expect(json["tasksDone"]?[0]?["at"] == "2026-01-09T12:00:00.000Z")
        #expect(json["metrics"]?[1]?["start"] == .null && json["metrics"]?[2]?["targetDue"] == .null)
        #expect(json["metrics"]?[0]?["change"] == 42.4)
        #expect(try JSON(parsing: Array(json.pretty.utf8)).pretty == json.pretty)
    }

    /// RFC 4180, strictly.
    private func csv(_ text: String) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var quoted = false
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where quoted && rest.first == "\"":
                cell.unicodeScalars.append(scalar)
                rest.removeFirst()
            case "\"":
                #expect(quoted || cell.isEmpty)
                quoted.toggle()
            case "," where !quoted:
                row.append(cell)
                cell = ""
            case "\r" where !quoted:
                #expect(rest.popFirst() == "\n")
                rows.append(row + [cell])
                (row, cell) = ([], "")
            default: cell.unicodeScalars.append(scalar)
            }
        }
        #expect(!quoted && row.isEmpty && cell.isEmpty)
        return rows
    }
}
