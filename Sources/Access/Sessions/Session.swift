import Roadmap
import Storage

/// A browser in which somebody has signed in.
public struct Session: Sendable, Hashable, Identifiable {
    public let id: Int64
    public let account: Int64
    public let createdAt: Instant
    /// To the minute or so.
    public private(set) var usedAt: Instant
    /// Of its last use.
    public private(set) var address: String
    /// The browser's own name for itself, at the sign-in.
    public let browser: String

    static let columns = "id, account_id, created_at, used_at, address, browser"

    /// The same with a later use.
    func used(at instant: Instant, from address: String) -> Session {
        var session = self
        (session.usedAt, session.address) = (instant, address)
        return session
    }

    init(_ row: Row) throws {
        id = row.integer(0)
        account = row.integer(1)
        createdAt = try Instant(stored: row.text(2))
        usedAt = try Instant(stored: row.text(3))
        address = row.text(4)
        browser = row.text(5)
    }
}

/// How long a session lasts.
public struct SessionLimits: Sendable, Hashable {
    /// Without being used.
    public var idle: Duration
    /// However much it is used.
    public var absolute: Duration

    public init(idle: Duration = .seconds(14 * 86_400), absolute: Duration = .seconds(90 * 86_400)) {
        self.idle = idle
        self.absolute = absolute
    }

    /// Whether a session is over, used last at `usedAt`. An instant that lies ahead, because the clock was set back, ends none.
    func hasEnded(createdAt: Instant, usedAt: Instant, at now: Instant) -> Bool {
        createdAt + absolute <= now || usedAt + idle <= now
    }
}
