import Testing

@testable import Site

@Suite("Figures in the headers of chat answers")
struct ChatHeadersTests {
    @Test(
        "have one to three digits after the point",
        arguments: [
            (0.0, "0.0"), (0.0004, "0.0"), (0.0006, "0.001"), (0.012, "0.012"), (0.05, "0.05"), (0.1, "0.1"),
            (0.708, "0.708"), (1.5, "1.5"), (2.9996, "3.0"), (12.34, "12.34"), (1234.005, "1234.005"),
            (60_000, "60000.0"), (-0.5, "0.0"),
        ])
    func thousandths(value: Double, text: String) { #expect(ChatAPI.thousandths(value) == text) }

    @Test(
        "are written with as many digits as they are to have",
        arguments: [
            (0, "0.00000000"), (45_000, "0.00045000"), (123_456_789_012, "1234.56789012"), (-1, "0.00000000"),
            (.max, "92233720368.54775807"),
        ] as [(Int64, String)])
    func digits(number: Int64, text: String) {
        #expect(HeaderNumber.decimal(number, digits: 8, atLeast: 8) == text)
    }
}
