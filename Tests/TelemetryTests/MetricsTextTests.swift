import Testing

@testable import Telemetry

@Suite("Metrics text")
struct MetricsTextTests {
    private func text(_ format: MetricsText.Format) -> String {
        var text = MetricsText(format)
        text.family("beast_things", .counter, help: "Things \"seen\", \\ and\nmore.")
        text.sample(3, [("model", "a\"b\\c\nd"), ("kind", "x")])
        text.family("beast_build", .info, help: "What it is.")
        text.sample(1, [("version", "1")])
        text.family("beast_wait_seconds", .histogram, unit: "seconds", help: "Waits.")
        var histogram = Histogram()
        for milliseconds in [1.0, 20, 3_000] { histogram.record(milliseconds: milliseconds) }
        text.histogram(histogram, upTo: [0.01, 1])
        text.family("beast_ratio", .gauge, help: "None.")
        text.sample(Double.nan)
        text.sample(-Double.infinity, [("side", "low")])
        return String(decoding: text.finished(), as: UTF8.self)
    }

    @Test("OpenMetrics, as its specification has it")
    func openMetrics() {
        #expect(
            text(.openMetrics) == #"""
                # HELP beast_things Things \"seen\", \\ and\nmore.
                # TYPE beast_things counter
                beast_things_total{model="a\"b\\c\nd",kind="x"} 3
                # HELP beast_build What it is.
                # TYPE beast_build info
                beast_build_info{version="1"} 1
                # HELP beast_wait_seconds Waits.
                # TYPE beast_wait_seconds histogram
                # UNIT beast_wait_seconds seconds
                beast_wait_seconds_bucket{le="0.01"} 1
                beast_wait_seconds_bucket{le="1.0"} 2
                beast_wait_seconds_bucket{le="+Inf"} 3
                beast_wait_seconds_sum 3.021
                beast_wait_seconds_count 3
                # HELP beast_ratio None.
                # TYPE beast_ratio gauge
                beast_ratio NaN
                beast_ratio{side="low"} -Inf
                # EOF

                """#)
    }

    @Test("Prometheus' own text names what it announces as the samples are named")
    func prometheus() {
        let text = text(.prometheus)
        #expect(text.contains("# TYPE beast_things_total counter\nbeast_things_total{"))
        #expect(text.contains("# HELP beast_things_total Things \"seen\", \\\\ and\\nmore.\n"))
        #expect(text.contains("# TYPE beast_build_info gauge\nbeast_build_info{"))
        #expect(!text.contains("# UNIT") && !text.contains("# EOF"))
    }

    @Test("A registry shows what was registered, in that order")
    func registry() {
        let registry = MetricRegistry()
        let counter = registry.counter("beast_b", help: "B.")
        let gauge = registry.gauge("beast_a", help: "A.")
        counter.add()
        counter.add(4)
        gauge.set(7)
        gauge.add(-9)
        #expect(
            String(decoding: registry.text(.prometheus), as: UTF8.self) == """
                # HELP beast_b_total B.
                # TYPE beast_b_total counter
                beast_b_total 5
                # HELP beast_a A.
                # TYPE beast_a gauge
                beast_a -2

                """)
    }

    @Test("Names are told apart up to a limit")
    func names() {
        let names = BoundedNames(limit: 2)
        #expect(["a", "b", "a", "c", "d", "b"].map(names.number) == [1, 2, 1, 0, 0, 2])
        #expect(names.all == ["other", "a", "b"])
    }

    @Test("What is taken from a sum leaves it as if it had never been there")
    func histogramSum() {
        var (all, rest, passing) = (HistogramSum(), HistogramSum(), [Histogram]())
        for round in 0..<50 {
            var histogram = Histogram()
            for step in 0..<40 { histogram.record(Int64(1_000 + round * 977 + step * step * 7_919)) }
            all.add(histogram)
            if round % 3 == 0 { rest.add(histogram) } else { passing.append(histogram) }
        }
        for histogram in passing { all.subtract(histogram) }
        let percents = [0.0, 1, 50, 95, 99, 100]
        #expect(all.count == rest.count && all.sum == rest.sum)
        #expect(all.percentiles(percents) == rest.percentiles(percents))
        #expect(HistogramSum().percentiles(percents) == nil)
    }
}
