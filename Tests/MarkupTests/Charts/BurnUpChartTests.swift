import Testing

@testable import Markup

@Suite("a burn-up chart")
struct BurnUpChartTests {
    let chart = BurnUpChart(
        id: "burn-up", title: "12 of 24 tasks done", axis: ChartSamples.year,
        scope: [ChartPoint(0, 20), ChartPoint(73, 24)],
        done: [ChartPoint(0, 0), ChartPoint(36.5, 6), ChartPoint(73, 12)], today: 146)

    @Test("holds scope until it changes, and marks by how much")
    func scope() throws {
        let svg = try SVGDocument(chart.svg)
        let line = try svg.lines("chart-scope")[0]
        #expect(line.map(\.x) == [0, 128, 128, 640])
        #expect(line[0].y == line[1].y && line[2].y < line[1].y)
        #expect(svg.texts.contains("+4") && svg.texts.contains("scope 24"))
        #expect(try svg.first("chart-scope-mark").attributes["cx"] == "20%")
    }

    @Test("draws what is done as steps until today")
    func done() throws {
        let svg = try SVGDocument(chart.svg)
        let line = try svg.lines("chart-done")[0]
        #expect(line.map(\.x) == [0, 64, 64, 128, 128, 256])
        let (half, whole) = (ChartFrame.bottom - line[2].y, ChartFrame.bottom - line[4].y)
        #expect(abs(whole / half - 2) < 0.01)
        #expect(try svg.first("chart-value").text == "12 done")
    }

    @Test("draws the even pace from nothing at the start to the newest scope at the end")
    func ideal() throws {
        let svg = try SVGDocument(chart.svg)
        let line = try svg.lines("chart-ideal")[0]
        #expect(line.map(\.x) == [0, 640])
        #expect(line[0].y == ChartFrame.bottom)
        #expect(try line[1].y == svg.lines("chart-scope")[0].last?.y)
    }

    @Test("says what is not there")
    func empty() throws {
        let nothing = BurnUpChart(id: "b", title: "t", axis: ChartSamples.year, scope: [], done: [])
        #expect(try SVGDocument(nothing.svg).texts.contains("no tasks yet"))
        let notBegun = BurnUpChart(id: "b", title: "t", axis: ChartSamples.year, scope: [ChartPoint(0, 17)], done: [])
        #expect(notBegun.description == "None of 17 tasks done yet.")
        #expect(try SVGDocument(notBegun.dataTable).elements.last?.text == "Nothing done yet.")
    }

    @Test("lists every change of scope in its table")
    func table() throws {
        let cells = try SVGDocument(chart.dataTable).elements.filter { $0.name == "td" }.map(\.text)
        #expect(cells.prefix(6) == ["day 0", "Scope at first", "20", "day 73", "Scope +4", "24"])
        #expect(cells.suffix(3) == ["day 0", "Done", "0"])
    }
}
