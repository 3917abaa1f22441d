import Roadmap
import Secrets
import Storage

/// Everything that lets somebody in, as of one moment, ready to be looked up.
final class AccessImage: Sendable {
    struct KnownSession: Sendable {
        let principal: Principal
        let session: Session
        let use: UseMark
    }

    struct KnownToken: Sendable {
        let principal: Principal
        let token: AccessToken
        let use: UseMark
    }

    /// Of the rows that it was made from.
    let number: Int64
    let accounts: Int
    let sessions: [SecretKey: KnownSession]
    let sessionsByID: [Int64: KnownSession]
    let tokens: [SecretKey: KnownToken]
    let tokensByID: [Int64: KnownToken]
    /// Accounts by their names in lower case.
    let names: [String: Account]

    /// - Parameters:
    ///   - earlier: the image before this one, whose uses that are not written yet go on.
    ///   - sign: makes the form token of a session from its kept secret.
    init(_ db: Connection, after earlier: AccessImage?, sign: (String) -> String) throws {
        number = try AccessRevision.current(in: db)
        let all = try db.query("SELECT \(Account.columns) FROM account") { try Account($0) }
        accounts = all.count
        names = Dictionary(all.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        let byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let sessionUses = Dictionary(
            (earlier?.sessions.values).map { $0.map { ($0.session.id, $0.use) } } ?? [],
            uniquingKeysWith: { first, _ in first })
        let tokenUses = Dictionary(
            (earlier?.tokens.values).map { $0.map { ($0.token.id, $0.use) } } ?? [],
            uniquingKeysWith: { first, _ in first })

        var sessions: [SecretKey: KnownSession] = [:]
        try db.forEach("SELECT \(Session.columns), secret FROM session") { row in
            let session = try Session(row)
            let kept = row.text(6)
            guard let key = SecretKey(kept: kept), let account = byID[session.account] else { return }
            sessions[key] = KnownSession(
                principal: Principal(
                    .account(account, session: session), scopes: account.role.scopes, formToken: sign(kept)),
                session: session,
                use: sessionUses[session.id] ?? UseMark(at: session.usedAt, address: session.address))
        }
        self.sessions = sessions
        sessionsByID = Dictionary(
            sessions.values.map { ($0.session.id, $0) }, uniquingKeysWith: { first, _ in first })

        var tokens: [SecretKey: KnownToken] = [:]
        try db.forEach("SELECT \(AccessToken.columns), secret FROM token") { row in
            let token = try AccessToken(row)
            guard let key = SecretKey(kept: row.text(16)) else { return }
            tokens[key] = KnownToken(
                principal: Principal(.token(token), scopes: token.grant.scopes), token: token,
                use: tokenUses[token.id] ?? UseMark(at: token.usedAt, address: token.address))
        }
        self.tokens = tokens
        tokensByID = Dictionary(tokens.values.map { ($0.token.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
