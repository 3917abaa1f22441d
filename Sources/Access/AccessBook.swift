import Roadmap
import Secrets
import Storage
import Synchronization

/// Who is let in: the accounts, sessions and tokens of the database, looked up in memory.
///
/// What this process changes holds at once, what another one does (`beast token revoke`) within a second. While the
/// database does not answer, what was known last holds; so it does inside the tracker's `read`, which takes no other.
public final class AccessBook: Sendable {
    public let limits: SessionLimits
    private let tracker: Tracker
    private let sign: @Sendable (String) -> String
    private let state: Mutex<State>
    /// Those that are not in the audit yet. A write for each would let whoever guesses keep the database busy, and empty
    /// the cache of pages each time.
    private let refused = Mutex<[RefusedSignIn]>([])

    private struct State {
        var image: AccessImage
        /// Of the database when it was last compared, and when that was.
        var revision: UInt64?
        var comparedAt: Instant
    }

    /// More refusals than can come between two looks; those beyond are not told of one by one.
    private static let mostRefused = 10_000

    /// How long an image holds before it is compared with the database, in milliseconds.
    private static let patience: Int64 = 1_000

    /// - Parameter sign: makes of a text another that only this installation can make.
    public init(
        _ tracker: Tracker, limits: SessionLimits = SessionLimits(), sign: @escaping @Sendable (String) -> String
    ) throws {
        self.tracker = tracker
        self.limits = limits
        self.sign = sign
        let revision = try tracker.rowsRevision()
        let image = try Self.load(tracker, after: nil, sign: sign)
        state = Mutex(State(image: image, revision: revision, comparedAt: tracker.now))
    }

    private static func load(
        _ tracker: Tracker, after earlier: AccessImage?, sign: (String) -> String
    ) throws -> AccessImage {
        try tracker.readRows { try AccessImage($0, after: earlier, sign: { sign("form " + $0) }) }
    }

    /// The newest image that can be had.
    /// - Parameter isSure: compare it with the database even if that was done just now.
    private func image(at now: Instant, isSure: Bool = false) -> AccessImage {
        state.withLock { state in
            let age = abs(now.milliseconds - state.comparedAt.milliseconds)
            guard isSure || state.revision == nil || age >= Self.patience else { return state.image }
            state.comparedAt = now
            do {
                let revision = try tracker.rowsRevision()
                guard revision != state.revision else { return state.image }
                let number = try tracker.readRows { try AccessRevision.current(in: $0) }
                if number != state.image.number {
                    state.image = try Self.load(tracker, after: state.image, sign: sign)
                }
                state.revision = revision
            } catch {
                // The rest of the program tells of a database that does not answer. Nobody is let in by that who was not
                // before, and it is tried again at the next look.
            }
            return state.image
        }
    }

    /// Makes a change of accounts, sessions or tokens durable; it holds from its return on.
    @discardableResult
    public func perform<C: Change>(_ change: C) async throws -> C.Outcome {
        let outcome = try await tracker.perform(change)
        state.withLock { $0.revision = nil }
        return outcome
    }

    // MARK: Letting in

    /// Whether anybody can sign in yet.
    public var hasAccounts: Bool { image(at: tracker.now).accounts > 0 }

    /// Who shows the secret of a session; nil when it has ended or never was.
    public func principal(session secret: some StringProtocol, from address: String) -> Principal? {
        let now = tracker.now
        guard secret.utf8.count <= 100, let known = image(at: now).sessions[SecretKey(of: secret)] else { return nil }
        let usedAt = known.use.current.at ?? known.session.usedAt
        guard !limits.hasEnded(createdAt: known.session.createdAt, usedAt: usedAt, at: now) else { return nil }
        known.use.note(now, from: address)
        return known.principal
    }

    public enum TokenOutcome: Sendable {
        case good(Principal)
        /// It was one of ours, and is no more: why, for whoever shows it.
        case over(String)
        /// It never was one.
        case unknown
    }

    /// Who shows a token.
    /// - Parameter address: nil when its use is noted elsewhere.
    public func principal(token text: some StringProtocol, from address: String?) -> TokenOutcome {
        let now = tracker.now
        guard text.utf8.count <= 100 else { return .unknown }
        let key = SecretKey(of: text)
        // One that was made a moment ago, by a command, is not known yet.
        guard let known = image(at: now).tokens[key] ?? image(at: now, isSure: true).tokens[key] else {
            return .unknown
        }
        if let revokedAt = known.token.revokedAt {
            return .over("The token \(known.token.prefix)… was revoked on \(revokedAt.rfc3339.prefix(10)).")
        }
        if let expiresAt = known.token.expiresAt, expiresAt <= now {
            return .over("The token \(known.token.prefix)… expired on \(expiresAt.rfc3339.prefix(10)).")
        }
        if let address { known.use.note(now, from: address) }
        return .good(known.principal)
    }

    /// Whether somebody who was let in still would be: for answers that go on for long. It counts as no use.
    public func stillLetsIn(_ principal: Principal) -> Bool {
        let now = tracker.now
        switch principal.kind {
        case .nobody, .proxied, .command: return true
        case .account(_, let session):
            guard let known = image(at: now).sessionsByID[session.id] else { return false }
            let usedAt = known.use.current.at ?? known.session.usedAt
            return !limits.hasEnded(createdAt: known.session.createdAt, usedAt: usedAt, at: now)
        case .token(let token):
            return image(at: now).tokensByID[token.id]?.token.isGood(at: now) ?? false
        }
    }

    public func account(named name: String) -> Account? { image(at: tracker.now).names[name.lowercased()] }

    // MARK: What is there

    /// Every account, by name.
    public func accounts() throws -> [Account] { try Account.all(in: tracker) }

    /// An account with the hash of its password; nil for a name that none has.
    public func password(of name: String) throws -> (account: Account, hash: String)? {
        try tracker.readRows { db in
            try db.first("SELECT \(Account.columns), password FROM account WHERE key = $1", name.lowercased()) {
                (account: try Account($0), hash: $0.text(4))
            }
        }
    }

    /// The sessions of an account that go on, the one used last first.
    public func sessions(of account: Account) -> [Session] {
        let now = tracker.now
        return image(at: now).sessions.values.filter { $0.session.account == account.id }
            .map { known in
                let use = known.use.current
                return known.session.used(at: use.at ?? known.session.usedAt, from: use.address)
            }
            .filter { !limits.hasEnded(createdAt: $0.createdAt, usedAt: $0.usedAt, at: now) }
            .sorted { ($0.usedAt, $0.id) > ($1.usedAt, $1.id) }
    }

    /// Every token there ever was, the newest first.
    public func tokens() -> [AccessToken] {
        image(at: tracker.now).tokens.values
            .map { known in
                let use = known.use.current
                return use.at.map { known.token.used(at: $0, from: use.address) } ?? known.token
            }
            .sorted { $0.id > $1.id }
    }

    // MARK: Keeping

    /// Notes a sign-in that was refused; it is in the audit when the book is next written down.
    func note(_ refusal: RefusedSignIn) {
        refused.withLock { if $0.count < Self.mostRefused { $0.append(refusal) } }
    }

    /// Writes down when sessions and tokens were used and which sign-ins were refused, and removes sessions that have ended.
    /// To be called every few seconds, and at the end.
    public func writeDown() async throws {
        let now = tracker.now
        let image = image(at: now)
        let sessions = image.sessions.values.compactMap { known in
            known.use.takeUnwritten().map { (known.session.id, $0) }
        }
        let tokens = image.tokens.values.compactMap { known in known.use.takeUnwritten().map { (known.token.id, $0) } }
        let ended = image.sessions.values.filter { known in
            limits.hasEnded(
                createdAt: known.session.createdAt, usedAt: known.use.current.at ?? known.session.usedAt, at: now)
        }.map(\.session.id)
        let refused = refused.withLock { refused in
            defer { refused = [] }
            return refused
        }
        guard !sessions.isEmpty || !tokens.isEmpty || !ended.isEmpty || !refused.isEmpty else { return }
        try await perform(WriteDownUses(sessions: sessions, tokens: tokens, ended: ended, refused: refused))
    }
}
