import Access
import HTTP
import JSON
import Markup
import Roadmap

enum TokensPage {
    /// `GET /access/tokens`: every token with what it may do, and a form for the next.
    static func show(_ request: Request, site: Site) throws -> Reply {
        .now(try page(request, site, status: .ok))
    }

    /// `POST /access/tokens`: makes a token and shows it, this once.
    static func add(_ request: Request, site: Site) throws -> Reply {
        let form = TokenForm(try request.form)
        let author = site.author(of: request)
        let account = site.gate.account(of: request.principal)
        return .later {
            do {
                let change = try form.change(account: account?.id, by: author, now: site.tracker.now)
                let made = try await site.gate.book.perform(change)
                return try page(
                    request, site,
                    made: Made(made.token, text: made.text, address: site.address(of: request), site: site),
                    status: .created)
            } catch let error as RoadmapError where error.field != nil {
                return try page(request, site, form: form.refused(error), status: .unprocessableContent)
            }
        }
    }

    /// `POST /access/tokens/:prefix/revoke`
    static func revoke(_ request: Request, site: Site) throws -> Reply {
        let change = RevokeToken(
            request.parameters["prefix"] ?? "", by: site.author(of: request), at: site.tracker.now)
        return .later {
            try await site.gate.book.perform(change)
            return .redirect(to: Links.tokens)
        }
    }

    private static func page(
        _ request: Request, _ site: Site, form: TokenForm = TokenForm(), made: Made? = nil, status: Status
    ) throws -> Response {
        let tokens = site.gate.book.tokens()
        return try site.fresh(request, \.tokens, status: status) { progress, layout in
            let (good, over) = (
                tokens.filter { $0.isGood(at: progress.now) }, tokens.filter { !$0.isGood(at: progress.now) }
            )
            return Model(
                layout: layout(nil, "Tokens"), good: good.map { Row($0, in: progress) },
                over: over.map { Row($0, in: progress) }, form: form, made: made)
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let good: [Row]
        let over: [Row]
        let form: TokenForm
        let made: Made?

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .object("made") { $0.made }
            .flag("hasTokens") { !$0.good.isEmpty }
            .list("tokens") { $0.good }
            .flag("hasOver") { !$0.over.isEmpty }
            .list("over") { $0.over }
            .object("form") { $0.form }
    }

    /// A token that was made just now, with a line that uses it.
    struct Made: TemplateModel {
        let token: AccessToken
        let text: String
        let example: String?

        init(_ token: AccessToken, text: String, address: String, site: Site) {
            self.token = token
            self.text = text
            example = TokenExample.line(for: token.grant, text: text, address: address, plan: site.tracker.plan)
        }

        static let shape = Shape<Made>()
            .text("name") { $0.token.name }
            .text("text") { $0.text }
            .text("example") { $0.example }
    }

    struct Row: TemplateModel {
        let token: AccessToken
        let made: When
        let used: When?
        let end: String

        init(_ token: AccessToken, in progress: Progress) {
            self.token = token
            made = When(token.createdAt, in: progress)
            used = token.usedAt.map { When($0, in: progress) }
            end =
                token.revokedAt.map { "revoked \(progress.calendar.day(of: $0).long)" }
                ?? token.expiresAt.map { instant in
                    let day = progress.calendar.day(of: instant).long
                    return instant <= progress.now ? "expired \(day)" : "until \(day)"
                } ?? "does not expire"
        }

        static let shape = Shape<Row>()
            .text("name") { $0.token.name }
            .text("prefix") { $0.token.prefix }
            .text("grant") { $0.token.grant.summary }
            .text("by") { $0.token.createdBy }
            .object("made") { $0.made }
            .object("used") { $0.used }
            .text("address") { $0.token.address.isEmpty ? nil : $0.token.address }
            .text("end") { $0.end }
            .text("revoke") { Links.revocation(of: $0.token.prefix) }
    }
}
