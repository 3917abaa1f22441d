import Testing

@testable import Markup

@Suite("a vertical axis")
struct ValueAxisTests {
    @Test("starts at zero when values differ by a fifth or more")
    func zero() {
        let axis = ValueAxis(values: [500, 182, 50])
        #expect(axis.startsAtZero && axis.remark == nil)
        #expect(axis.ticks == [0, 100, 200, 300, 400, 500])
    }

    @Test("is cut when they differ by less, and says so")
    func cut() {
        let axis = ValueAxis(values: [99.5, 99.91, 99.99], isPercentage: true)
        #expect(axis.lower == 99.5 && axis.upper == 100)
        #expect(axis.remark == "axis from 99.5")
        #expect(axis.ticks.map(axis.text) == ["99.5", "99.6", "99.7", "99.8", "99.9", "100.0"])
    }

    @Test("starts at zero when all values are equal")
    func equal() {
        #expect(ValueAxis(values: [7, 7]).startsAtZero)
        #expect(ValueAxis(values: [0, 0]).upper == 1)
        #expect(ValueAxis(values: [0], isPercentage: true).upper == 100)
        #expect(ValueAxis(values: [-3]).ticks == [-3, -2, -1, 0])
    }

    @Test("is logarithmic beyond a factor of 50 and says so")
    func logarithmic() {
        let axis = ValueAxis(values: [100, 10_000, 50_000])
        #expect(axis.scale == .logarithmic && axis.remark == "log scale")
        #expect(axis.lower == 100 && axis.upper == 50_000)
        #expect(axis.ticks == [100, 1_000, 10_000])
        let step = axis.fraction(1_000) - axis.fraction(100)
        #expect(abs(axis.fraction(10_000) - axis.fraction(1_000) - step) < 1e-12)
    }

    @Test("labels few decades with their parts")
    func fewDecades() {
        #expect(ValueAxis(values: [0.00001, 0.001]).ticks == [0.00001, 0.0001, 0.001])
        #expect(ValueAxis(values: [0.3, 20]).ticks == [0.2, 0.5, 1, 2, 5, 10, 20])
    }

    @Test("is linear at a factor of 50, for percentages and for values that are not all positive")
    func linear() {
        #expect(ValueAxis(values: [1, 50]).scale == .linear)
        #expect(ValueAxis(values: [0.1, 99], isPercentage: true).scale == .linear)
        #expect(ValueAxis(values: [0, 5_000]).scale == .linear)
        #expect(ValueAxis(values: [-1, 5_000]).scale == .linear)
    }

    @Test("holds negative and positive values with zero between")
    func negative() {
        let axis = ValueAxis(values: [-0.085, 0.5])
        #expect(axis.ticks.map(axis.text) == ["\u{2212}0.2", "0", "0.2", "0.4", "0.6"])
    }

    @Test("never goes beyond 100 % or below 0 % for percentages within")
    func percentages() {
        let axis = ValueAxis(values: [15, 99.9], isPercentage: true)
        #expect(axis.lower == 0 && axis.upper == 100)
        #expect(ValueAxis(values: [120], isPercentage: true).upper >= 120)
    }

    @Test("counts in whole numbers")
    func counts() {
        #expect(ValueAxis(values: [0, 2], isCount: true).ticks == [0, 1, 2])
    }

    @Test("has between two and nine ticks, in order, that hold every value", arguments: ChartSamples.hostile.indices)
    func ticks(_ index: Int) {
        let values = ChartSamples.hostile[index].chart.readings.map(\.y)
        guard !values.isEmpty else { return }
        let axis = ValueAxis(values: values)
        #expect((2...9).contains(axis.ticks.count), "\(axis.ticks)")
        #expect(axis.ticks == axis.ticks.sorted() && Set(axis.ticks).count == axis.ticks.count)
        for value in values { #expect((0...1).contains(axis.fraction(value))) }
    }

    @Test(
        "writes its numbers short enough for their gutter",
        arguments: [
            [-200_000, -1_000], [0, 999_999], [0, 1e300], [1e-300, 1e-5], [1e-8, 2e-8], [-4e-5, 4e-5],
            [-0.000_01, 0.000_02],
            [1, 1e15], [12_345.678, 12_345.679], [-99_999, 99_999], [1e12, 1e12 + 1],
        ] as [[Double]])
    func gutter(_ values: [Double]) {
        let frame = ChartFrame(horizontal: ChartSamples.year, vertical: ValueAxis(values: values))
        let texts = frame.vertical.ticks.map(frame.vertical.text)
        for text in texts { #expect(TextWidth.of(text) + 8 <= frame.gutter.rawValue, "\(text)") }
        #expect(Set(texts).count == texts.count)
    }

    @Test("without values has no ticks")
    func empty() {
        #expect(ValueAxis(values: [.nan, .infinity]).ticks.isEmpty)
    }
}
