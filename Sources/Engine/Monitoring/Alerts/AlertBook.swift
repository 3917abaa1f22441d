/// All rules and how each stands. It is told what monitoring shows, once a second, and says what begins and what ends.
public struct AlertBook: Sendable {
    /// What one rule watches.
    struct Key: Sendable, Hashable {
        let rule: String
        let subject: String
    }

    /// What began, or ended.
    enum Turn: Sendable {
        case started(AlertRule, AlertFinding)
        /// With why it is over.
        case resolved(Key, String)
    }

    private(set) var rules: [AlertRule]
    private var tracks: [Key: AlertTrack] = [:]
    private var losses = LossHistory()
    private var arrivals = ArrivalWatch()

    /// - Parameter rules: each of a name of its own.
    init(_ rules: [AlertRule]) {
        self.rules = rules
    }

    /// Other rules from now on. What fires for a rule that is gone is resolved at the next look.
    mutating func replace(by rules: [AlertRule]) { self.rules = rules }

    /// Takes up something that fired when the program ended.
    mutating func resume(_ key: Key) { tracks[key] = .resumed }

    /// Looks at everything.
    /// - Returns: what turned, and what is found about everything that fires.
    mutating func look(
        at snapshot: MonitoringSnapshot, targets: [String: Double], usual: UsualFigures
    ) -> (turns: [Turn], firing: [Key: AlertFinding]) {
        let now = snapshot.instant
        losses.note(snapshot.unrecorded, at: now)
        arrivals.note(snapshot.totals, at: now)
        let sight = AlertSight(
            snapshot: snapshot, targets: targets, usual: usual, losses: losses, arrivals: arrivals)
        var turns: [Turn] = []
        var firing: [Key: AlertFinding] = [:]
        var seen: Set<Key> = []
        for rule in rules {
            for finding in rule.findings(in: sight) {
                let key = Key(rule: rule.name, subject: finding.subject)
                seen.insert(key)
                switch tracks[key, default: AlertTrack()].take(finding, at: now, rule: rule) {
                case .none: break
                case .start: turns.append(.started(rule, finding))
                case .resolve: turns.append(.resolved(key, Self.recovery(rule, finding)))
                case .lapse: turns.append(.resolved(key, "There is nothing to judge by any more."))
                }
                if tracks[key]?.isFiring == true { firing[key] = finding }
            }
        }
        for (key, track) in tracks where !seen.contains(key) {
            tracks[key] = nil
            guard track.isFiring else { continue }
            let isKnown = rules.contains { $0.name == key.rule }
            turns.append(
                .resolved(key, isKnown ? "\(key.subject) is no longer there." : "The rule is no longer there."))
        }
        return (turns, firing)
    }

    private static func recovery(_ rule: AlertRule, _ finding: AlertFinding) -> String {
        switch rule.metric {
        case .tier: "The cache's tier \(finding.subject.uppercased()) works again."
        case .circuit: "\(finding.subject) answers again."
        case .traffic: "Requests come in again."
        default:
            finding.value.map { "\(AlertRule.capitalised(rule.metric.title)) \(rule.metric.text($0))." }
                ?? "All is well again."
        }
    }
}
