import Access
import HTTP
import Markup
import Roadmap

enum SignInPage {
    /// `GET /sign-in?return=/targets`: asks for name and password.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let way = ReturnPath(request.query["return"], otherwise: Links.overview)
        // Whoever is told that they may not see a page, while they are signed in, is not asked again.
        return .now(try page(request, site, SignInForm(returnTo: way.address), status: .ok))
    }

    /// `POST /sign-in`: begins a session and goes back to where somebody wanted to go.
    static func signIn(_ request: Request, site: Site) throws -> Reply {
        let fields = try request.form
        let way = ReturnPath(fields["return"], otherwise: Links.overview)
        var form = SignInForm(returnTo: way.address, name: fields["name"] ?? "")
        let password = fields["password"] ?? ""
        guard !form.name.isEmpty, !password.isEmpty else {
            form.problem = "Give name and password."
            return .now(try page(request, site, form, status: .unprocessableContent))
        }
        let filled = form
        return .later {
            do {
                let place = site.place(of: request)
                let opening = try await site.gate.desk.signIn(filled.name, password: password, at: place)
                return site.begin(opening, goingTo: way.address, for: request)
            } catch let refusal as SignInDesk.Refusal {
                var form = filled
                form.problem = refusal.message
                var response = try page(request, site, form, status: refusal.status)
                response.headers.merge(refusal.headers)
                return response
            }
        }
    }

    /// `POST /sign-out`: ends the session.
    static func signOut(_ request: Request, site: Site) throws -> Reply {
        let principal = request.principal
        let author = site.author(of: request)
        return .later {
            if let account = principal.account, let session = principal.session {
                try await site.gate.book.perform(
                    EndSessions(.one(session.id), of: account, by: author, at: site.tracker.now))
            }
            var response = Response.redirect(to: Links.overview)
            response.headers.append(
                "Set-Cookie", Cookies.set(Cookies.session, "", seconds: 0, isSecure: site.gate.isSecure(request)))
            return response
        }
    }

    private static func page(_ request: Request, _ site: Site, _ form: SignInForm, status: Status) throws -> Response {
        let hasAccounts = site.gate.book.hasAccounts
        return try site.fresh(request, \.signIn, status: status) { _, layout in
            Model(layout: layout(nil, "Sign in"), form: form, hasAccounts: hasAccounts)
        }
    }

    struct SignInForm: Sendable {
        let returnTo: String
        var name = ""
        var problem: String?
    }

    struct Model: TemplateModel {
        let layout: Layout
        let form: SignInForm
        let hasAccounts: Bool

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("returnTo") { $0.form.returnTo }
            .text("name") { $0.form.name }
            .text("problem") { $0.form.problem }
            .flag("hasAccounts") { $0.hasAccounts }
            .text("who") { $0.layout.viewer.isSignedIn ? $0.layout.viewer.name : nil }
    }
}

extension SignInDesk.Refusal {
    /// For the person who signs in.
    var message: String {
        switch self {
        case .wrong: "Name or password is wrong."
        case .tooMany(let seconds): "Too many wrong passwords. Try again in \(counted(seconds, "second"))."
        case .busy: "Too many people sign in at this moment. Try again in a few seconds."
        }
    }

    var status: Status {
        switch self {
        case .wrong: .unauthorized
        case .tooMany: .tooManyRequests
        case .busy: .serviceUnavailable
        }
    }

    var headers: Headers {
        switch self {
        case .wrong: [:]
        case .tooMany(let seconds): ["Retry-After": String(seconds)]
        case .busy: ["Retry-After": "2"]
        }
    }
}

extension Site {
    /// Where somebody signs in from.
    func place(of request: Request) -> SignInDesk.Place {
        SignInDesk.Place(
            address: gate.address(of: request), browser: request.headers["User-Agent"] ?? "",
            device: request.cookie(Cookies.device).map(String.init))
    }

    /// Gives the browser the cookies of a session that has begun.
    func begin(_ opening: SignInDesk.Opening, goingTo page: String, for request: Request) -> Response {
        let isSecure = gate.isSecure(request)
        let lifetime = Int(gate.book.limits.absolute.components.seconds)
        var response = Response.redirect(to: page)
        response.headers.append(
            "Set-Cookie", Cookies.set(Cookies.session, opening.secret, seconds: lifetime, isSecure: isSecure))
        response.headers.append(
            "Set-Cookie",
            Cookies.set(Cookies.device, opening.device, seconds: 31_536_000, path: "/sign-in", isSecure: isSecure))
        return response
    }
}
