public import Engine
import Storage

extension RequestStore: AlertStore {
    public func kept(now: Int64, limit: Int) throws -> KeptAlerts {
        try database.read { db in
            let firing = try db.query(
                "SELECT \(AlertSchema.columns) FROM alert WHERE resolved_at IS NULL", row: Self.alert)
            let past = try db.query(
                """
                SELECT \(AlertSchema.columns) FROM alert WHERE resolved_at IS NOT NULL
                ORDER BY resolved_at DESC LIMIT $1
                """, limit, row: Self.alert)
            let silences = try db.query(
                "SELECT rule, subject, until, silenced_by FROM alert_silence WHERE until > $1", now
            ) { AlertSilence(rule: $0.text(0), subject: $0.text(1), until: $0.integer(2), by: $0.text(3)) }
            let deliveries = try db.query(AlertSchema.deliveries, now - Grain.day.length, row: Self.delivery)
            // What another version of the program knows alone is passed over.
            return KeptAlerts(
                alerts: (firing + past).compactMap { $0 }, silences: silences,
                deliveries: deliveries.compactMap { $0 })
        }
    }

    public func keep(_ changed: KeptAlerts) async throws {
        try await database.write { db in
            for alert in changed.alerts { try Self.write(alert, to: db) }
            for silence in changed.silences {
                try db.execute(
                    AlertSchema.silencing, silence.rule, silence.subject, silence.until, silence.by)
            }
            for delivery in changed.deliveries {
                try db.execute(
                    AlertSchema.delivering, delivery.id.alert, delivery.id.event.rawValue, delivery.id.hook,
                    delivery.state.rawValue, delivery.attempts, delivery.at, delivery.next, delivery.failure)
            }
            guard let newest = changed.alerts.compactMap(\.resolvedAt).max() else { return }
            // Nothing else makes the tables grow, so this is the time to prune them.
            let horizon = newest - AlertSchema.retention
            try db.execute(
                "DELETE FROM alert_delivery WHERE alert IN (SELECT id FROM alert WHERE resolved_at < $1)", horizon)
            try db.execute("DELETE FROM alert WHERE resolved_at < $1", horizon)
            try db.execute("DELETE FROM alert_silence WHERE until < $1", horizon)
        }
    }

    private static func write(_ alert: Alert, to db: Connection) throws {
        let noted = (alert.noted.contains(.started) ? 1 : 0) + (alert.noted.contains(.resolved) ? 2 : 0)
        try db.execute(
            AlertSchema.insertion, alert.id, alert.rule, alert.metric.rawValue, alert.subject, alert.startedAt,
            alert.message, alert.reason, alert.tip, alert.value, alert.threshold, alert.resolvedAt, alert.recovery,
            alert.acknowledgement?.at, alert.acknowledgement?.by, alert.isAnnounced, noted)
    }

    private static func alert(_ row: Row) -> Alert? {
        guard let metric = AlertMetric(rawValue: row.text(2)) else { return nil }
        let noted = row.int(15)
        return Alert(
            id: row.text(0), rule: row.text(1), metric: metric, subject: row.text(3), startedAt: row.integer(4),
            message: row.text(5), reason: row.text(6), tip: row.text(7), value: row.optionalReal(8),
            threshold: row.optionalReal(9), resolvedAt: row.optionalInteger(10), recovery: row.text(11),
            acknowledgement: row.optionalInteger(12).map {
                Alert.Acknowledgement(by: row.optionalText(13) ?? "", at: $0)
            },
            isAnnounced: row.flag(14),
            noted: Set(Alert.Event.allCases.filter { noted & ($0 == .started ? 1 : 2) != 0 }))
    }

    private static func delivery(_ row: Row) -> AlertDelivery? {
        guard let event = Alert.Event(rawValue: row.text(1)), let state = AlertDelivery.State(rawValue: row.text(3))
        else { return nil }
        return AlertDelivery(
            id: AlertDelivery.ID(alert: row.text(0), event: event, hook: row.text(2)), state: state,
            attempts: row.int(4), at: row.integer(5), next: row.integer(6), failure: row.text(7))
    }
}
