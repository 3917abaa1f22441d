import Roadmap
import Secrets
import Storage

/// Begins a session for an account whose password was right.
public struct StartSession: Change {
    private let account: Int64
    private let hash: String?
    private let secret: String
    private let address: String
    private let browser: String
    private let at: Instant

    /// - Parameters:
    ///   - hash: the password's hash that was checked; nil where no password was asked for.
    ///   - secret: what the cookie will hold; only its digest is kept.
    public init(
        of account: Int64, checked hash: String?, secret: String, address: String, browser: String, at: Instant
    ) {
        self.account = account
        self.hash = hash
        self.secret = secret
        self.address = address
        self.browser = browser
        self.at = at
    }

    /// - Throws: `RoadmapError` when the account is gone or has another password by now.
    public func apply(_ db: Connection) throws {
        let found = try db.first("SELECT \(Account.columns), password FROM account WHERE id = $1", account) {
            (account: try Account($0), hash: $0.text(4))
        }
        guard let found, hash == nil || found.hash == hash else {
            throw RoadmapError(
                .conflict, "The account has changed at this very moment.", tip: "Sign in again.", field: "password")
        }
        try db.execute(
            """
            INSERT INTO session (account_id, secret, created_at, used_at, address, browser)
            VALUES ($1, $2, $3, $3, $4, $5)
            """,
            account, SecretText.kept(secret), at.rfc3339, address, String(browser.prefix(200)))
        let author = Author(
            found.account.name, by: .web, credential: "session \(db.lastInsertedID)", address: address)
        try AccessRevision.advance(in: db)
        try AuditEntry.record("session.started", subject: found.account.name, by: author, at: at, in: db)
    }
}

/// Ends sessions of one account.
public struct EndSessions: Change {
    public enum Which: Sendable {
        case one(Int64)
        /// All but this one.
        case others(than: Int64)
    }

    private let account: Account
    private let which: Which
    private let author: Author
    private let at: Instant

    public init(_ which: Which, of account: Account, by author: Author, at: Instant) {
        self.account = account
        self.which = which
        self.author = author
        self.at = at
    }

    /// - Returns: how many have ended.
    public func apply(_ db: Connection) throws -> Int {
        switch which {
        case .one(let id): try db.execute("DELETE FROM session WHERE account_id = $1 AND id = $2", account.id, id)
        case .others(let id): try db.execute("DELETE FROM session WHERE account_id = $1 AND id <> $2", account.id, id)
        }
        let ended = db.changes
        guard ended > 0 else { return 0 }
        try AccessRevision.advance(in: db)
        let before = if case .one(let id) = which { "session \(id)" } else { "sessions: \(ended)" }
        try AuditEntry.record("session.ended", subject: account.name, before: before, by: author, at: at, in: db)
        return ended
    }
}

/// Ends every session, as after a backup was put back.
public struct EndAllSessions: Change {
    private let author: Author
    private let at: Instant

    public init(by author: Author, at: Instant) {
        self.author = author
        self.at = at
    }

    /// - Returns: how many have ended.
    public func apply(_ db: Connection) throws -> Int {
        try db.execute("DELETE FROM session WHERE id > $1", 0)
        let ended = db.changes
        try AccessRevision.advance(in: db)
        try AuditEntry.record(
            "session.ended", subject: "everybody", before: "sessions: \(ended)", by: author, at: at, in: db)
        return ended
    }
}
