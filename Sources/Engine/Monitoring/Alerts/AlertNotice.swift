/// What is told of an alert, under an id by which whoever gets it twice knows it.
public struct AlertNotice: Sendable, Hashable {
    public let alert: Alert
    public let event: Alert.Event

    public init(_ alert: Alert, _ event: Alert.Event) {
        self.alert = alert
        self.event = event
    }

    public var id: String { "\(alert.id).\(event.rawValue)" }

    /// When it happened, in milliseconds since 1970.
    public var at: Int64 { event == .started ? alert.startedAt : alert.resolvedAt ?? alert.startedAt }

    /// One line for people, as chat programs show it.
    public var text: String {
        switch event {
        case .started:
            return Self.joined(["Alert: \(alert.title).", alert.message, alert.reason, alert.tip])
        case .resolved:
            let lasted = alert.resolvedAt.map { max(0, $0 - alert.startedAt) / 1_000 } ?? 0
            return Self.joined([
                "Resolved: \(alert.title).", alert.recovery, "It lasted \(AlertRule.words(seconds: Int(lasted))).",
            ])
        }
    }

    private static func joined(_ parts: [String]) -> String { parts.filter { !$0.isEmpty }.joined(separator: " ") }
}
