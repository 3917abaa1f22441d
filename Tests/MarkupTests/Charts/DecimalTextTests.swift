import Testing

@testable import Markup

@Suite("numbers in charts")
struct DecimalTextTests {
    @Test(
        "are written as a person would",
        arguments: [
            (0, "0"), (62.4, "62.4"), (99.99, "99.99"), (-0.085, "\u{2212}0.085"), (0.00001, "0.00001"),
            (0.000_398_4, "0.000398"),
            (200.32, "200.3"), (1_844.6, "1,845"), (50_000, "50,000"), (1_250_000, "1.25M"), (3.4e9, "3.4B"),
            (5e12, "5T"), (1e300, "1e+300"),
            (1e-300, "1e-300"), (.nan, "no data"), (-.infinity, "no data"), (1, "1"), (100, "100"),
        ] as [(Double, String)])
    func readable(_ value: Double, _ text: String) {
        #expect(DecimalText.readable(value) == text)
    }

    @Test("carry their unit")
    func units() {
        #expect(ChartUnit("%").text(62.4) == "62.4\u{A0}%")
        #expect(ChartUnit("$").text(-0.001) == "\u{2212}$0.001")
        #expect(ChartUnit("").text(0.5) == "0.5")
        #expect(ChartUnit("days", format: { "\(Int($0)) d" }).text(7) == "7 d")
    }

    @Test("in geometry have as many decimals as they need")
    func geometry() {
        var svg = SVGWriter()
        for tenths in [0, 5, -5, 10, 1_234, -1_230] {
            svg.tenths(tenths)
            svg.markup(" ")
        }
        svg.percent(1.0 / 3)
        #expect(svg.html.markup == "0 0.5 -0.5 1 123.4 -123 33.33%")
    }

    @Test("have fixed decimals on an axis")
    func fixed() {
        #expect(DecimalText.fixed(100, decimals: 1) == "100.0")
        #expect(DecimalText.fixed(-1_234_567.891, decimals: 2) == "\u{2212}1,234,567.89")
        #expect(DecimalText.fixed(0.05, decimals: 2) == "0.05")
    }
}
