import Synchronization

/// Where alerts begin, are acknowledged and silenced, and end. What it knows is in memory; a store keeps it over restarts,
/// and a store that fails is tried again while everything else goes on.
public final class AlertDesk: Sendable {
    struct State: Sendable {
        var book: AlertBook
        var ledger: AlertLedger
        var findings: [AlertBook.Key: AlertFinding] = [:]
        var usual = UsualFigures.none
        var announcesAnomalies = false
        var problem: String?
        var isKeeping = false
    }

    /// How long an event waits to be written down before it is told to webhooks nevertheless, in milliseconds.
    private static let patience: Int64 = 5_000

    private let state: Mutex<State>
    private let store: any AlertStore
    private let sender: any AlertSender
    private let clock: any EngineClock
    private let newID: @Sendable () -> String

    /// - Parameters:
    ///   - newID: makes ids that no alert had before.
    /// - Throws: what keeps the store from saying what it has.
    public init(
        _ settings: AlertSettings, store: any AlertStore, sender: any AlertSender, clock: any EngineClock,
        newID: @escaping @Sendable () -> String
    ) throws {
        let kept = try store.kept(now: clock.milliseconds, limit: AlertLedger.pastLimit)
        var book = AlertBook(settings.allRules)
        for alert in kept.alerts where alert.isFiring { book.resume(alert.key) }
        state = Mutex(
            State(book: book, ledger: AlertLedger(kept), announcesAnomalies: settings.anomalies == .announced))
        self.store = store
        self.sender = sender
        self.clock = clock
        self.newID = newID
    }

    /// Takes up other rules.
    public func replace(by settings: AlertSettings) {
        state.withLock { state in
            state.book.replace(by: settings.allRules)
            state.announcesAnomalies = settings.anomalies == .announced
        }
    }

    /// What is usual from now on.
    public func take(_ usual: UsualFigures) { state.withLock { $0.usual = usual } }

    /// Looks at everything: what begins and ends is noted and handed to the webhooks.
    /// - Parameter targets: the plan's, by the metric's name.
    public func look(at snapshot: MonitoringSnapshot, targets: [String: Double]) {
        let now = clock.milliseconds
        let hooks = sender.hooks
        state.withLock { state in
            let (turns, firing) = state.book.look(at: snapshot, targets: targets, usual: state.usual)
            state.findings = firing
            for turn in turns {
                switch turn {
                case .started(let rule, let finding): start(rule, finding, at: now, &state)
                case .resolved(let key, let recovery): resolve(key, recovery, hooks, at: now, &state)
                }
            }
            announce(to: hooks, at: now, &state)
            state.ledger.tidy(hooks: Set(hooks.map(\.key)), at: now)
        }
    }

    private func start(_ rule: AlertRule, _ finding: AlertFinding, at now: Int64, _ state: inout State) {
        state.ledger.put(
            Alert(
                id: newID(), rule: rule.name, metric: rule.metric, subject: finding.subject, startedAt: now,
                message: finding.message, reason: finding.reason, tip: finding.tip, value: finding.value,
                threshold: finding.threshold))
    }

    private func resolve(
        _ key: AlertBook.Key, _ recovery: String, _ hooks: [AlertHook], at now: Int64, _ state: inout State
    ) {
        guard var alert = state.ledger.firing[key] else { return }
        alert.resolvedAt = max(now, alert.startedAt)
        alert.recovery = recovery
        state.ledger.put(alert)
        // Whoever was not told of the trouble need not be told that it is over.
        if alert.isAnnounced, !state.ledger.isSilent(key, at: now) {
            state.ledger.announce(.resolved, of: alert, to: Self.told(of: alert, hooks, state), at: now)
        }
    }

    /// Those that are there now and were told of the beginning.
    private static func told(of alert: Alert, _ hooks: [AlertHook], _ state: State) -> [AlertHook] {
        hooks.filter {
            state.ledger.deliveries[AlertDelivery.ID(alert: alert.id, event: .started, hook: $0.key)] != nil
        }
    }

    /// Announces what fires and has not been: new alerts, and those whose silence is over.
    private func announce(to hooks: [AlertHook], at now: Int64, _ state: inout State) {
        let unusual = Set(state.book.rules.filter { $0.condition == .unusual }.map(\.name))
        for (key, alert) in state.ledger.firing where !alert.isAnnounced {
            guard alert.acknowledgement == nil, !state.ledger.isSilent(key, at: now),
                state.announcesAnomalies || !unusual.contains(alert.rule)
            else { continue }
            var alert = alert
            alert.isAnnounced = true
            state.ledger.put(alert)
            state.ledger.announce(.started, of: alert, to: hooks, at: now)
        }
    }

    /// Writes down what has changed. What cannot be written is tried again with the next call.
    public func keep() async {
        let work = state.withLock { state -> (ids: AlertLedger.KeptIDs, changed: KeptAlerts)? in
            if state.isKeeping { return nil }
            let work = state.ledger.takeUnwritten()
            if !work.changed.isEmpty { state.isKeeping = true }
            return work
        }
        guard let work, !work.changed.isEmpty else { return }
        do {
            try await store.keep(work.changed)
            state.withLock { ($0.isKeeping, $0.problem) = (false, nil) }
        } catch {
            state.withLock { state in
                state.isKeeping = false
                state.ledger.putBack(work.ids)
                state.problem = "Alerts cannot be written down: \(error)"
            }
        }
    }
}

extension AlertDesk {
    /// How everything stands.
    public var standing: AlertStanding {
        let now = clock.milliseconds
        let hooks = sender.hooks
        return state.withLock { state in
            let firing = state.ledger.firing.map { key, alert in
                let finding = state.findings[key].flatMap { $0.message.isEmpty ? nil : $0 }
                let isStill = finding.map { $0.standing != .well } ?? false
                return AlertStanding.Firing(
                    alert: alert, message: isStill ? finding?.message ?? alert.message : alert.message,
                    reason: isStill ? finding?.reason ?? alert.reason : alert.reason, tip: alert.tip,
                    silence: state.ledger.silences[key].flatMap { $0.until > now ? $0 : nil })
            }
            let deliveries = state.ledger.deliveries.values
            return AlertStanding(
                firing: firing.sorted { ($0.alert.startedAt, $0.alert.id) > ($1.alert.startedAt, $1.alert.id) },
                past: state.ledger.past,
                silences: state.ledger.silences.values.filter { $0.until > now }.sorted { $0.until < $1.until },
                hooks: hooks.map { hook in Self.standing(of: hook, deliveries.filter { $0.id.hook == hook.key }) },
                problem: state.problem, rules: state.book.rules)
        }
    }

    private static func standing(of hook: AlertHook, _ deliveries: [AlertDelivery]) -> AlertStanding.Hook {
        let success = deliveries.filter { $0.state == .delivered }.map(\.at).max()
        let failures = deliveries.filter { !$0.failure.isEmpty && $0.at >= success ?? .min }
        return AlertStanding.Hook(
            hook: hook, waiting: deliveries.count { $0.state == .waiting }, lastDelivered: success,
            lastFailure: failures.max { $0.at < $1.at }?.failure,
            failed: failures.count { $0.state == .failed })
    }

    /// Somebody has taken it up: nothing more is announced of its beginning. `nil` takes that back.
    /// - Returns: whether there is such an alert, and it fires.
    public func acknowledge(_ id: String, by name: String?) -> Bool {
        let now = clock.milliseconds
        return state.withLock { state in
            guard var alert = state.ledger.firing.values.first(where: { $0.id == id }) else { return false }
            alert.acknowledgement = name.map { Alert.Acknowledgement(by: $0, at: now) }
            state.ledger.put(alert)
            return true
        }
    }

    /// Announces nothing of the alert's rule and subject for a while.
    /// - Parameter seconds: 0 ends a silence.
    /// - Returns: whether there is such an alert.
    public func silence(_ id: String, for seconds: Int, by name: String) -> Bool {
        let now = clock.milliseconds
        return state.withLock { state in
            guard let alert = state.ledger.alert(id) else { return false }
            state.ledger.put(
                AlertSilence(
                    rule: alert.rule, subject: alert.subject, until: now + Int64(seconds) * 1_000, by: name))
            return true
        }
    }
}

extension AlertDesk {
    /// The next thing to tell a hook. The end of an alert waits until its beginning has been told or given up.
    func due(for hook: String) -> (delivery: AlertDelivery, notice: AlertNotice)? {
        let now = clock.milliseconds
        return state.withLock { state in
            let waiting = state.ledger.waiting(for: hook)
            for delivery in waiting where delivery.isDue(at: now) {
                let isUnwritten =
                    state.ledger.unwritten.deliveries.contains(delivery.id) && delivery.attempts == 0
                    || state.isKeeping
                // What is told before it is written down might be told again after a crash, under another id.
                if isUnwritten, now - delivery.at < Self.patience, delivery.at <= now { continue }
                if delivery.id.event == .resolved,
                    waiting.contains(where: { $0.id.alert == delivery.id.alert && $0.id.event == .started })
                {
                    continue
                }
                guard let alert = state.ledger.alert(delivery.id.alert) else { continue }
                return (delivery, AlertNotice(alert, delivery.id.event))
            }
            return nil
        }
    }

    func settle(_ delivery: AlertDelivery, _ failure: AlertSendFailure?) {
        let now = clock.milliseconds
        state.withLock { state in
            var delivery = delivery
            if let failure { delivery.fail(failure, at: now) } else { delivery.succeed(at: now) }
            state.ledger.put(delivery)
        }
    }

    /// What the activity does not show yet, in the order in which it happened.
    func unnoted() -> [AlertNotice] {
        state.withLock { state in
            (Array(state.ledger.firing.values) + state.ledger.past).filter { $0.noted.count < ($0.isFiring ? 1 : 2) }
                .flatMap { alert in
                    Alert.Event.allCases.filter { !alert.noted.contains($0) && ($0 == .started || !alert.isFiring) }
                        .map { AlertNotice(alert, $0) }
                }
                .sorted { $0.at < $1.at }
        }
    }

    func note(_ notice: AlertNotice) {
        state.withLock { state in
            guard var alert = state.ledger.alert(notice.alert.id) else { return }
            alert.noted.insert(notice.event)
            state.ledger.put(alert)
        }
    }
}
