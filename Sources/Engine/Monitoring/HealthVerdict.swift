/// Whether the router does what it should, and if not why and what to do: judged from a snapshot and nothing else.
public struct HealthVerdict: Sendable, Hashable {
    public enum Level: String, Sendable, Hashable, CaseIterable {
        case healthy, degraded, down
    }

    public struct Reason: Sendable, Hashable {
        public let level: Level
        /// What is wrong, in a sentence.
        public let message: String
        /// What to do about it, in a sentence; empty when there is nothing to do.
        public let tip: String
        /// The model it is about.
        public let model: String?
    }

    public let level: Level
    /// The worst first; empty when all is well.
    public let reasons: [Reason]
    /// What stands above everything else, in a sentence.
    public let summary: String
    public var tip: String { reasons.first?.tip ?? "" }

    init(of snapshot: MonitoringSnapshot) {
        let found = HealthRules.reasons(in: snapshot)
        reasons = found.filter { $0.level == .down } + found.filter { $0.level == .degraded }
        level = reasons.first?.level ?? .healthy
        summary = reasons.first?.message ?? HealthRules.praise(of: snapshot)
    }
}
