import Access
import HTTP
import Markup
import Roadmap

enum AccountPage {
    /// `GET /account`: the account that is signed in, its password, and where else it is signed in.
    static func show(_ request: Request, site: Site) throws -> Reply {
        .now(try page(request, site, status: .ok))
    }

    /// `POST /account/password`: another password; every other session ends.
    static func changePassword(_ request: Request, site: Site) throws -> Reply {
        let fields = try request.form
        let (old, new) = (fields["current_password"] ?? "", fields["password"] ?? "")
        let (account, session) = try signedIn(request)
        let author = site.author(of: request)
        return .later {
            do {
                try await site.gate.desk.confirm(account, password: old, at: site.place(of: request))
                try await site.gate.desk.change(account, to: new, keeping: session.id, by: author)
                return .redirect(to: "\(Links.account)?changed=password")
            } catch let error as RoadmapError where error.kind == .invalid {
                return try page(request, site, errors: ["password": error.description], status: .unprocessableContent)
            } catch let refusal as SignInDesk.Refusal {
                let message = refusal == .wrong ? "That is not your present password." : refusal.message
                let status: Status = refusal == .wrong ? .unprocessableContent : refusal.status
                return try page(request, site, errors: ["current": message], status: status)
            }
        }
    }

    /// `POST /account/sessions/:id/end`: signs out elsewhere; `others` ends all sessions but this one.
    static func endSession(_ request: Request, site: Site) throws -> Reply {
        let (account, session) = try signedIn(request)
        let author = site.author(of: request)
        let which: EndSessions.Which
        switch request.parameters["id"] {
        case "others": which = .others(than: session.id)
        case let text?:
            guard let id = Int64(text) else {
                throw HTTPError.notFound("There is no session “\(text.prefix(20))”.", tip: "Your account lists them.")
            }
            which = .one(id)
        case nil: throw HTTPError.notFound("There is no such session.", tip: "Your account lists them.")
        }
        return .later {
            try await site.gate.book.perform(EndSessions(which, of: account, by: author, at: site.tracker.now))
            return .redirect(to: Links.account)
        }
    }

    private static func signedIn(_ request: Request) throws -> (Account, Session) {
        guard let account = request.principal.account, let session = request.principal.session else {
            throw HTTPError.unauthorized("Sign in to do this.", tip: "It takes an account.")
        }
        return (account, session)
    }

    private static func page(
        _ request: Request, _ site: Site, errors: [String: String] = [:], status: Status
    ) throws -> Response {
        let (account, own) = try signedIn(request)
        let sessions = site.gate.book.sessions(of: account)
        return try site.fresh(request, \.account, status: status) { progress, layout in
            Model(
                layout: layout(nil, "Your account"), account: account,
                sessions: sessions.map { SessionRow($0, isOwn: $0.id == own.id, in: progress) }, errors: errors,
                hasChanged: request.query["changed"] == "password")
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let account: Account
        let sessions: [SessionRow]
        let errors: [String: String]
        let hasChanged: Bool

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("name") { $0.account.name }
            .text("role") { $0.account.role.rawValue }
            .text("may") { $0.account.role.may }
            .list("sessions") { $0.sessions }
            .flag("hasOthers") { $0.sessions.count > 1 }
            .text("currentError") { $0.errors["current"] }
            .text("passwordError") { $0.errors["password"] }
            .flag("hasChanged") { $0.hasChanged }
    }

    struct SessionRow: TemplateModel {
        let session: Session
        let isOwn: Bool
        let started: When
        let used: When

        init(_ session: Session, isOwn: Bool, in progress: Progress) {
            self.session = session
            self.isOwn = isOwn
            started = When(session.createdAt, in: progress)
            used = When(session.usedAt, in: progress)
        }

        static let shape = Shape<SessionRow>()
            .text("browser") { BrowserName(of: $0.session.browser).text }
            .text("agent") { $0.session.browser }
            .text("address") { $0.session.address }
            .object("started") { $0.started }
            .object("used") { $0.used }
            .flag("own") { $0.isOwn }
            .text("end") { Links.endSession($0.session.id) }
    }
}

extension Role {
    /// What it may do, for the person who has it.
    var may: String {
        switch self {
        case .viewer: "looks at everything but changes nothing"
        case .editor: "ticks tasks, records readings and entries, and takes them back"
        case .administrator: "does everything, accounts and tokens included"
        }
    }
}
