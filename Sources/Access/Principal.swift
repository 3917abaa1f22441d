import Roadmap

/// Whom a request comes from, as far as it could be told, and what that lets it do.
public final class Principal: Sendable {
    public enum Kind: Sendable {
        /// Nobody showed anything.
        case nobody
        /// A person, in a session of theirs.
        case account(Account, session: Session)
        /// A person whom a trusted proxy vouches for.
        case proxied(name: String, role: Role)
        case token(AccessToken)
        /// A command of this machine, with the key of the data folder.
        case command
    }

    public let kind: Kind
    public let scopes: Scopes
    /// By which forms are known to be the session's own, where browsers do not say so themselves; empty without a session.
    public let formToken: String

    init(_ kind: Kind, scopes: Scopes, formToken: String = "") {
        self.kind = kind
        self.scopes = scopes
        self.formToken = formToken
    }

    /// Nobody in particular, with what everybody may do.
    public static func nobody(_ scopes: Scopes) -> Principal { Principal(.nobody, scopes: scopes) }

    /// A command of this machine.
    public static let command = Principal(.command, scopes: .init(Scope.allCases))

    public static func proxied(_ name: String, role: Role) -> Principal {
        Principal(.proxied(name: name, role: role), scopes: role.scopes)
    }

    public func may(_ scope: Scope) -> Bool { scopes.allow(scope) }

    /// Whether it may do what no scope is for: undo, map tasks, acknowledge alerts. Editors and administrators may.
    public var mayEdit: Bool {
        switch kind {
        case .account(let account, _): account.role >= .editor
        case .proxied(_, let role): role >= .editor
        case .nobody: scopes.contains([.tasksWrite, .metricsWrite, .dogFoodWrite])
        case .token: scopes.contains(.admin)
        case .command: true
        }
    }

    /// Whether it may record readings of a metric.
    public func mayRecord(_ metric: String) -> Bool {
        guard may(.metricsWrite) else { return false }
        guard case .token(let token) = kind, let metrics = token.grant.metrics else { return true }
        return metrics.contains(metric)
    }

    /// The account that is signed in.
    public var account: Account? {
        if case .account(let account, _) = kind { account } else { nil }
    }

    public var session: Session? {
        if case .account(_, let session) = kind { session } else { nil }
    }

    public var isSignedIn: Bool {
        switch kind {
        case .account, .proxied: true
        case .nobody, .token, .command: false
        }
    }

    /// What it is called on record; nil for nobody.
    public var name: String? {
        switch kind {
        case .nobody: nil
        case .account(let account, _): account.name
        case .proxied(let name, _): name
        case .token(let token): token.name
        case .command: "command line"
        }
    }

    /// What it showed to be let in, for the audit.
    public var credential: String {
        switch kind {
        case .nobody: ""
        case .account(_, let session): "session \(session.id)"
        case .proxied: "proxy"
        case .token(let token): "token \(token.prefix)"
        case .command: "data folder"
        }
    }

    /// Who is on record for a change.
    /// - Parameters:
    ///   - claimed: a name given in the request. People who are signed in cannot give another than their own.
    ///   - address: where the request came from.
    public func author(_ claimed: String?, by way: Author.Way, from address: String) -> Author {
        let claimed = claimed.flatMap { $0.isEmpty ? nil : $0 }
        return Author(
            isSignedIn ? name ?? "" : claimed ?? name ?? "", by: way, credential: credential, address: address)
    }
}
