/// Leaves models that failed alone for a while: a minute after the first failure, twice as long after each further one, up
/// to an hour.
struct WarmingPauses: Sendable {
    private static let first: Int64 = 60_000
    private static let longest: Int64 = 3_600_000

    private var pauses: [String: (length: Int64, until: Int64)] = [:]

    func holds(_ model: String, at now: Int64) -> Bool { pauses[model].map { now < $0.until } ?? false }

    mutating func failed(_ model: String, at now: Int64) {
        // Of calls that were under way together the first failure counts.
        guard !holds(model, at: now) else { return }
        let length = pauses[model].map { min($0.length * 2, Self.longest) } ?? Self.first
        pauses[model] = (length, now + length)
    }

    mutating func succeeded(_ model: String) { pauses[model] = nil }
}
