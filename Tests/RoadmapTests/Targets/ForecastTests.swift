import Testing

@testable import Roadmap

@Suite("Where a metric's readings lead") struct ForecastTests {
    private func points(_ values: [Double], step: Double = 1) -> [Forecast.Point] {
        values.enumerated().map { Forecast.Point(day: Double($0) * step, value: $1) }
    }

    @Test("readings on a line go on along that line, without doubt")
    func exact() throws {
        let forecast = try #require(Forecast(through: points([10, 12, 14, 16]), within: 0...100))
        #expect(abs(forecast.slope - 2) < 1e-12)
        #expect(abs(forecast.value(on: 10) - 30) < 1e-9)
        let band = forecast.band(on: 10)
        #expect(abs(band.lowerBound - 30) < 1e-6 && abs(band.upperBound - 30) < 1e-6)
    }

    @Test("the band is two standard errors of prediction wide and widens with distance")
    func band() throws {
        // Through (0, 0), (1, 2), (2, 1): slope 0.5, mean 1, residuals -0.5, 1, -0.5, so s² = 1.5 over one degree of freedom.
        let forecast = try #require(Forecast(through: points([0, 2, 1]), within: -1000...1000))
        #expect(abs(forecast.slope - 0.5) < 1e-12)
        let s = 1.5.squareRoot()
        let half = 2 * s * (1 + 1.0 / 3 + 16.0 / 2).squareRoot()
        let band = forecast.band(on: 5)
        #expect(abs(band.lowerBound - (3 - half)) < 1e-9 && abs(band.upperBound - (3 + half)) < 1e-9)
        let near = forecast.band(on: 2)
        #expect(near.upperBound - near.lowerBound < band.upperBound - band.lowerBound)
    }

    @Test("neither the line nor its band leaves what the metric can be")
    func clamped() throws {
        let rising = try #require(Forecast(through: points([50, 75, 70, 95]), within: 0...100))
        #expect(rising.value(on: 50) == 100 && rising.band(on: 50) == 100...100)
        let falling = try #require(Forecast(through: points([95, 70, 75, 50]), within: 0...100))
        #expect(falling.value(on: 50) == 0 && falling.band(on: 50).lowerBound == 0)
        #expect(Metric.sample(unit: "%").possibleValues == 0...100)
        #expect(Metric.sample(unit: "ms").possibleValues.lowerBound == 0)
        #expect(Metric.sample(unit: "").possibleValues.lowerBound < 0)
    }

    @Test("fewer than three days, or less than two days between them, are no trend")
    func tooFew() {
        #expect(Forecast(through: [], within: 0...100) == nil)
        #expect(Forecast(through: points([1, 2]), within: 0...100) == nil)
        #expect(Forecast(through: points([1, 2, 3], step: 0.9), within: 0...100) == nil)
        #expect(Forecast(through: points([1, 2, 3], step: 0), within: 0...100) == nil)
        #expect(Forecast(through: points([1, 2, 3]), within: 0...100) != nil)
    }
}
