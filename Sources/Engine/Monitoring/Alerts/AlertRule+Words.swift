extension AlertRule {
    /// The rule in words: `error rate above 5 % in the last minute, for 30 seconds, until 3 %`.
    public var words: String {
        let lasting = duration > 0 ? ", for \(Self.words(seconds: duration))" : ""
        switch condition {
        case .failing:
            switch metric {
            case .tier: return "a tier of the cache is off\(lasting)"
            case .circuit: return "a model's circuit is open\(lasting)"
            default: return "no request\(lasting.dropFirst())"
            }
        case .unusual: return "far from what it is at this hour\(lasting)"
        case .above(let bound): return compared("above", bound) + lasting + clearing
        case .below(let bound): return compared("below", bound) + lasting + clearing
        }
    }

    private var clearing: String { clear.map { ", until \(metric.text($0))" } ?? "" }

    private func compared(_ word: String, _ bound: Bound) -> String {
        let limit =
            switch bound {
            case .value(let value): metric.text(value)
            case .target: "this month's target"
            }
        return "\(metric.title) \(word) \(limit) \(Self.words(for: window))"
    }
}
