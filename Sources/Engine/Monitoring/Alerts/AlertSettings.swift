/// Which alerts there are.
public struct AlertSettings: Sendable, Hashable {
    /// What becomes of figures that are far from what they usually are.
    public enum Anomalies: String, Sendable, Hashable, CaseIterable {
        case off, shown
        /// Sent to webhooks too.
        case announced
    }

    public var rules: [AlertRule]
    public var anomalies: Anomalies

    public init(rules: [AlertRule] = AlertRule.defaults, anomalies: Anomalies = .shown) {
        self.rules = rules
        self.anomalies = anomalies
    }

    var allRules: [AlertRule] { rules + (anomalies == .off ? [] : AlertRule.anomalies) }
}
