import Testing

@testable import Markup

@Suite("the markup of charts")
struct ChartMarkupTests {
    @Test("is well formed and the same on every run, whatever the data", arguments: ChartSamples.hostile.indices)
    func wellFormed(_ index: Int) throws {
        let chart = ChartSamples.hostile[index].chart
        _ = try SVGDocument(chart.figure())
        #expect(chart.figure() == chart.figure())
    }

    @Test("has a strict parser that notices a mistake")
    func strictness() {
        for mistake in ["<svg><text>a</svg>", "a & b", "<a x=1/>", "<a x='1' x='2'/>", "\u{1}"] {
            #expect(throws: SVGDocument.NotWellFormed.self) { _ = try SVGDocument(HTML(markup: mistake)) }
        }
    }

    @Test("escapes every text that comes from outside")
    func escaping() throws {
        let hostile = "<script>\"a\" & 'b'</script>\u{0}\u{1F}\u{FFFF}"
        let shown = "<script>\"a\" & 'b'</script>\u{FFFD}\u{FFFD}\u{FFFD}"
        let axis = ChartAxis(from: 0, to: 9, ticks: [.init(at: 0, hostile)], describe: { _ in hostile })
        let charts: [any Chart] = [
            TimeSeriesChart(
                id: hostile, title: hostile, summary: hostile, unit: ChartUnit(hostile, format: { _ in hostile }),
                axis: axis,
                readings: [ChartPoint(1, 1)], targets: [.init(at: 2, 2, label: hostile)], baseline: 1,
                forecast: [.init(at: 3, 3)]),
            BurnUpChart(
                id: hostile, title: hostile, noun: hostile, axis: axis, scope: [ChartPoint(0, 3)],
                done: [ChartPoint(1, 1)]),
            WeekColumns(id: hostile, title: hostile, weeks: [.init(hostile, made: 1, byHand: 2)], goal: 1),
        ]
        for chart in charts {
            let markup = chart.figure().markup
            #expect(!markup.contains("<script") && !markup.contains("\u{0}"))
            #expect(try SVGDocument(chart.figure()).first("chart-title").text == shown)
        }
        #expect(!Sparkline([ChartPoint(1, 1)], label: hostile).html.markup.contains("<script"))
        #expect(!ProgressBar(done: 1, of: 2, label: hostile).html.markup.contains("<script"))
        #expect(!ShareBar(made: 1, byHand: 2, goal: 1, label: hostile).html.markup.contains("<script"))
    }

    @Test("names the picture by ids that begin with the chart's own")
    func names() throws {
        let chart = TimeSeriesChart(
            id: "target cacheHitRate", title: "The finding", unit: ChartUnit("%"), axis: ChartSamples.year, readings: []
        )
        let svg = try SVGDocument(chart.svg)
        let picture = try svg.first("chart-svg")
        #expect(picture.attributes["role"] == "img")
        #expect(picture.attributes["aria-labelledby"] == "target-cacheHitRate-title")
        #expect(picture.attributes["aria-describedby"] == "target-cacheHitRate-desc")
        let title = try #require(svg.elements.first { $0.name == "title" })
        #expect(title.attributes["id"] == "target-cacheHitRate-title" && title.text == "The finding")
        #expect(svg.elements.first { $0.name == "desc" }?.text == "No readings yet.")
    }

    @Test("carries no style, so that a strict content security policy holds")
    func noStyle() throws {
        for (_, chart) in ChartSamples.hostile {
            let svg = try SVGDocument(chart.figure())
            #expect(svg.elements.allSatisfy { $0.name != "style" && $0.attributes["style"] == nil })
        }
    }

    @Test("stays under 6,000 bytes for a picture with everything in it")
    func size() {
        let chart = ChartSamples.chart(
            ChartSamples.noise(100_000, from: 5, to: 95, until: 360),
            targets: ChartSamples.targets([40, 60, 80, 90, 99]), baseline: 15,
            forecast: [.init(at: 365, 96, low: 90, high: 100)], today: 361, gapAfter: 2)
        #expect(chart.svg.markup.utf8.count < 6_000)
    }

    @Test("leaves the caption out when the page says it")
    func caption() {
        let chart = ChartSamples.chart([])
        #expect(chart.figure().markup.contains("<figcaption"))
        #expect(!chart.figure(captioned: false).markup.contains("<figcaption"))
    }

    @Test("survives an axis that is no axis")
    func axes() throws {
        for (lower, upper) in [(5.0, 5.0), (9, 1), (.nan, 3), (0, .infinity), (-.infinity, .nan), (1e300, 1e308)] {
            let axis = ChartAxis(from: lower, to: upper, ticks: [.init(at: .nan, "x"), .init(at: lower, "y")])
            #expect(axis.upper > axis.lower)
            let chart = TimeSeriesChart(
                id: "a", title: "t", unit: ChartUnit(""), axis: axis,
                readings: [ChartPoint(lower, 1), ChartPoint(upper, 2)], today: lower)
            _ = try SVGDocument(chart.figure())
        }
    }
}
