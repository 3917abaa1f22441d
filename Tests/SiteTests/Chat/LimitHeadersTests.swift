import Testing

@testable import Site

@Suite("Headers of limits")
struct LimitHeadersTests {
    @Test(
        "times are written as OpenAI writes them",
        arguments: [
            (0, "0s"), (1, "1ms"), (20, "20ms"), (999, "999ms"), (1_000, "1s"), (1_005, "1.005s"), (1_012, "1.012s"),
            (1_050, "1.05s"), (1_500, "1.5s"), (8_640, "8.64s"), (8_572, "8.572s"), (59_999, "59.999s"),
            (60_000, "1m0s"), (90_951, "1m30.951s"), (360_000, "6m0s"), (3_600_000, "1h0m0s"),
            (3_661_001, "1h1m1.001s"),
            (-5, "0s"), (Int64.max, "2562047788015h12m55.807s"),
        ] as [(Int64, String)])
    func duration(milliseconds: Int64, text: String) { #expect(LimitHeaders.duration(milliseconds) == text) }
}
