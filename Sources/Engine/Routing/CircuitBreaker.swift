/// Keeps requests from an upstream that fails, and lets one through now and then to see whether it is well again.
///
/// Closed it lets everything through. After `threshold` failures in a row it opens. When its time is over one real request
/// is the probe (half-open): a success closes it, a failure opens it for twice as long, up to a minute.
struct CircuitBreaker: Sendable {
    enum State: String, Sendable {
        case closed, open
        case halfOpen = "half-open"
    }

    private static let threshold = 5
    private static let firstPause: Int64 = 2_000
    private static let longestPause: Int64 = 60_000

    private(set) var state = State.closed
    private var failures = 0
    private var pause = firstPause
    private var opensAt: Int64 = 0

    /// Whether a request may go through now; when the circuit was open and its time is over, this request is the probe.
    /// - Parameter now: milliseconds.
    mutating func admits(at now: Int64) -> Bool {
        switch state {
        case .closed: return true
        case .halfOpen: return false
        case .open:
            guard now >= opensAt else { return false }
            state = .halfOpen
            return true
        }
    }

    /// Whether a request would be let through now.
    func wouldAdmit(at now: Int64) -> Bool { state == .closed || (state == .open && now >= opensAt) }

    mutating func succeeded() { self = CircuitBreaker() }

    mutating func failed(at now: Int64) {
        failures += 1
        if state == .halfOpen {
            pause = min(pause * 2, Self.longestPause)
            open(at: now)
        } else if state == .closed, failures >= Self.threshold {
            open(at: now)
        }
    }

    /// The probe came to no verdict: its client hung up.
    mutating func abandoned(at now: Int64) {
        if state == .halfOpen {
            state = .open
            opensAt = now
        }
    }

    private mutating func open(at now: Int64) {
        state = .open
        opensAt = now + pause
    }
}
