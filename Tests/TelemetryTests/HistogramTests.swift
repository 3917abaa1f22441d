import Testing

@testable import Telemetry

@Suite("Histogram")
struct HistogramTests {
    /// Draws of a distribution, in nanoseconds, always the same.
    enum Distribution: String, CaseIterable {
        case uniform, exponential, logUniform, twoHumps, constant, tiny

        func values(_ count: Int, seed: UInt64 = 1) -> [Int64] {
            var random = SplitMix(state: seed)
            return (0..<count).map { _ in
                switch self {
                case .uniform: Int64.random(in: 1_000...3_600_000_000_000, using: &random)
                case .exponential: Int64(5e6 * Self.exponential(&random))
                case .logUniform: Int64(1_000 * Self.power(3.6e9, Double.random(in: 0...1, using: &random)))
                case .twoHumps:
                    Bool.random(using: &random)
                        ? Int64.random(in: 20_000...90_000, using: &random)
                        : Int64.random(in: 800_000_000...2_000_000_000, using: &random)
                case .constant: 123_456_789
                case .tiny: Int64.random(in: 0...200, using: &random)
                }
            }
        }

        private static func exponential(_ random: inout SplitMix) -> Double {
            // The wait for the first of many rare events is exponential in the limit.
            var steps = 0.0
            while Double.random(in: 0..<1, using: &random) > 0.02 { steps += 0.02 }
            return steps
        }

        /// `base` to the power of `exponent`, from 0 to 1, by halving.
        private static func power(_ base: Double, _ exponent: Double) -> Double {
            var (result, root, rest) = (1.0, base, exponent)
            for _ in 0..<40 {
                root = root.squareRoot()
                rest *= 2
                if rest >= 1 {
                    result *= root
                    rest -= 1
                }
            }
            return result
        }
    }

    struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private func histogram(_ values: some Sequence<Int64>) -> Histogram {
        var histogram = Histogram()
        for value in values { histogram.record(value) }
        return histogram
    }

    @Test("A percentile is within 1 % of the exact one", arguments: Distribution.allCases)
    func percentilesAreExactEnough(_ distribution: Distribution) throws {
        for count in [1, 2, 3, 10, 997, 5_000] {
            let values = distribution.values(count, seed: UInt64(count))
            let sorted = values.sorted()
            let histogram = histogram(values)
            for percent in [0, 0.1, 1, 25, 50, 75, 90, 95, 99, 99.9, 100] {
                let exact = Double(sorted[max(Int((percent / 100 * Double(count)).rounded(.up)), 1) - 1])
                let found = try #require(histogram.percentile(percent))
                #expect(abs(found - exact) <= exact * 0.01, "\(percent) % of \(count): \(found) for \(exact)")
            }
            #expect(histogram.count == count)
            #expect(histogram.sum == values.reduce(0, +))
            #expect(histogram.max == sorted.last)
        }
    }

    @Test("Every value falls into a bucket whose middle is within 1 %, and buckets ascend without gaps")
    func bucketsCover() {
        var last = -1
        var value: Int64 = 0
        while value < HistogramScale.largest {
            let bucket = HistogramScale.bucket(of: value)
            #expect(bucket == last || bucket == last + 1)
            #expect(abs(HistogramScale.middle(of: bucket) - Double(value)) <= Double(value) * 0.01)
            last = bucket
            value += max(1, value / 200)
        }
        #expect(HistogramScale.bucket(of: .max) == HistogramScale.bucketCount - 1)
    }

    @Test("Histograms merged are the histogram of all", arguments: Distribution.allCases)
    func mergedIsAll(_ distribution: Distribution) {
        let values = distribution.values(3_000)
        var merged = Histogram()
        for start in stride(from: 0, to: values.count, by: 700) {
            merged.merge(histogram(values[start..<min(start + 700, values.count)]))
        }
        merged.merge(Histogram())
        #expect(merged == histogram(values))
    }

    @Test("Encoded and decoded is the same", arguments: Distribution.allCases)
    func codingKeepsAll(_ distribution: Distribution) throws {
        for count in [0, 1, 2, 100, 3_000] {
            let histogram = histogram(distribution.values(count))
            #expect(try Histogram(decoding: histogram.encoded) == histogram)
        }
        let extremes = histogram([0, -5, .max, HistogramScale.largest, .max])
        #expect(try Histogram(decoding: extremes.encoded) == extremes)
        #expect(extremes.sum == .max)
    }

    @Test("An hour of busy traffic takes few bytes")
    func encodingIsCompact() {
        let histogram = histogram(Distribution.twoHumps.values(20_000))
        #expect(histogram.encoded.count < histogram.cells.count * 3 + 24)
    }

    @Test("Bytes that are no histogram are refused, whatever they are")
    func garbageIsRefused() throws {
        let good = histogram(Distribution.logUniform.values(50)).encoded
        #expect(throws: HistogramCodingError.self) { try Histogram(decoding: []) }
        #expect(throws: HistogramCodingError.self) { try Histogram(decoding: [2] + good.dropFirst()) }
        #expect(throws: HistogramCodingError.self) { try Histogram(decoding: good + [0]) }
        for end in 0..<good.count {
            #expect(throws: HistogramCodingError.self) { try Histogram(decoding: Array(good[..<end])) }
        }
        // What happens to be readable is a histogram like any other, and reading the rest never traps.
        var random = SplitMix(state: 7)
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 1..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let read = try? Histogram(decoding: bytes) else { continue }
            #expect(read.encoded == bytes)
            var merged = read
            merged.merge(read)
            #expect(merged.percentile(50) != nil)
        }
    }

    @Test("Nothing recorded has no percentile")
    func emptyHasNone() {
        #expect(Histogram().percentile(50) == nil)
        #expect(Histogram().mean == nil)
    }

    @Test("Times in milliseconds come back as such, and what is no time counts as none")
    func milliseconds() throws {
        var histogram = Histogram()
        for time in [Double.nan, -3, 12.5, 12.5, .infinity] { histogram.record(milliseconds: time) }
        #expect(histogram.count == 5)
        #expect(abs(try #require(histogram.milliseconds(atPercentile: 60)) - 12.5) < 0.125)
        #expect(histogram.count(upTo: 13_000_000) == 4)
    }
}
