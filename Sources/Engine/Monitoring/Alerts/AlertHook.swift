/// Somewhere alerts are sent.
public struct AlertHook: Sendable, Hashable {
    /// What deliveries are kept under over restarts. Neither address nor secret can be told from it.
    public let key: String
    /// For people: its host.
    public let label: String
    /// Why nothing can be sent there, such as a variable that is not set.
    public let problem: String?

    public init(key: String, label: String, problem: String? = nil) {
        self.key = key
        self.label = label
        self.problem = problem
    }
}

/// One thing to be told to one hook.
public struct AlertDelivery: Sendable, Hashable {
    public enum State: String, Sendable, Hashable {
        case waiting, delivered
        /// Given up.
        case failed
    }

    public struct ID: Sendable, Hashable {
        public let alert: String
        public let event: Alert.Event
        public let hook: String

        public init(alert: String, event: Alert.Event, hook: String) {
            self.alert = alert
            self.event = event
            self.hook = hook
        }
    }

    public let id: ID
    public var state: State
    public var attempts: Int
    /// When it was made, or last tried; milliseconds since 1970, as the next.
    public var at: Int64
    /// When it is to be tried next.
    public var next: Int64
    /// What the last try failed of; empty for none.
    public var failure: String

    public init(
        id: ID, state: State = .waiting, attempts: Int = 0, at: Int64, next: Int64, failure: String = ""
    ) {
        self.id = id
        self.state = state
        self.attempts = attempts
        self.at = at
        self.next = next
        self.failure = failure
    }

    /// Tries before it is given up.
    static let tries = 5
    private static let pauses: [Int64] = [5_000, 20_000, 60_000, 180_000]
    private static let longestPause: Int64 = 3_600_000

    /// Whether it is to be tried. A clock that was set back does not put it off.
    func isDue(at now: Int64) -> Bool { state == .waiting && (now >= next || next - now > Self.longestPause) }

    mutating func succeed(at now: Int64) {
        (state, attempts, at, failure) = (.delivered, attempts + 1, now, "")
    }

    mutating func fail(_ error: AlertSendFailure, at now: Int64) {
        attempts += 1
        at = now
        failure = error.message
        guard attempts < Self.tries else {
            state = .failed
            return
        }
        let pause = Self.pauses[min(attempts, Self.pauses.count) - 1]
        let asked = Int64(min(max(0, error.retryAfter ?? 0), Double(Self.longestPause) / 1_000) * 1_000)
        next = now + max(pause, asked)
    }
}

/// Why a hook did not take something.
public struct AlertSendFailure: Error, Sendable, Hashable {
    /// In a sentence, with the hook's host at most.
    public let message: String
    /// Seconds that the hook asks to be left alone for.
    public let retryAfter: Double?

    public init(_ message: String, retryAfter: Double? = nil) {
        self.message = message
        self.retryAfter = retryAfter
    }
}

/// Whoever carries alerts out of the program.
public protocol AlertSender: Sendable {
    /// The hooks that there are just now.
    var hooks: [AlertHook] { get }

    /// Sends to a hook, and returns when it has taken what was sent.
    func send(_ notice: AlertNotice, to hook: AlertHook) async throws(AlertSendFailure)
}
