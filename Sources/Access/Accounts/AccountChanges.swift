import Roadmap
import Storage

/// Makes an account.
public struct AddAccount: Change {
    private let name: String
    private let role: Role
    private let hash: String
    private let isFirst: Bool
    private let author: Author
    private let at: Instant

    /// - Parameters:
    ///   - hash: of the password, as `PasswordHash` makes it.
    ///   - isFirst: refuse when there is an account already.
    /// - Throws: `RoadmapError` for a name that no account can have.
    public init(
        _ name: String, role: Role, hash: String, isFirst: Bool = false, by author: Author, at: Instant
    ) throws(RoadmapError) {
        self.name = try Account.checked(name: name)
        self.role = role
        self.hash = hash
        self.isFirst = isFirst
        self.author = author
        self.at = at
    }

    /// - Throws: `RoadmapError` when there is an account of that name, or one at all where it has to be the first.
    public func apply(_ db: Connection) throws -> Account {
        if isFirst, try AccountCount.all(in: db) > 0 {
            throw RoadmapError(
                .conflict, "There is an account already.",
                tip: "Sign in, or have an administrator make another account.")
        }
        let isTaken = try db.first("SELECT 1 FROM account WHERE key = $1", name.lowercased()) { _ in true } ?? false
        guard !isTaken else {
            throw RoadmapError(
                .conflict, "There is an account “\(name)” already.", tip: "Choose another name.", field: "name")
        }
        try db.execute(
            "INSERT INTO account (name, key, role, password, created_at) VALUES ($1, $2, $3, $4, $5)",
            name, name.lowercased(), role.rawValue, hash, at.rfc3339)
        try AccessRevision.advance(in: db)
        try AuditEntry.record("account.added", subject: name, after: role.rawValue, by: author, at: at, in: db)
        return try Account.find(name, in: db)
    }
}

/// Gives an account another role.
public struct ChangeRole: Change {
    private let name: String
    private let role: Role
    private let author: Author
    private let at: Instant

    public init(of name: String, to role: Role, by author: Author, at: Instant) {
        self.name = name
        self.role = role
        self.author = author
        self.at = at
    }

    /// - Throws: `RoadmapError` when there is no such account, or nobody else could administer afterwards.
    public func apply(_ db: Connection) throws -> Account {
        let account = try Account.find(name, in: db)
        guard account.role != role else { return account }
        if account.role == .administrator { try AccountCount.checkAnotherAdministrator(than: account, in: db) }
        try db.execute("UPDATE account SET role = $2 WHERE id = $1", account.id, role.rawValue)
        try AccessRevision.advance(in: db)
        try AuditEntry.record(
            "account.role", subject: account.name, before: account.role.rawValue, after: role.rawValue, by: author,
            at: at, in: db)
        return try Account.find(name, in: db)
    }
}

/// Gives an account another password and ends its sessions.
public struct ChangePassword: Change {
    private let name: String
    private let hash: String
    private let keptSession: Int64?
    private let author: Author
    private let at: Instant

    /// - Parameters:
    ///   - hash: of the new password.
    ///   - keptSession: the session that goes on: the one in which it was changed.
    public init(of name: String, to hash: String, keeping keptSession: Int64? = nil, by author: Author, at: Instant) {
        self.name = name
        self.hash = hash
        self.keptSession = keptSession
        self.author = author
        self.at = at
    }

    public func apply(_ db: Connection) throws {
        let account = try Account.find(name, in: db)
        try db.execute("UPDATE account SET password = $2 WHERE id = $1", account.id, hash)
        try db.execute("DELETE FROM session WHERE account_id = $1 AND id <> $2", account.id, keptSession ?? 0)
        try AccessRevision.advance(in: db)
        try AuditEntry.record("account.password", subject: account.name, by: author, at: at, in: db)
    }
}

/// Removes an account with its sessions, and revokes the tokens it made.
public struct RemoveAccount: Change {
    private let name: String
    private let author: Author
    private let at: Instant

    public init(_ name: String, by author: Author, at: Instant) {
        self.name = name
        self.author = author
        self.at = at
    }

    /// - Throws: `RoadmapError` when there is no such account, or nobody else could administer afterwards.
    public func apply(_ db: Connection) throws {
        let account = try Account.find(name, in: db)
        if account.role == .administrator { try AccountCount.checkAnotherAdministrator(than: account, in: db) }
        try db.execute(
            "UPDATE token SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL", account.id, at.rfc3339)
        let revoked = db.changes
        try db.execute("DELETE FROM account WHERE id = $1", account.id)
        try AccessRevision.advance(in: db)
        try AuditEntry.record(
            "account.removed", subject: account.name,
            before: account.role.rawValue + (revoked == 0 ? "" : ", tokens revoked with it: \(revoked)"), by: author,
            at: at, in: db)
    }
}

/// How many accounts there are.
enum AccountCount {
    static func all(in db: Connection) throws -> Int {
        try db.first("SELECT COUNT(*) FROM account") { $0.int(0) } ?? 0
    }

    /// - Throws: `RoadmapError` when `account` is the only administrator.
    static func checkAnotherAdministrator(than account: Account, in db: Connection) throws {
        let others =
            try db.first(
                "SELECT COUNT(*) FROM account WHERE role = 'administrator' AND id <> $1", account.id
            ) { $0.int(0) } ?? 0
        guard others > 0 else {
            throw RoadmapError(
                .conflict, "“\(account.name)” is the only administrator.",
                tip: "Make another account an administrator first.", field: "name")
        }
    }
}

/// The number that tells who keeps an image of the tables that they have changed.
enum AccessRevision {
    static func advance(in db: Connection) throws {
        try db.execute("UPDATE access_revision SET number = number + 1")
    }

    static func current(in db: Connection) throws -> Int64 {
        try db.first("SELECT number FROM access_revision") { $0.integer(0) } ?? 0
    }
}
