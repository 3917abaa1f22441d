import Testing

@testable import Roadmap

@Suite("Numbers for people") struct FigureTests {
    private static let texts: [(Double, String)] = [
        (0.0, "0"), (-0.0, "0"), (62.4, "62.4"), (15, "15"), (99.99, "99.99"), (99.5, "99.5"), (0.00001, "0.00001"),
        (0.001, "0.001"), (0.0012, "0.0012"), (-0.085, "−0.085"), (0.5, "0.5"), (999.94, "999.9"),
        (999.95, "1,000"), (1000, "1,000"), (1234.5, "1,235"), (1e6, "1,000,000"), (-10000, "−10,000"),
        (999_999_999_999, "999,999,999,999"), (1e-13, "0"), (-1e-13, "0"), (1.0 / 3, "0.333"), (100.0 / 3, "33.33"),
        (9.999, "10"), (123.456, "123.5"), (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "not a number"),
    ]

    @Test(
        "they are short, separated and have a true minus sign",
        arguments: texts)
    func text(value: Double, expected: String) {
        #expect(Figure.text(value) == expected)
    }

    @Test("changes carry their sign")
    func signed() {
        #expect(Figure.signed(3.2) == "+3.2" && Figure.signed(-0.5) == "−0.5" && Figure.signed(0) == "0")
        #expect(Figure.signed(1e-13) == "0")
    }

    @Test("binary noise is gone, everything that was measured stays")
    func exact() {
        #expect(Figure.exact(62.4 - 60.1) == 2.3)
        #expect(Figure.exact(0.1 + 0.2) == 0.3)
        for value in [0.00001, -0.085, 99.99, 1e12, 123_456_789.123, 0] { #expect(Figure.exact(value) == value) }
        #expect(Figure.exact(.nan) == 0 && Figure.exact(.leastNonzeroMagnitude) > 0)
    }

    @Test("a share is rounded down, so that 100 % means all; of nothing there is none")
    func percent() {
        #expect(Figure.percent(199, of: 200) == 99 && Figure.percent(200, of: 200) == 100)
        #expect(Figure.percent(0, of: 0) == nil)
        #expect(counted(1, "task") == "1 task" && counted(0, "task") == "0 tasks")
    }
}
