/// What is kept of alerts over restarts.
public struct KeptAlerts: Sendable, Hashable {
    public var alerts: [Alert]
    public var silences: [AlertSilence]
    public var deliveries: [AlertDelivery]

    public init(alerts: [Alert] = [], silences: [AlertSilence] = [], deliveries: [AlertDelivery] = []) {
        self.alerts = alerts
        self.silences = silences
        self.deliveries = deliveries
    }

    public var isEmpty: Bool { alerts.isEmpty && silences.isEmpty && deliveries.isEmpty }
}

/// Where alerts are kept.
public protocol AlertStore: Sendable {
    /// What fires, the newest of what is over, silences that last, and deliveries: those of what fires, those that
    /// wait, and those of the last day.
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - limit: how many that are over.
    func kept(now: Int64, limit: Int) throws -> KeptAlerts

    /// Writes down each of these, new or changed. It suspends until they are on disk.
    func keep(_ changed: KeptAlerts) async throws
}
