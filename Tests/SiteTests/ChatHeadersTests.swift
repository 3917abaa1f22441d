import Testing

@testable import Site

@Suite("Figures in the headers of chat answers")
struct ChatHeadersTests {
    @Test(
        "have one to three digits after the point",
        arguments: [
            (0.0, "0.0"), (0.0004, "0.0"), (0.0006, "0.001"), (0.012, "0.012"), (0.05, "0.05"), (0.1, "0.1"),
            (0.708, "0.708"), (1.5, "1.5"), (2.9996, "3.0"), (12.34, "12.34"), (1234.005, "1234.005"),
            (60_000, "60000.0"),
        ])
    func thousandths(value: Double, text: String) { #expect(ChatAPI.thousandths(value) == text) }
}
