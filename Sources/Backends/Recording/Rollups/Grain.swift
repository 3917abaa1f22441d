/// How finely requests are added up. Instants of a grain are counted from 1970, UTC, in its own unit.
enum Grain: String, CaseIterable {
    case minute, hour, day

    /// In milliseconds.
    var length: Int64 {
        switch self {
        case .minute: 60_000
        case .hour: 3_600_000
        case .day: 86_400_000
        }
    }

    /// How long its sums are kept, in milliseconds; `nil` for ever.
    var retention: Int64? {
        switch self {
        case .minute: 30 * Grain.day.length
        case .hour: 731 * Grain.day.length
        case .day: nil
        }
    }

    /// The next coarser one. Sums are removed by whole units of it.
    var coarser: Grain {
        switch self {
        case .minute: .hour
        case .hour, .day: .day
        }
    }

    /// Sums by model, outcome and cache.
    var groupTable: String { "model_\(rawValue)" }
    /// Sums of all requests.
    var figureTable: String { "all_\(rawValue)" }

    /// The unit that an instant in milliseconds is in, also before 1970.
    func unit(of milliseconds: Int64) -> Int64 { milliseconds.dividedDown(by: length) }

    /// The first unit that does not begin before an instant.
    func unit(from milliseconds: Int64) -> Int64 { (milliseconds + length - 1).dividedDown(by: length) }
}

extension Int64 {
    /// The quotient rounded down, also of negative numbers.
    func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
