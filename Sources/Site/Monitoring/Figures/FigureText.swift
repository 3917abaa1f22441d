import Roadmap

/// How numbers that change every second are written: to three digits, which is what they are known to.
enum FigureText {
    static func text(_ value: Double) -> String {
        Figure.text(abs(value) >= 1_000 ? value : Figure.rounded(value))
    }

    /// One decimal, two below one per cent; 100 only for all of it.
    static func percent(_ value: Double) -> String {
        if value > 99.9, value < 100 { return "99.9" }
        let factor: Double = abs(value) < 1 ? 100 : 10
        return Figure.text((value * factor).rounded() / factor)
    }

    /// Two decimals below one millisecond.
    static func milliseconds(_ value: Double) -> String {
        value > 0 && value < 0.01 ? "<0.01" : value < 1 ? Figure.text((value * 100).rounded() / 100) : text(value)
    }

    static func dollars(_ value: Double) -> String { (value < 0 ? "−$" : "$") + text(abs(value)) }

    static func whole(_ number: some BinaryInteger) -> String { Figure.grouped(UInt64(clamping: number)) }

    static func count(_ number: Int64, _ noun: String) -> String {
        "\(whole(number)) \(noun)\(number == 1 ? "" : "s")"
    }
}
