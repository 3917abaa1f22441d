import Backends
import Configuration
import Engine
import HTTP
import Roadmap
import Secrets
import Site

/// Alerts of the running router: put together from the settings, which may change meanwhile.
struct AlertService {
    let desk: AlertDesk
    private let sender: WebhookSender
    private let store: RequestStore
    private let clock: SystemClock
    private let variables: [String: String]

    /// - Throws: `StorageError` when what was kept of alerts cannot be read.
    init(
        _ settings: Settings.Alerts, store: RequestStore, client: Client, clock: SystemClock,
        variables: [String: String]
    ) throws {
        self.store = store
        self.clock = clock
        self.variables = variables
        sender = WebhookSender(
            settings.webhooks.map { Webhook($0, variables) }, client: client, clock: clock)
        desk = try AlertDesk(AlertSettings(settings), store: store, sender: sender, clock: clock) {
            SecureRandom.bytes(8).hexadecimal
        }
    }

    /// Takes up other settings.
    func replace(by settings: Settings.Alerts) {
        sender.replace(by: settings.webhooks.map { Webhook($0, variables) })
        desk.replace(by: AlertSettings(settings))
    }

    /// Why webhooks get nothing, a sentence for each that does not.
    var problems: [String] {
        sender.hooks.compactMap { hook in hook.problem.map { "No alert is sent to \(hook.label). \($0)" } }
    }

    /// Watches until the task is cancelled.
    func watch(_ monitor: Monitor, tracker: Tracker) -> Task<Void, Never> {
        let zone = tracker.calendar.zone
        let watch = AlertWatch(
            desk, monitor: monitor, history: store, sender: sender, clock: clock,
            offset: { Int64(zone.offset(at: Instant(milliseconds: $0))) * 1_000 },
            targets: { Self.targets(of: tracker) },
            note: { notice in
                try await tracker.perform(
                    RecordAlert(
                        notice.alert.id, hasEnded: notice.event == .resolved, title: notice.alert.title,
                        detail: notice.event == .resolved ? notice.alert.recovery : notice.alert.message,
                        at: Instant(milliseconds: notice.at)))
            })
        return Task.detached(priority: .utility) { await watch.run() }
    }

    /// What each metric is to be by the end of this month of the plan, or by the next dated target.
    private static func targets(of tracker: Tracker) -> [String: Double] {
        let today = tracker.today
        return tracker.plan.metrics.reduce(into: [:]) { targets, metric in
            targets[metric.name] = (metric.nextTarget(from: today) ?? metric.targets.last)?.value
        }
    }
}

extension Webhook {
    init(_ settings: Settings.Alerts.Webhook, _ variables: [String: String]) {
        let address = settings.url ?? settings.urlVariable.flatMap { variables[$0] }
        let secret = settings.secretVariable.flatMap { variables[$0] }
        let lacksSecret = settings.secretVariable != nil && secret?.isEmpty ?? true
        self.init(
            variable: settings.urlVariable, address: address?.isEmpty == false ? address : nil, secret: secret,
            problem: lacksSecret ? "The variable \(settings.secretVariable ?? "") is not set." : nil)
    }
}

extension AlertSettings {
    init(_ settings: Settings.Alerts) {
        let own = settings.rules.map(AlertRule.init)
        // A rule takes the place of the built-in one about the same.
        let others =
            settings.usesDefaults
            ? AlertRule.defaults.filter { rule in
                !own.contains { $0.metric == rule.metric || $0.name == rule.name }
            } : []
        let anomalies: Anomalies =
            switch settings.anomalies {
            case .off: .off
            case .show: .shown
            case .announce: .announced
            }
        self.init(rules: own + others, anomalies: anomalies)
    }
}

extension AlertRule {
    init(_ settings: Settings.Alerts.Rule) {
        let condition: Condition =
            if let above = settings.above {
                .above(Bound(above))
            } else if let below = settings.below {
                .below(Bound(below))
            } else {
                .failing
            }
        self.init(
            name: settings.name, metric: AlertMetric(settings.metric), condition: condition,
            window: MonitoringWindow(rawValue: Int64(settings.window)) ?? .minute, duration: settings.duration,
            clear: settings.clear, minimum: settings.minimum)
    }
}

extension AlertRule.Bound {
    init(_ settings: Settings.Alerts.Bound) {
        self =
            switch settings {
            case .value(let value): .value(value)
            case .target: .target
            }
    }
}

extension AlertMetric {
    init(_ settings: Settings.Alerts.Metric) {
        self =
            switch settings {
            case .requestCoverage: .requestCoverage
            case .errorRate: .errorRate
            case .latency: .latency
            case .firstByte: .firstByte
            case .cacheHitRate: .cacheHitRate
            case .semanticHitRate: .semanticHitRate
            case .throughput: .throughput
            case .costRate: .costRate
            case .costPerRequest: .costPerRequest
            case .tier: .tier
            case .circuit: .circuit
            case .traffic: .traffic
            }
    }
}
