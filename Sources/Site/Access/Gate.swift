import Access
import HTTP
import Roadmap
import Secrets

/// Tells whom each request comes from, and whether that is enough.
public final class Gate: Sendable {
    public let book: AccessBook
    let desk: SignInDesk
    let policy: AccessPolicy
    /// Lets the first account be made.
    public let welcome: Welcome
    /// What commands of this machine show.
    private let control: ControlToken?
    private let nobody: Principal

    public init(
        book: AccessBook, desk: SignInDesk, policy: AccessPolicy, welcome: Welcome = Welcome(),
        control: ControlToken? = nil
    ) {
        self.book = book
        self.desk = desk
        self.policy = policy
        self.welcome = welcome
        self.control = control
        nobody = .nobody(policy.open)
    }

    // MARK: Who it is

    /// Whom a request comes from: by its token, else its session, else what a trusted proxy says.
    /// - Throws: `HTTPError` 401 for a token that lets nobody in.
    func principal(of request: Request) throws(HTTPError) -> Principal {
        if let token = request.bearer {
            if AccessToken.isMarked(token) { return try principal(token: token, request) }
            // Others than ours are keys of clients that talk to models; they are told apart there.
            if let control, control.isCarried(by: request.headers["Authorization"]) { return .command }
        }
        if let secret = request.cookie(Cookies.session),
            let principal = book.principal(session: secret, from: address(of: request))
        {
            return principal
        }
        return proxied(request) ?? nobody
    }

    private func principal(token: Substring, _ request: Request) throws(HTTPError) -> Principal {
        switch book.principal(token: token, from: address(of: request)) {
        case .good(let principal): return principal
        case .over(let reason):
            throw .unauthorized(reason, tip: "Ask an administrator for a new token, or leave Authorization out.")
        case .unknown:
            throw .unauthorized(
                "That token lets nobody in.", tip: "Copy it again in full, or ask an administrator for a new one.")
        }
    }

    private func proxied(_ request: Request) -> Principal? {
        guard let proxy = policy.proxy, let header = proxy.header, proxy.addresses.contains(request.remoteAddress),
            let name = request.headers[header], !name.isEmpty, request.headers.values(of: header).count == 1
        else { return nil }
        if let account = book.account(named: name) { return .proxied(account.name, role: account.role) }
        return proxy.role.map { .proxied(String(name.prefix(80)), role: $0) }
    }

    /// The account of somebody who is signed in, be it at a trusted proxy.
    func account(of principal: Principal) -> Account? {
        if case .proxied(let name, _) = principal.kind { return book.account(named: name) }
        return principal.account
    }

    /// Where a request comes from: past a trusted proxy, as that says.
    func address(of request: Request) -> String {
        guard let proxy = policy.proxy, proxy.addresses.contains(request.remoteAddress),
            let hops = request.headers.list(of: "X-Forwarded-For"), let last = hops.split(separator: ",").last
        else { return request.remoteAddress }
        return String(last.trimmed.prefix(60))
    }

    /// Whether the browser speaks TLS with us, or with the proxy before us.
    func isSecure(_ request: Request) -> Bool {
        if policy.hasTLS { return true }
        guard let proxy = policy.proxy, proxy.addresses.contains(request.remoteAddress) else { return false }
        return request.headers["X-Forwarded-Proto"]?.lowercased() == "https"
    }

    // MARK: Whether that is enough

    /// - Throws: `HTTPError` 401 for nobody, 403 for somebody who may not.
    func admit(_ request: Request, to requirement: Requirement) throws(HTTPError) {
        let principal = request.principal
        guard !requirement.isMet(by: principal) else { return try checkForm(request, of: principal) }
        switch principal.kind {
        case .nobody:
            if requirement == .command { throw Self.onlyCommands }
            throw .unauthorized(
                requirement == .scope(.read) ? "Sign in to see this." : "Sign in to do this.",
                tip: request.isFromAPage ? "Nothing was changed yet." : Self.tip(for: requirement))
        case .account, .proxied:
            throw HTTPError(
                .forbidden, "“\(principal.name ?? "")” may not do this: it needs \(Self.need(requirement)).",
                tip: "Ask an administrator for it.")
        case .token(let token):
            throw HTTPError(
                .forbidden, "The token \(token.prefix)… may not do this: it needs \(Self.need(requirement)).",
                tip: Self.tip(for: requirement))
        case .command:
            throw HTTPError(.forbidden, "This is for people.", tip: "Open it in a browser.")
        }
    }

    /// A browser sends the session's cookie whoever made it send the form. New ones say where the form came from, and
    /// `RequestGuard` has looked at that; of an old one the form itself has to show what only pages of the session have.
    private func checkForm(_ request: Request, of principal: Principal) throws(HTTPError) {
        guard !principal.formToken.isEmpty, !request.method.isSafe, !request.saysWhereItComesFrom else { return }
        var token: String?
        do {
            token = try request.form[Cookies.formField]
        } catch {
            token = nil
        }
        guard let token, SecretText.areEqual(token, principal.formToken) else {
            throw HTTPError(
                .forbidden, "It cannot be told that a page of this site sent this, so nothing was changed.",
                tip: "Open the page again and repeat it there; scripts use a token in place of the cookie.")
        }
    }

    private static func need(_ requirement: Requirement) -> String {
        switch requirement {
        case .nothing: "nothing"
        case .scope(let scope): "the scope \(scope.rawValue)"
        case .editor: "an editor’s or administrator’s account"
        case .signedIn: "an account"
        case .command: "a command of this machine"
        }
    }

    private static func tip(for requirement: Requirement) -> String {
        switch requirement {
        case .scope(let scope):
            "Scripts send Authorization: Bearer with a token; `beast token add NAME --scopes \(scope.rawValue)` makes one."
        case .editor: "It takes the account of an editor or administrator."
        default: "It takes an account; an administrator makes them."
        }
    }

    private static let onlyCommands = HTTPError(
        .forbidden, "This is for the commands of this machine alone.",
        tip: "Run the command beside the server, as its user and with its data folder.")
}

extension HTTPError {
    /// RFC 9110, section 15.5.2: who it is has to be shown first.
    static func unauthorized(_ message: String, tip: String) -> HTTPError {
        HTTPError(.unauthorized, message, tip: tip, headers: ["WWW-Authenticate": "Bearer"])
    }
}

extension Substring {
    var trimmed: Substring {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
