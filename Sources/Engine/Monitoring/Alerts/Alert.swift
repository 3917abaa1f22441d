/// One time that a rule fired, from its beginning to its end.
public struct Alert: Sendable, Hashable, Identifiable {
    public struct Acknowledgement: Sendable, Hashable {
        public let by: String
        /// Milliseconds since 1970.
        public let at: Int64

        public init(by: String, at: Int64) {
            self.by = by
            self.at = at
        }
    }

    /// The two things that are told of an alert.
    public enum Event: String, Sendable, Hashable, CaseIterable {
        case started, resolved
    }

    public let id: String
    /// The rule's name.
    public let rule: String
    public let metric: AlertMetric
    /// The tier or the model; empty where there is but one.
    public let subject: String
    /// Milliseconds since 1970.
    public let startedAt: Int64
    /// What was the case when it began, why, and what to do, in a sentence each; the last two may be empty.
    public let message: String
    public let reason: String
    public let tip: String
    /// In the metric's unit, as the next.
    public let value: Double?
    public let threshold: Double?
    /// Milliseconds since 1970.
    public var resolvedAt: Int64?
    /// Why it is over, in a sentence.
    public var recovery: String
    public var acknowledgement: Acknowledgement?
    /// Its beginning has been handed to the webhooks, be there any or none.
    public var isAnnounced: Bool
    /// What of it the activity shows.
    public var noted: Set<Event>

    public init(
        id: String, rule: String, metric: AlertMetric, subject: String, startedAt: Int64, message: String,
        reason: String, tip: String, value: Double?, threshold: Double?, resolvedAt: Int64? = nil,
        recovery: String = "", acknowledgement: Acknowledgement? = nil, isAnnounced: Bool = false,
        noted: Set<Event> = []
    ) {
        self.id = id
        self.rule = rule
        self.metric = metric
        self.subject = subject
        self.startedAt = startedAt
        self.message = message
        self.reason = reason
        self.tip = tip
        self.value = value
        self.threshold = threshold
        self.resolvedAt = resolvedAt
        self.recovery = recovery
        self.acknowledgement = acknowledgement
        self.isAnnounced = isAnnounced
        self.noted = noted
    }

    public var isFiring: Bool { resolvedAt == nil }

    /// The rule, and what it is about where it watches several.
    public var title: String {
        subject.isEmpty ? rule : "\(rule) (\(metric == .tier ? subject.uppercased() : subject))"
    }

    var key: AlertBook.Key { AlertBook.Key(rule: rule, subject: subject) }
}

/// Until when nothing is announced of a rule and a subject. What fires is shown nevertheless.
public struct AlertSilence: Sendable, Hashable {
    public let rule: String
    public let subject: String
    /// Milliseconds since 1970; what lies behind is over.
    public var until: Int64
    public var by: String

    public init(rule: String, subject: String, until: Int64, by: String) {
        self.rule = rule
        self.subject = subject
        self.until = until
        self.by = by
    }

    var key: AlertBook.Key { AlertBook.Key(rule: rule, subject: subject) }
}
