import Testing

@testable import Markup

@Suite("sparklines, bars and weekly columns")
struct SmallChartTests {
    @Test("a sparkline shows its course, its last point and the target")
    func sparkline() throws {
        let html = Sparkline([ChartPoint(0, 10), ChartPoint(1, 20), ChartPoint(2, 15)], target: 20).html
        let svg = try SVGDocument(html)
        let line = try svg.lines("chart-line")[0]
        #expect(line.map(\.x) == [4, 59.5, 115])
        #expect(line[1].y < line[2].y && line[2].y < line[0].y)
        #expect(try svg.lines("chart-target")[0][0].y == line[1].y)
        #expect(try svg.first("chart-point").attributes["cx"] == "1150")
        #expect(try svg.first("spark").attributes["aria-hidden"] == "true")
    }

    @Test("a sparkline keeps its gaps and stays within 120 by 28")
    func sparklineGaps() throws {
        let readings = ChartSamples.noise(500, from: -1e300, to: 1e300).filter { $0.x < 100 || $0.x > 200 }
        let lines = try SVGDocument(Sparkline(readings, gapAfter: 20).html).lines("chart-line")
        #expect(lines.count == 2)
        for point in lines.joined() { #expect((0...120).contains(point.x) && (0...28).contains(point.y)) }
    }

    @Test("a labelled sparkline is a picture for a screen reader")
    func labelledSparkline() throws {
        let svg = try SVGDocument(Sparkline([ChartPoint(0, 1)], label: "one \"reading\"").html)
        #expect(try svg.first("spark").attributes["aria-label"] == "one \"reading\"")
        #expect(try svg.first("spark").attributes["role"] == "img")
    }

    @Test("a sparkline of nothing is a dash and words")
    func emptySparkline() throws {
        #expect(
            try SVGDocument(Sparkline([ChartPoint(0, .nan)]).html).first("spark-none").text
                == "\u{2013} no readings yet")
    }

    @Test("a progress bar is full only when all is done and empty only when nothing is")
    func progress() throws {
        func width(_ done: Int, _ total: Int) throws -> String? {
            try SVGDocument(ProgressBar(done: done, of: total).html).elements("bar-fill").first?.attributes["width"]
        }
        #expect(try width(1, 3) == "33.33%")
        #expect(try width(9_999, 10_000) == "99%")
        #expect(try width(1, 10_000) == "1%")
        #expect(try width(17, 17) == "100%")
        #expect(try width(20, 17) == "100%")
        #expect(try width(0, 17) == nil)
        #expect(try width(0, 0) == nil)
        #expect(try width(-5, -3) == nil)
        #expect(ProgressBar(done: 3, of: 17).html.markup.contains("aria-label=\"3 of 17 done\""))
    }

    @Test("a share bar has its goal where it belongs")
    func share() throws {
        let svg = try SVGDocument(ShareBar(made: 3, byHand: 1, goal: 0.8).html)
        #expect(try svg.first("bar-fill").attributes["width"] == "75%")
        #expect(try svg.first("bar-goal").attributes["x1"] == "80%")
        #expect(try svg.first("bar").attributes["aria-label"] == "75\u{A0}%, 3 of 4, goal 80\u{A0}%")
        let empty = try SVGDocument(ShareBar(made: 0, byHand: 0, goal: .nan).html)
        #expect(empty.elements("bar-fill").isEmpty)
        #expect(try empty.first("bar").attributes["aria-label"] == "no entries yet, goal 0\u{A0}%")
    }

    @Test("a share just below its goal is not rounded up to it")
    func rounding() {
        #expect(WeekColumns.percent(0.7999) == "79\u{A0}%")
        #expect(WeekColumns.percent(0.29) == "29\u{A0}%")
        #expect(WeekColumns.percent(1) == "100\u{A0}%")
    }

    let weeks = [
        WeekColumns.Week("W01", made: 2, byHand: 2), WeekColumns.Week("W02", made: 0, byHand: 0),
        WeekColumns.Week("W03", made: 9, byHand: 1),
    ]

    @Test("weekly columns tell weeks that met the goal from weeks that did not and from weeks with nothing")
    func columns() throws {
        let svg = try SVGDocument(WeekColumns(id: "w", title: "t", weeks: weeks, goal: 0.8).svg)
        #expect(try svg.lines("chart-made").count == 1)
        #expect(try svg.lines("chart-missed").count == 1)
        let (met, missed) = (try svg.lines("chart-made")[0], try svg.lines("chart-missed")[0])
        #expect(abs((met[0].y - met[1].y) / (missed[0].y - missed[1].y) - 1.8) < 0.01)
        #expect(svg.texts.contains("goal 80\u{A0}%") && svg.texts.contains("90\u{A0}%"))
    }

    @Test("weekly counts stand on each other, with the goal in each column")
    func counts() throws {
        let chart = WeekColumns(id: "w", title: "t", weeks: weeks, goal: 0.5, measure: .counts)
        let svg = try SVGDocument(chart.svg)
        let made = try svg.lines("chart-made")
        let byHand = try svg.lines("chart-byhand")
        #expect(made.count == 2 && byHand.count == 2)
        #expect(made[0][1].y == byHand[0][0].y)
        #expect(try svg.lines("chart-goal")[0][0].y == made[0][1].y)
        let cells = try SVGDocument(chart.dataTable).elements.filter { $0.name == "td" }.map(\.text)
        #expect(cells[4...7] == ["W02", "0", "0", "no entries"])
    }

    @Test("no weeks at all say so")
    func noWeeks() throws {
        for measure in [WeekColumns.Measure.share, .counts] {
            let chart = WeekColumns(id: "w", title: "t", weeks: [], goal: 0.8, measure: measure)
            #expect(try SVGDocument(chart.svg).texts.contains("no entries yet"))
        }
    }
}
