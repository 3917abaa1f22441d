import Testing

@testable import Backends

@Suite("A window of time")
struct WindowTests {
    private static let hour: Int64 = 60
    private static let day: Int64 = 1_440

    /// In minutes.
    private func spans(_ from: Int64, _ to: Int64, _ horizons: [Grain: Int64] = [:]) -> [String] {
        Window(from: from * 60_000, to: to * 60_000, horizons: horizons).spans
            .map { "\($0.grain) \($0.units.lowerBound)..<\($0.units.upperBound)" }
    }

    @Test("is made of the coarsest units that fit")
    func coarsest() {
        #expect(spans(0, 5) == ["minute 0..<5"])
        #expect(spans(0, Self.hour) == ["hour 0..<1"])
        #expect(spans(58, 121) == ["minute 58..<60", "hour 1..<2", "minute 120..<121"])
        #expect(
            spans(1_439, 3 * Self.day + 61) == [
                "minute 1439..<1440", "day 1..<3", "hour 72..<73", "minute 4380..<4381",
            ])
        #expect(spans(1_380, 3 * Self.day) == ["hour 23..<24", "day 1..<3"])
        #expect(spans(-3, 2) == ["minute -3..<0", "minute 0..<2"])
        #expect(spans(5, 5).isEmpty && spans(6, 5).isEmpty)
    }

    @Test("takes whole minutes")
    func whole() {
        #expect(
            Window(from: 60_001, to: 120_001, horizons: [:]).spans == [Window.Span(grain: .minute, units: 1..<3)])
    }

    @Test("is widened to what is kept")
    func horizons() {
        #expect(spans(58, 121, [.minute: 120]) == ["hour 0..<2", "minute 120..<121"])
        #expect(spans(58, 61, [.minute: 120]) == ["hour 0..<2"])
        #expect(spans(58, 121, [.minute: 1_440, .hour: 24]) == ["day 0..<1"])
        #expect(
            spans(58, 1_502, [.minute: 1_440, .hour: 24]) == ["day 0..<1", "hour 24..<25", "minute 1500..<1502"])
    }

    @Test("has every minute once, wherever it begins and ends")
    func every() {
        for horizons in [[:], [Grain.minute: 3_000]] as [[Grain: Int64]] {
            for from in stride(from: Int64(2_900), to: 6_000, by: 37) {
                for to in stride(from: from + 1, to: 9_000, by: 411) {
                    let spans = Window(from: from * 60_000, to: to * 60_000, horizons: horizons).spans
                    let ranges = spans.map {
                        $0.units.lowerBound * $0.grain.length / 60_000..<$0.units.upperBound * $0.grain.length / 60_000
                    }
                    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
                    let isExact = from >= horizons[.minute] ?? 0
                    #expect(isExact ? ranges.first?.lowerBound == from : (ranges.first?.lowerBound ?? .max) <= from)
                    #expect(to >= horizons[.minute] ?? 0 ? ranges.last?.upperBound == to : true)
                }
            }
        }
    }
}
