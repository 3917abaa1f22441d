import Testing

@testable import Markup

@Suite("a chart of a metric")
struct TimeSeriesChartTests {
    /// The foot of every plot, in px from the top.
    let foot = ChartFrame.bottom

    @Test("draws a doubled value at doubled height")
    func proportion() throws {
        let svg = try SVGDocument(ChartSamples.chart([ChartPoint(0, 30), ChartPoint(100, 60)]).svg)
        let line = try #require(svg.lines("chart-line").first)
        #expect(abs((foot - line[1].y) / (foot - line[0].y) - 2) < 0.01)
    }

    @Test("draws a doubled time at doubled distance")
    func time() throws {
        let line = try SVGDocument(ChartSamples.chart([0, 73, 146].map { ChartPoint($0, 1) }).svg).lines("chart-line")[
            0]
        #expect(line.map(\.x) == [0, 128, 256])
    }

    @Test("breaks the line at a gap and nowhere else")
    func gaps() throws {
        let days: [Double] = [0, 1, 2, 9, 10, 30]
        let readings = days.map { ChartPoint($0, $0) }
        #expect(try SVGDocument(ChartSamples.chart(readings, gapAfter: 7).svg).lines("chart-line").count == 2)
        #expect(
            try SVGDocument(ChartSamples.chart(readings, gapAfter: 6.9).svg).lines("chart-line").map(\.count) == [
                3, 2, 2,
            ])
        #expect(try SVGDocument(ChartSamples.chart(readings).svg).lines("chart-line").count == 1)
    }

    @Test("keeps a gap among thousands of readings that are thinned")
    func gapsSurviveThinning() throws {
        let readings = ChartSamples.noise(5_000, from: 1, to: 90).filter { $0.x < 100 || $0.x > 130 }
        let lines = try SVGDocument(ChartSamples.chart(readings, gapAfter: 5).svg).lines("chart-line")
        #expect(lines.count == 2)
        #expect(abs(lines[0].last!.x - 100 / 365 * 640) < 4)
        #expect(abs(lines[1][0].x - 130 / 365 * 640) < 4)
    }

    @Test("draws at most 200 points and loses neither peak, first nor last")
    func thinning() throws {
        var readings = ChartSamples.noise(20_000, from: 40, to: 50)
        readings[7_777] = ChartPoint(readings[7_777].x, 99)
        readings[13_131] = ChartPoint(readings[13_131].x, 1)
        let chart = ChartSamples.chart(readings)
        let drawing = TimeSeriesDrawing(chart)
        let places = drawing.runs.flatMap { $0 }
        #expect(places.count <= 200)
        #expect(places.first == drawing.frame.place(chart.readings[0]))
        #expect(places.last == drawing.frame.place(chart.readings[19_999]))
        #expect(places.contains(drawing.frame.place(readings[7_777])))
        #expect(places.contains(drawing.frame.place(readings[13_131])))
        #expect(places.map(\.across) == places.map(\.across).sorted())
    }

    @Test("steps to a target on its day and holds it until the next one")
    func steps() throws {
        let targets: [TimeSeriesChart.Target] = [.init(at: 73, 40, label: "M1"), .init(at: 146, 80, label: "M2")]
        let svg = try SVGDocument(ChartSamples.chart([], targets: targets).svg)
        let line = try #require(svg.lines("chart-target").first)
        #expect(line.map(\.x) == [128, 256, 256, 640])
        #expect(line[0].y == line[1].y && line[2].y == line[3].y)
        #expect(abs((foot - line[2].y) / (foot - line[0].y) - 2) < 0.01)
        #expect(svg.texts.contains("M1 40\u{A0}%") && svg.texts.contains("M2 80\u{A0}%"))
        #expect(svg.elements("chart-target-mark").map { $0.attributes["cx"] } == ["20%", "40%"])
    }

    @Test("marks and names its last reading")
    func lastReading() throws {
        let svg = try SVGDocument(ChartSamples.chart([ChartPoint(146, 62.44), ChartPoint(73, 10)]).svg)
        #expect(try svg.first("chart-point").attributes["cx"] == "40%")
        #expect(try svg.first("chart-value").text == "62.44\u{A0}%")
    }

    @Test("continues the last reading with the forecast, and closes its band")
    func forecast() throws {
        let chart = ChartSamples.chart([ChartPoint(73, 50)], forecast: [.init(at: 146, 60, low: 55, high: 80)])
        let svg = try SVGDocument(chart.svg)
        let trend = try svg.lines("chart-forecast")[0]
        #expect(trend.map(\.x) == [128, 256])
        let band = try svg.lines("chart-band")[0]
        #expect(band.map(\.x) == [128, 256, 256])
        #expect(band[1].y < trend[1].y && trend[1].y < band[2].y)
        #expect(try svg.first("chart-band").attributes["d"]?.hasSuffix("z") == true)
    }

    @Test("without readings shows the plan and says that there are none yet")
    func empty() throws {
        let chart = ChartSamples.chart([], targets: ChartSamples.targets([40, 60]), baseline: 15, today: 3)
        let svg = try SVGDocument(chart.svg)
        #expect(svg.texts.contains("no readings yet"))
        #expect(svg.texts.contains("baseline 15\u{A0}%"))
        #expect(svg.elements("chart-target").count == 1 && svg.elements("chart-line").isEmpty)
        #expect(chart.dataTable.markup.contains("No readings yet."))
    }

    @Test("draws one reading alone as a point")
    func onePoint() throws {
        let svg = try SVGDocument(ChartSamples.chart([ChartPoint(73, 50)]).svg)
        #expect(svg.elements("chart-point").count == 1)
        #expect(try svg.lines("chart-line")[0].allSatisfy { $0.x == 128 })
    }

    @Test("keeps every coordinate inside the picture", arguments: ChartSamples.hostile.indices)
    func geometryStaysInside(_ index: Int) throws {
        let svg = try SVGDocument(ChartSamples.hostile[index].chart.svg)
        for path in svg.elements where path.name == "path" {
            for point in SVGDocument.lines(try #require(path.attributes["d"])).joined() {
                #expect((0...640).contains(point.x) && (0...200).contains(point.y))
            }
        }
    }

    @Test("leaves out what is not a number and draws the rest")
    func notNumbers() throws {
        let chart = try #require(ChartSamples.hostile.first { $0.name == "not numbers" }).chart
        #expect(chart.readings == [ChartPoint(3, 5)])
        #expect(chart.targets.isEmpty && chart.forecast.isEmpty && chart.baseline == nil && chart.today == nil)
        #expect(!chart.figure().markup.lowercased().contains("nan"))
    }

    @Test("lists its newest readings and says how many it leaves out")
    func table() throws {
        let chart = ChartSamples.chart(
            (0..<100).map { ChartPoint(Double($0), Double($0)) }, targets: ChartSamples.targets([40]), baseline: 15)
        let table = try SVGDocument(chart.dataTable)
        let cells = table.elements.filter { $0.name == "td" }.map(\.text)
        #expect(cells.prefix(6) == ["At the start", "Baseline", "15\u{A0}%", "day 30", "Target M1", "40\u{A0}%"])
        #expect(cells[6...8] == ["day 99", "Reading", "99\u{A0}%"])
        #expect(cells.count == (60 + 2) * 3)
        #expect(table.elements.last?.text == "The last 60 of 100 readings.")
    }

    @Test("describes itself in words")
    func description() {
        let chart = ChartSamples.chart(
            [ChartPoint(1, 20), ChartPoint(2, 25)], targets: ChartSamples.targets([40]), baseline: 15,
            forecast: [.init(at: 30, 38)])
        #expect(
            chart.description == "2 readings from day 1 to day 2, the last 25\u{A0}%. Baseline 15\u{A0}%. "
                + "Targets: 40\u{A0}% by day 30. The trend lands at 38\u{A0}% on day 30.")
    }
}
