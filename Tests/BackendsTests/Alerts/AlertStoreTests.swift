import Engine
import Testing

@testable import Backends

@Suite("Alerts that are kept") struct AlertStoreTests {
    private static let day: Int64 = 86_400_000
    private static let now: Int64 = 1_800_000_000_000

    private func alert(_ id: String, resolved: Int64? = nil) -> Alert {
        Alert(
            id: id, rule: "Größe", metric: .circuit, subject: "custom:a", startedAt: Self.now, message: "It fails.",
            reason: "Why.", tip: "Do.", value: resolved == nil ? nil : 1.5, threshold: nil, resolvedAt: resolved,
            recovery: resolved == nil ? "" : "Well.", acknowledgement: .init(by: "Ada", at: Self.now + 1),
            isAnnounced: true, noted: resolved == nil ? [.started] : [.started, .resolved])
    }

    private func delivery(_ alert: String, _ state: AlertDelivery.State, at: Int64 = now) -> AlertDelivery {
        AlertDelivery(
            id: .init(alert: alert, event: .started, hook: "k"), state: state, attempts: 2, at: at, next: at + 5,
            failure: state == .failed ? "No." : "")
    }

    @Test("Everything comes back after the file was closed, as it was last")
    func roundTrip() async throws {
        let scratch = try Scratch()
        let first = try RequestStore(at: scratch.path("requests.db"))
        let kept = KeptAlerts(
            alerts: [alert("a")],
            silences: [AlertSilence(rule: "R", subject: "", until: Self.now + 10, by: "Ada")],
            deliveries: [delivery("a", .waiting)])
        try await first.keep(kept)
        try await first.keep(kept)
        first.close()

        let second = try RequestStore(at: scratch.path("requests.db"))
        #expect(try second.kept(now: Self.now, limit: 10) == kept)
        #expect(try second.kept(now: Self.now + 10, limit: 10).silences.isEmpty, "it is over")
        let over = alert("a", resolved: Self.now + 7)
        try await second.keep(KeptAlerts(alerts: [over], deliveries: [delivery("a", .delivered)]))
        let after = try second.kept(now: Self.now, limit: 10)
        #expect(after.alerts.map(\.resolvedAt) == [Self.now + 7] && after.alerts.first?.noted.count == 2)
        #expect(after.deliveries.map(\.state) == [.delivered])
        second.close()
    }

    @Test("What is over is given newest first and up to a limit; after a year it is gone")
    func past() async throws {
        let scratch = try Scratch()
        let store = try RequestStore(at: scratch.path("requests.db"))
        try await store.keep(
            KeptAlerts(
                alerts: (0..<20).map { alert("a\($0)", resolved: Self.now + Int64($0)) } + [alert("firing")],
                deliveries: [delivery("a0", .failed, at: Self.now - 2 * Self.day), delivery("firing", .delivered)]))
        let kept = try store.kept(now: Self.now, limit: 5)
        #expect(kept.alerts.map(\.id) == ["firing", "a19", "a18", "a17", "a16", "a15"])
        #expect(kept.deliveries.map(\.id.alert) == ["firing"])
        try await store.keep(KeptAlerts(alerts: [alert("late", resolved: Self.now + 367 * Self.day)]))
        #expect(try store.kept(now: Self.now, limit: 100).alerts.map(\.id) == ["firing", "late"])
        store.close()
    }
}
