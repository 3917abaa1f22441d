import Roadmap
import Secrets
import Storage

/// What a script or an application shows to be let in.
public struct AccessToken: Sendable, Hashable, Identifiable {
    public let id: Int64
    public let name: String
    /// What it begins with, such as `beast_x7Kq2mP9`: enough to recognise it, nothing to be let in by.
    public let prefix: String
    public let grant: TokenGrant
    /// The account that made it; nil for the command line or an account that is gone.
    public let account: Int64?
    public let createdBy: String
    public let createdAt: Instant
    /// Nil for never.
    public let expiresAt: Instant?
    /// Nil while it is good.
    public let revokedAt: Instant?
    /// To the minute or so; nil for never.
    public private(set) var usedAt: Instant?
    /// Of its last use; empty for none.
    public private(set) var address: String

    /// What every token begins with.
    static let mark = "beast_"

    /// Whether a text begins as every token does.
    public static func isMarked(_ text: Substring) -> Bool { text.utf8.starts(with: mark.utf8) }

    /// The characters of a token after the mark: eight to recognise it by, and 35, which hold 208 bits, to be let in by.
    static let (shown, hidden) = (8, 35)

    /// A new token.
    static func make() -> String { mark + SecretText.random(shown + hidden) }

    static func prefix(of token: String) -> String { String(token.prefix(mark.count + shown)) }

    static let columns = """
        id, name, prefix, scopes, metrics, models, tenant, requests_per_minute, tokens_per_minute, account_id, created_by,
        created_at, expires_at, revoked_at, used_at, address
        """

    init(_ row: Row) throws {
        id = row.integer(0)
        name = row.text(1)
        prefix = row.text(2)
        grant = try TokenGrant(row, from: 3)
        account = row.optionalInteger(9)
        createdBy = row.text(10)
        createdAt = try Instant(stored: row.text(11))
        expiresAt = try row.optionalText(12).map { try Instant(stored: $0) }
        revokedAt = try row.optionalText(13).map { try Instant(stored: $0) }
        usedAt = try row.optionalText(14).map { try Instant(stored: $0) }
        address = row.text(15)
    }

    /// Every token there ever was, the newest first.
    public static func all(in tracker: Tracker) throws -> [AccessToken] {
        try tracker.readRows { db in
            try db.query("SELECT \(columns) FROM token ORDER BY id DESC") { try AccessToken($0) }
        }
    }

    /// The same with a later use.
    func used(at instant: Instant, from address: String) -> AccessToken {
        var token = self
        (token.usedAt, token.address) = (instant, address)
        return token
    }

    /// Whether it lets anybody in at an instant.
    public func isGood(at now: Instant) -> Bool { revokedAt == nil && expiresAt.map { now < $0 } ?? true }
}
