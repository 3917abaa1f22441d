import Access
import HTTP
import Markup
import Roadmap

enum WelcomePage {
    /// `GET /welcome?code=…`: lets whoever has the server's link make the first account.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let code = request.query["code"] ?? ""
        try check(code, site)
        return .now(try page(request, site, Form(code: code), status: .ok))
    }

    /// `POST /welcome`: makes the first account and signs in to it.
    static func create(_ request: Request, site: Site) throws -> Reply {
        let fields = try request.form
        let form = Form(code: fields["code"] ?? "", name: fields["name"] ?? "")
        try check(form.code, site)
        let password = fields["password"] ?? ""
        return .later {
            do {
                let account = try await site.gate.desk.add(
                    form.name, password: password, role: .administrator, isFirst: true,
                    by: Author(form.name, by: .web, credential: "welcome link", address: site.gate.address(of: request))
                )
                site.gate.welcome.close()
                return site.begin(
                    try await site.gate.desk.open(account, at: site.place(of: request)), goingTo: Links.overview,
                    for: request)
            } catch let error as RoadmapError where error.kind == .invalid {
                return try page(request, site, form.refused(error), status: .unprocessableContent)
            } catch let refusal as SignInDesk.Refusal {
                throw HTTPError(refusal.status, refusal.message, tip: "Nothing was made.", headers: refusal.headers)
            }
        }
    }

    private static func check(_ code: String, _ site: Site) throws {
        guard !site.gate.book.hasAccounts else {
            throw HTTPError(
                .forbidden, "There is an account already.", tip: "Sign in, or ask an administrator for one.")
        }
        guard site.gate.welcome.accepts(code) else {
            throw HTTPError(
                .forbidden, "This link is not the one that the server has given.",
                tip: "`beast serve` prints it at its start; `beast user add` makes an account too.")
        }
    }

    private static func page(_ request: Request, _ site: Site, _ form: Form, status: Status) throws -> Response {
        try site.fresh(request, \.welcome, status: status) { _, layout in
            Model(layout: layout(nil, "Welcome"), form: form)
        }
    }

    struct Form: Sendable {
        let code: String
        var name = ""
        var errors: [String: String] = [:]

        func refused(_ error: RoadmapError) -> Form {
            var form = self
            form.errors[error.field ?? "name"] = error.description
            return form
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let form: Form

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("code") { $0.form.code }
            .text("name") { $0.form.name }
            .text("nameError") { $0.form.errors["name"] }
            .text("passwordError") { $0.form.errors["password"] }
    }
}
