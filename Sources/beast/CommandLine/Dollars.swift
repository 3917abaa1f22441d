/// Money as people read it.
enum Dollars {
    /// All that can be told apart, to a micro-cent, and no fewer than two decimals: `0.00045`, `12.50`.
    static func text(_ dollars: Double) -> String {
        let microCents = Int64((dollars * 100_000_000).rounded())
        let digits = String(microCents % 100_000_000)
        var fraction = String(repeating: "0", count: 8 - digits.count) + digits
        while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(microCents / 100_000_000).\(fraction)"
    }
}
