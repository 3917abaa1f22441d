/// What an alert desk knows: alerts, silences, deliveries, and which of them have yet to be written down.
struct AlertLedger: Sendable {
    /// Alerts that are over and remembered here.
    static let pastLimit = 200
    /// Deliveries that may wait for one hook.
    static let queueLimit = 100

    private(set) var firing: [AlertBook.Key: Alert] = [:]
    /// The newest first.
    private(set) var past: [Alert] = []
    private(set) var silences: [AlertBook.Key: AlertSilence] = [:]
    private(set) var deliveries: [AlertDelivery.ID: AlertDelivery] = [:]
    private(set) var unwritten = KeptIDs()

    /// Names of what has changed.
    struct KeptIDs: Sendable {
        var alerts: Set<String> = []
        var silences: Set<AlertBook.Key> = []
        var deliveries: Set<AlertDelivery.ID> = []

        mutating func merge(_ other: KeptIDs) {
            alerts.formUnion(other.alerts)
            silences.formUnion(other.silences)
            deliveries.formUnion(other.deliveries)
        }
    }

    init(_ kept: KeptAlerts) {
        for alert in kept.alerts where alert.isFiring { firing[alert.key] = alert }
        past = kept.alerts.filter { !$0.isFiring }.sorted {
            ($0.resolvedAt ?? 0, $0.id) > ($1.resolvedAt ?? 0, $1.id)
        }
        for silence in kept.silences { silences[silence.key] = silence }
        for delivery in kept.deliveries { deliveries[delivery.id] = delivery }
    }

    func alert(_ id: String) -> Alert? {
        firing.values.first { $0.id == id } ?? past.first { $0.id == id }
    }

    func isSilent(_ key: AlertBook.Key, at now: Int64) -> Bool { silences[key].map { $0.until > now } ?? false }

    mutating func put(_ alert: Alert) {
        unwritten.alerts.insert(alert.id)
        if alert.isFiring {
            firing[alert.key] = alert
            return
        }
        if firing[alert.key]?.id == alert.id { firing[alert.key] = nil }
        if let place = past.firstIndex(where: { $0.id == alert.id }) {
            past[place] = alert
        } else {
            past.insert(alert, at: 0)
            // One that is not written down yet, or still to be told of, is not to be forgotten.
            while past.count > Self.pastLimit, let oldest = past.last, !unwritten.alerts.contains(oldest.id) {
                past.removeLast()
            }
        }
    }

    mutating func put(_ silence: AlertSilence) {
        silences[silence.key] = silence
        unwritten.silences.insert(silence.key)
    }

    mutating func put(_ delivery: AlertDelivery) {
        deliveries[delivery.id] = delivery
        unwritten.deliveries.insert(delivery.id)
    }

    /// Hands an event to hooks. Where too much waits for one already, the oldest is given up.
    mutating func announce(_ event: Alert.Event, of alert: Alert, to hooks: [AlertHook], at now: Int64) {
        for hook in hooks {
            let id = AlertDelivery.ID(alert: alert.id, event: event, hook: hook.key)
            guard deliveries[id] == nil else { continue }
            let waiting = self.waiting(for: hook.key)
            if waiting.count >= Self.queueLimit, var oldest = waiting.first {
                oldest.state = .failed
                oldest.failure = "Too many others waited."
                put(oldest)
            }
            put(AlertDelivery(id: id, at: now, next: now))
        }
    }

    /// What waits for a hook, the oldest first.
    func waiting(for hook: String) -> [AlertDelivery] {
        deliveries.values.filter { $0.id.hook == hook && $0.state == .waiting }.sorted {
            ($0.at, $0.id.alert, $1.id.event.rawValue) < ($1.at, $1.id.alert, $0.id.event.rawValue)
        }
    }

    /// Drops what nobody asks for any more: deliveries that were made, silences that are over.
    mutating func tidy(hooks: Set<String>, at now: Int64) {
        let day: Int64 = 86_400_000
        // Who was told of a beginning is to be told of the end.
        let current = Set(firing.values.map(\.id))
        for (id, delivery) in deliveries where !unwritten.deliveries.contains(id) {
            if delivery.state == .waiting, !hooks.contains(id.hook) {
                var delivery = delivery
                delivery.state = .failed
                delivery.failure = "The webhook is no longer configured."
                put(delivery)
            } else if delivery.state != .waiting, now - delivery.at > day, !current.contains(id.alert) {
                deliveries[id] = nil
            }
        }
        for (key, silence) in silences where silence.until <= now && !unwritten.silences.contains(key) {
            silences[key] = nil
        }
    }

    /// Takes what is to be written down.
    mutating func takeUnwritten() -> (ids: KeptIDs, changed: KeptAlerts) {
        let ids = unwritten
        unwritten = KeptIDs()
        return (
            ids,
            KeptAlerts(
                alerts: ids.alerts.compactMap(alert), silences: ids.silences.compactMap { silences[$0] },
                deliveries: ids.deliveries.compactMap { deliveries[$0] })
        )
    }

    /// Gives back what could not be written.
    mutating func putBack(_ ids: KeptIDs) { unwritten.merge(ids) }
}
