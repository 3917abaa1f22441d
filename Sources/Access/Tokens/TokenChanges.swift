import Roadmap
import Secrets
import Storage

/// Makes a token.
public struct AddToken: Change {
    private let name: String
    private let grant: TokenGrant
    private let secret: String
    private let account: Int64?
    private let expiresAt: Instant?
    private let author: Author
    private let at: Instant

    /// - Parameters:
    ///   - name: what it is for, 1 to 60 characters.
    ///   - account: the account that makes it, with whose removal it is revoked; nil for the command line.
    ///   - expiresAt: nil for never.
    /// - Throws: `RoadmapError` that names the field which makes no sense.
    public init(
        _ name: String, _ grant: TokenGrant, account: Int64? = nil, expiresAt: Instant?, by author: Author, at: Instant
    ) throws(RoadmapError) {
        let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...60).contains(name.count) else {
            throw RoadmapError(
                .invalid, "A token needs a name of 1 to 60 characters.",
                tip: "Say what it is for, such as “nightly metrics”.", field: "name")
        }
        try grant.check()
        if let expiresAt, expiresAt <= at {
            throw RoadmapError(
                .invalid, "The token would have expired already.", tip: "Give a time that is ahead.", field: "expires")
        }
        self.name = name
        self.grant = grant
        self.account = account
        self.expiresAt = expiresAt
        self.author = author
        self.at = at
        secret = AccessToken.make()
    }

    /// - Returns: the token as it is kept, and its text, which is nowhere else.
    /// - Throws: `RoadmapError` when a good token has that name already.
    public func apply(_ db: Connection) throws -> (token: AccessToken, text: String) {
        let isTaken =
            try db.first(
                """
                SELECT 1 FROM token WHERE name = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
                """, name, at.rfc3339
            ) { _ in true } ?? false
        guard !isTaken else {
            throw RoadmapError(
                .conflict, "There is a token “\(name)” already.", tip: "Revoke it first, or choose another name.",
                field: "name")
        }
        try db.execute(
            """
            INSERT INTO token (
                name, prefix, secret, scopes, metrics, models, tenant, requests_per_minute, tokens_per_minute,
                account_id, created_by, created_at, expires_at, address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '')
            """,
            name, AccessToken.prefix(of: secret), SecretText.kept(secret),
            grant.scopes.list.map(\.rawValue).joined(separator: " "), TokenGrant.text(grant.metrics),
            TokenGrant.text(grant.models), grant.tenant, grant.requestsPerMinute, grant.tokensPerMinute, account,
            author.name, at.rfc3339, expiresAt?.rfc3339)
        let id = db.lastInsertedID
        try AccessRevision.advance(in: db)
        let end = expiresAt.map { ", until \($0.rfc3339)" } ?? ""
        try AuditEntry.record(
            "token.added", subject: AccessToken.prefix(of: secret), after: "\(name): \(grant.summary)\(end)",
            by: author,
            at: at, in: db)
        guard
            let token = try db.first(
                "SELECT \(AccessToken.columns) FROM token WHERE id = $1", id, row: { try AccessToken($0) })
        else { throw RoadmapError(.conflict, "The token was not kept.", tip: "Try again.") }
        return (token, secret)
    }
}

/// Takes a token's power away, for good.
public struct RevokeToken: Change {
    private let which: String
    private let author: Author
    private let at: Instant

    /// - Parameter which: the token's name, or what it begins with.
    public init(_ which: String, by author: Author, at: Instant) {
        self.which = which
        self.author = author
        self.at = at
    }

    /// - Throws: `RoadmapError` when there is no such token, or it is revoked already.
    public func apply(_ db: Connection) throws -> AccessToken {
        let found = try db.query(
            """
            SELECT \(AccessToken.columns) FROM token WHERE name = $1 OR prefix = $1
            ORDER BY prefix <> $1, revoked_at IS NOT NULL, id DESC
            """, which
        ) { try AccessToken($0) }
        guard let token = found.first else {
            let names = try db.query("SELECT name FROM token WHERE revoked_at IS NULL") { $0.text(0) }
            throw RoadmapError.unknownToken(which, among: names)
        }
        guard token.revokedAt == nil else {
            throw RoadmapError(
                .conflict, "“\(token.name)” is revoked already.", tip: "`beast token list` shows since when.",
                field: "name")
        }
        try db.execute("UPDATE token SET revoked_at = $2 WHERE id = $1", token.id, at.rfc3339)
        try AccessRevision.advance(in: db)
        try AuditEntry.record(
            "token.revoked", subject: token.prefix, before: "\(token.name): \(token.grant.summary)", by: author, at: at,
            in: db)
        return token
    }
}
