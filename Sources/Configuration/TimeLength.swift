/// A length of time as people write it: `30 seconds`, `1 hour`, `2 weeks`.
enum TimeLength {
    private static let units = ["second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800]

    /// - Returns: `nil` for what is none, and for nothing at all.
    static func seconds(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).filter { $0 != " " }.lowercased()
        guard let count = Int(digits), count > 0, count < 1 << 20,
            let factor = units[unit.hasSuffix("s") ? String(unit.dropLast()) : unit]
        else { return nil }
        return count * factor
    }
}
