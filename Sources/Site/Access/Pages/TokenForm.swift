import Access
import HTTP
import Markup
import Roadmap

/// What a person chose in the form for a token, and what was wrong with it.
struct TokenForm: TemplateModel {
    var name = ""
    var scopes: Set<String> = []
    var metrics = ""
    var models = ""
    var tenant = ""
    var requests = ""
    var tokens = ""
    var days = "90"
    var errors: [String: String] = [:]

    init() {}

    init(_ form: Query) {
        name = form["name"] ?? ""
        scopes = Set(form.all("scope"))
        metrics = form["metrics"] ?? ""
        models = form["models"] ?? ""
        tenant = form["tenant"] ?? ""
        requests = form["requests"] ?? ""
        tokens = form["tokens"] ?? ""
        days = form["days"] ?? ""
    }

    /// The change that makes it.
    /// - Throws: `RoadmapError` that names the field.
    func change(account: Int64?, by author: Author, now: Instant) throws(RoadmapError) -> AddToken {
        let grant = TokenGrant(
            try TokenGrant.scopes(named: scopes.sorted().joined(separator: " ")), metrics: Self.names(metrics),
            models: Self.names(models), tenant: tenant, requestsPerMinute: try Self.rate(requests, "requests"),
            tokensPerMinute: try Self.rate(tokens, "tokens"))
        var expiresAt: Instant?
        if !days.isEmpty {
            guard let number = Int64(days), (1...3_650).contains(number) else {
                throw RoadmapError(
                    .invalid, "“\(days.prefix(20))” is not a number of days.", tip: "Give 1 to 3650, or nothing.",
                    field: "days")
            }
            expiresAt = now.adding(seconds: number * 86_400)
        }
        return try AddToken(name, grant, account: account, expiresAt: expiresAt, by: author, at: now)
    }

    func refused(_ error: RoadmapError) -> TokenForm {
        var form = self
        form.errors[error.field ?? "name"] = error.description
        return form
    }

    private static func names(_ text: String) -> Set<String>? {
        let names = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        return names.isEmpty ? nil : Set(names)
    }

    private static func rate(_ text: String, _ field: String) throws(RoadmapError) -> Int? {
        if text.isEmpty { return nil }
        guard let number = Int(text) else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(20))” is not a number.", tip: "Give a whole number a minute, or nothing.",
                field: field)
        }
        return number
    }

    static let shape = Shape<TokenForm>()
        .text("name") { $0.name }
        .list("scopes") { form in
            Scope.allCases.map { Choice(scope: $0, chosen: form.scopes.contains($0.rawValue)) }
        }
        .text("metrics") { $0.metrics }
        .text("models") { $0.models }
        .text("tenant") { $0.tenant }
        .text("requests") { $0.requests }
        .text("tokens") { $0.tokens }
        .text("days") { $0.days }
        .text("nameError") { $0.errors["name"] }
        .text("scopesError") { $0.errors["scopes"] }
        .text("metricsError") { $0.errors["metrics"] }
        .text("modelsError") { $0.errors["models"] }
        .text("requestsError") { $0.errors["requests"] }
        .text("tokensError") { $0.errors["tokens"] }
        .text("daysError") { $0.errors["days"] ?? $0.errors["expires"] }

    struct Choice: TemplateModel {
        let scope: Scope
        let chosen: Bool

        static let shape = Shape<Choice>()
            .text("value") { $0.scope.rawValue }
            .text("label") { $0.scope.summary }
            .flag("chosen") { $0.chosen }
    }
}
