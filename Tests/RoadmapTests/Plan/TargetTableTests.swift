import Markup
import Testing

@testable import Roadmap

@Suite("The table of targets") struct TargetTableTests {
    private static let header =
        "| metric | unit | better | baseline | M1 | M3 | beyond |\n|---|---|---|---|---|---|---|\n"

    private func read(_ markdown: String) -> (metrics: [Metric], problems: [String]) {
        var problems: [PlanProblem] = []
        let document = RoadmapDocument(file: "T.md", markdown: markdown, changedAt: Instant(seconds: 0))
        let metrics = TargetTable.read([document], start: day("2026-01-01"), problems: &problems)
        return (metrics, problems.map(\.description))
    }

    private func row(_ row: String) -> (metrics: [Metric], problems: [String]) { read(Self.header + row + "\n") }

    @Test("every column is read, and a month's target is due on its last day")
    func columns() throws {
        let (metrics, problems) = row("| latency (p95) | ms | down | 500 | 200 | 150.5 | 50 |")
        #expect(problems.isEmpty)
        let metric = try #require(metrics.first)
        #expect(metric.name == "latency" && metric.unit == "ms" && metric.better == .down)
        #expect(metric.baseline == 500 && metric.beyond == 50)
        #expect(metric.targets.map(\.month) == [1, 3])
        #expect(metric.targets.map(\.value) == [200, 150.5])
        #expect(metric.targets.map(\.due) == [day("2026-01-31"), day("2026-03-31")])
        #expect(metric.title == "Latency" && metric.expectedEveryDays == 7 && metric.definition.isEmpty)
    }

    @Test("an empty cell promises nothing")
    func emptyCells() throws {
        let metric = try #require(row("| modelR2 | | up | | | | |").metrics.first)
        #expect(metric.unit.isEmpty && metric.baseline == nil && metric.targets.isEmpty && metric.beyond == nil)
        #expect(metric.title == "Model r2")
    }

    @Test("columns may stand in any order, months too")
    func order() throws {
        let (metrics, problems) = read("| metric | M12 | better | M2 | unit |\n|-|-|-|-|-|\n| a | 9 | up | 2 | % |\n")
        #expect(problems.isEmpty)
        #expect(metrics.first?.targets.map(\.month) == [2, 12])
    }

    @Test(
        "a row that cannot be read is refused with its line",
        arguments: [
            ("| a | % | up | 1,5 | | | |", "“1,5” is not a number; write 10000 or 0.5, without unit or separators."),
            ("| a | % | up | | 40 % | | |", "“40 %” is not a number; write 10000 or 0.5, without unit or separators."),
            ("| a | % | up | | | nan | |", "“nan” is not a number; write 10000 or 0.5, without unit or separators."),
            ("| a | % | up | | | | -- |", "“--” is not a number; write 10000 or 0.5, without unit or separators."),
            (
                "| a | % | up | 9999999999999 | | | |",
                "“9999999999999” is too large; a target lies between −10^12 and 10^12."
            ),
            ("| a | % | higher | 1 | | | |", "The column “better” of a has to say up or down."),
            ("| a | % | | 1 | | | |", "The column “better” of a has to say up or down."),
            (
                "| cache-hits | % | up | 1 | | | |",
                "“cache-hits” cannot be a metric's name; names are letters and digits such as cacheHitRate."
            ),
            (
                "| | % | up | 1 | | | |",
                "“” cannot be a metric's name; names are letters and digits such as cacheHitRate."
            ),
        ])
    func badRows(row text: String, message: String) {
        let (metrics, problems) = row(text)
        #expect(metrics.isEmpty)
        #expect(problems == ["T.md:3: " + message])
    }

    @Test("a target that no number can hold is refused, not read as infinity")
    func infinity() {
        let (metrics, problems) = row("| a | % | up | \(String(repeating: "9", count: 400)) | | | |")
        #expect(metrics.isEmpty && problems.count == 1)
    }

    @Test("a metric stands once")
    func twice() {
        let (metrics, problems) = row("| a | % | up | 1 | | | |\n| b | % | up | | | | |\n| a | % | up | 2 | | | |")
        #expect(metrics.map(\.name) == ["a", "b"])
        #expect(problems == ["T.md:5: The metric a stands twice."])
    }

    @Test(
        "a header with a column that is unknown, missing or doubled is refused",
        arguments: [
            (
                "| metric | unit | better | M13 |",
                "“M13” is not a column of targets; they are metric, unit, better, baseline, M1 to M12 and beyond."
            ),
            ("| metric | unit | better | unit |", "The column “unit” stands twice."),
            ("| metric | unit | M1 |", "The table of targets lacks the column “better”."),
            ("| metric | better | M1 |", "The table of targets lacks the column “unit”."),
        ])
    func headers(header: String, message: String) {
        let width = header.split(separator: "|").count
        let (metrics, problems) = read(
            header + "\n" + String(repeating: "|---", count: width) + "|\n| a | % | up | 1 |\n")
        #expect(metrics.isEmpty)
        #expect(problems == ["T.md:1: " + message])
    }

    @Test("without a table of targets there is no plan")
    func missing() {
        #expect(
            read("# Nothing").problems.first?.hasPrefix("TARGETS.md:1: No document holds the table of targets") == true)
    }

    @Test("a section that ends in a metric's name defines it and says how often it is read")
    func definitions() throws {
        let (metrics, problems) = read(
            Self.header + """
                | cacheHitRate | % | up | | | | |
                | uptime | % | up | | | | |

                ## Cache hit rate (cacheHitRate)

                Answered from *any* tier.

                ### More

                Of the cacheable ones.

                Expected every: 2 weeks.

                ## Uptime (uptime)

                Expected every: 1 day

                ## Notes

                Not part of it.
                """)
        #expect(problems.isEmpty)
        let rate = try #require(metrics.first)
        #expect(rate.title == "Cache hit rate" && rate.expectedEveryDays == 14)
        #expect(rate.definition.plainText.contains("Of the cacheable ones."))
        #expect(!rate.definition.plainText.contains("Expected every"))
        #expect(metrics[1].expectedEveryDays == 1 && metrics[1].definition.isEmpty)
    }

    @Test(
        "a period that cannot be read is refused with its line",
        arguments: ["soon", "0 days", "-1 days", "7", "7 months", "1001 days", "9223372036854775807 weeks"])
    func badPeriods(period: String) {
        let (_, problems) = read("## A (a)\n\nExpected every: \(period)\n\n" + Self.header + "| a | % | up | | | | |\n")
        #expect(
            problems == ["T.md:3: Write how often a reading is expected as “Expected every: 7 days”, at most 1000."])
    }
}
