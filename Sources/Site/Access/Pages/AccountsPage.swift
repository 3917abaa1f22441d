import Access
import HTTP
import Markup
import Roadmap

enum AccountsPage {
    /// `GET /access`: every account with its role, and a form for the next.
    static func show(_ request: Request, site: Site) throws -> Reply {
        .now(try page(request, site, status: .ok))
    }

    /// `POST /access`: makes an account.
    static func add(_ request: Request, site: Site) throws -> Reply {
        let fields = try request.form
        let form = Form(name: fields["name"] ?? "", role: fields["role"] ?? "")
        let password = fields["password"] ?? ""
        let author = site.author(of: request)
        return .later {
            do {
                let account = try await site.gate.desk.add(
                    form.name, password: password, role: try role(form.role), by: author)
                return .redirect(to: "\(Links.access)#account-\(account.id)")
            } catch let error as RoadmapError where error.field != nil {
                return try page(request, site, form: form.refused(error), status: .unprocessableContent)
            } catch let refusal as SignInDesk.Refusal {
                throw HTTPError(refusal.status, refusal.message, tip: "Nothing was made.", headers: refusal.headers)
            }
        }
    }

    /// `POST /access/:name/role`
    static func changeRole(_ request: Request, site: Site) throws -> Reply {
        let role = try role(try request.form["role"] ?? "")
        return perform(
            ChangeRole(
                of: request.parameters["name"] ?? "", to: role, by: site.author(of: request), at: site.tracker.now),
            site)
    }

    /// `POST /access/:name/remove`
    static func remove(_ request: Request, site: Site) throws -> Reply {
        perform(
            RemoveAccount(
                request.parameters["name"] ?? "", by: site.author(of: request), at: site.tracker.now), site)
    }

    private static func perform(_ change: some Change, _ site: Site) -> Reply {
        .later {
            _ = try await site.gate.book.perform(change)
            return .redirect(to: Links.access)
        }
    }

    private static func role(_ text: String) throws(RoadmapError) -> Role {
        guard let role = Role(rawValue: text) else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(40))” is not a role.",
                tip: "Choose one of \(Role.allCases.map(\.rawValue).joined(separator: ", ")).", field: "role")
        }
        return role
    }

    private static func page(_ request: Request, _ site: Site, form: Form = Form(), status: Status) throws -> Response {
        let accounts = try site.gate.book.accounts().map { ($0, site.gate.book.sessions(of: $0).first?.usedAt) }
        let own = request.principal.account?.id
        return try site.fresh(request, \.accounts, status: status) { progress, layout in
            Model(
                layout: layout(nil, "Accounts"),
                rows: accounts.map { account, usedAt in
                    Row(account, isOwn: account.id == own, used: usedAt.map { When($0, in: progress) })
                }, form: form)
        }
    }

    struct Form: Sendable {
        var name = ""
        var role = Role.viewer.rawValue
        var errors: [String: String] = [:]

        func refused(_ error: RoadmapError) -> Form {
            var form = self
            form.errors[error.field ?? "name"] = error.description
            return form
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let rows: [Row]
        let form: Form

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .list("rows") { $0.rows }
            .flag("hasRows") { !$0.rows.isEmpty }
            .text("name") { $0.form.name }
            .list("roles") { model in Choice.roles(chosen: model.form.role) }
            .text("nameError") { $0.form.errors["name"] }
            .text("passwordError") { $0.form.errors["password"] }
            .text("roleError") { $0.form.errors["role"] }
    }

    struct Row: TemplateModel {
        let account: Account
        let isOwn: Bool
        let used: When?

        init(_ account: Account, isOwn: Bool, used: When?) {
            self.account = account
            self.isOwn = isOwn
            self.used = used
        }

        static let shape = Shape<Row>()
            .text("anchor") { "account-\($0.account.id)" }
            .text("name") { $0.account.name }
            .flag("own") { $0.isOwn }
            .list("roles") { Choice.roles(chosen: $0.account.role.rawValue) }
            .object("used") { $0.used }
            .text("changeRole") { Links.role(of: $0.account.name) }
            .text("remove") { Links.removal(of: $0.account.name) }
    }

    struct Choice: TemplateModel {
        let value: String
        let label: String
        let chosen: Bool

        static func roles(chosen: String) -> [Choice] {
            Role.allCases.map {
                Choice(
                    value: $0.rawValue, label: $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst(),
                    chosen: $0.rawValue == chosen)
            }
        }

        static let shape = Shape<Choice>()
            .text("value") { $0.value }
            .text("label") { $0.label }
            .flag("chosen") { $0.chosen }
    }
}
