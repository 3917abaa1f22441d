/// What a rule finds about one thing at one moment.
struct AlertFinding: Sendable, Hashable {
    enum Standing: Sendable, Hashable {
        case breached
        /// Well again by the bound, though not yet by the value that clears it.
        case between
        case well
        /// There is nothing to judge by.
        case unknown
    }

    /// The tier or the model; empty where there is but one.
    var subject = ""
    let standing: Standing
    var value: Double?
    var threshold: Double?
    /// What is the case, in a sentence.
    var message = ""
    /// Why, as far as is known; may be empty.
    var reason = ""
    var tip = ""
    /// Nanoseconds at which it began, where that is known better than by looking.
    var since: Int64?
}

/// What rules are judged by.
struct AlertSight: Sendable {
    let snapshot: MonitoringSnapshot
    /// By the metric's name in the plan.
    let targets: [String: Double]
    let usual: UsualFigures
    let losses: LossHistory
    let arrivals: ArrivalWatch
}

/// When requests were last lost, so that a loss of an hour ago is not one of now.
struct LossHistory: Sendable {
    /// Nanoseconds, and how many were lost by then.
    private var steps: [(at: Int64, count: UInt64)] = []
    private var first: UInt64?

    mutating func note(_ count: UInt64, at now: Int64) {
        // What was lost before the first look was lost just before it.
        if first == nil { first = 0 }
        if count != steps.last?.count ?? first { steps.append((now, count)) }
        let horizon = now - MonitoringWindow.hour.rawValue * 1_000_000_000
        while let step = steps.first, step.at < horizon {
            first = step.count
            steps.removeFirst()
        }
    }

    /// How many were lost in the last seconds.
    func lost(in window: MonitoringWindow, at now: Int64) -> UInt64 {
        let start = now - window.rawValue * 1_000_000_000
        let before = steps.last { $0.at < start }?.count ?? first ?? 0
        return (steps.last?.count ?? first ?? 0) - before
    }
}

/// Since when nothing has come in.
struct ArrivalWatch: Sendable {
    private var received: UInt64?
    /// Nanoseconds.
    private(set) var last: Int64 = 0

    mutating func note(_ totals: Ledger.Totals, at now: Int64) {
        guard totals.received != received || totals.inFlight > 0 else { return }
        received = totals.received
        last = now
    }
}
