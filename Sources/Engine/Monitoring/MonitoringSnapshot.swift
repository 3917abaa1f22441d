/// Everything that monitoring shows, of one moment. Plain values: pages, alerts and exports read it and nothing else.
public struct MonitoringSnapshot: Sendable, Hashable {
    /// Milliseconds since 1970.
    public let at: Int64
    /// Seconds since the program began to count.
    public let uptime: Double
    /// Since ever, former runs included.
    public let totals: Ledger.Totals
    /// Requests that are on no record, since the start: the journal had no room for them.
    public let unrecorded: UInt64
    /// The last five seconds, for the verdict.
    public let recent: RequestTally
    public let minute: WindowFigures
    public let quarterHour: WindowFigures
    public let hour: WindowFigures
    /// All that were counted since the start.
    public let sinceStart: RequestTally
    /// The configured ones in their order, then those that are no longer.
    public let models: [ModelFigures]
    public let tiers: [TierFigures]
    /// By cause, the last seen first; at most 100.
    public let errors: [ErrorGroup]
    /// The oldest first; at most 100. How many there are in all, `totals` says.
    public let inFlight: [RequestInFlight]
    /// Nanoseconds on the clock that never goes back.
    let instant: Int64
    public let conditions: [MonitoringCondition]

    /// Recorded / received, 0 to 1; `nil` when nothing was received.
    public var requestCoverage: Double? {
        totals.received > 0 ? 1 - Double(min(unrecorded, totals.received)) / Double(totals.received) : nil
    }

    public func window(_ window: MonitoringWindow) -> WindowFigures {
        switch window {
        case .minute: minute
        case .quarterHour: quarterHour
        case .hour: hour
        }
    }

    /// How long a request has been on its way, in milliseconds.
    public func age(of request: RequestInFlight) -> Double { request.age(at: instant) }

    /// What all this means.
    public var verdict: HealthVerdict { HealthVerdict(of: self) }
}

/// One model: what it was asked, and how its upstream is doing.
public struct ModelFigures: Sendable, Hashable {
    public enum Circuit: String, Sendable, Hashable, CaseIterable {
        case closed, open
        case halfOpen = "half-open"
    }

    /// How its upstream stands; `nil` for a model that is no longer configured.
    public struct Standing: Sendable, Hashable {
        /// The base address; `nil` for a built-in model.
        public let endpoint: String?
        public let circuit: Circuit
        /// Whether a request would be let through now.
        public let admits: Bool
        public let inFlight: Int
        public let waiting: Int
        /// How long a call lately took to begin its answer, in milliseconds; 0 when none did.
        public let latency: Double
        public let upstream: UpstreamFigures
    }

    /// Empty for requests that named no model there is.
    public let name: String
    public let minute: WindowFigures
    public let hour: WindowFigures
    public let standing: Standing?
}

/// One place where answers are kept.
public struct TierFigures: Sendable, Hashable {
    /// `l1`, `l2` or `l3`.
    public let name: String
    public let isOn: Bool
    /// Since the start, as the next two.
    public let hits: UInt64
    /// `nil` where nobody counts them, as in the next four.
    public let misses: UInt64?
    public let failures: UInt64?
    public let entries: Int?
    public let bytes: Int?
    public let capacity: Int?
    public let evictions: UInt64?
    /// What the last failure said.
    public let lastError: String?
}

/// Something outside the router's own figures that whoever watches should know: a journal that cannot write, weights that
/// are missing.
public struct MonitoringCondition: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable {
        /// To be shown; all is well nevertheless.
        case note
        case degraded
    }

    public let severity: Severity
    public let message: String
    public let tip: String

    public init(_ severity: Severity, message: String, tip: String) {
        self.severity = severity
        self.message = message
        self.tip = tip
    }
}
