import Roadmap
import Spelling
import Storage

/// What a token lets its bearer do.
public struct TokenGrant: Sendable, Hashable {
    public var scopes: Scopes
    /// The metrics it may write, by name; nil for all.
    public var metrics: Set<String>?
    /// The models it may ask, by name; nil for all.
    public var models: Set<String>?
    /// Whom cached answers are kept for: tokens of one tenant share them. Empty for the token's own name.
    public var tenant: String
    /// Requests to models a minute; nil for no limit.
    public var requestsPerMinute: Int?
    /// Tokens of models a minute, of questions and answers; nil for no limit.
    public var tokensPerMinute: Int?

    public init(
        _ scopes: Scopes, metrics: Set<String>? = nil, models: Set<String>? = nil, tenant: String = "",
        requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil
    ) {
        self.scopes = scopes
        self.metrics = metrics
        self.models = models
        self.tenant = tenant
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    init(_ row: Row, from column: Int) throws {
        let names = row.text(column).split(separator: " ").map(String.init)
        let scopes = names.compactMap(Scope.init(rawValue:))
        guard scopes.count == names.count else {
            throw StorageError(
                .corrupt, "The database holds a token with the unknown scopes “\(row.text(column))”.",
                tip: "It was written by another version of beast; use that one.")
        }
        self.init(
            Scopes(scopes), metrics: Self.names(row.text(column + 1)), models: Self.names(row.text(column + 2)),
            tenant: row.text(column + 3), requestsPerMinute: row.optionalInteger(column + 4).map { Int($0) },
            tokensPerMinute: row.optionalInteger(column + 5).map { Int($0) })
    }

    /// The scopes that a person names, separated by commas or spaces.
    /// - Throws: `RoadmapError` for the field `scopes`.
    public static func scopes(named text: String) throws(RoadmapError) -> Scopes {
        var scopes: Scopes = []
        for name in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init) {
            guard let scope = Scope(rawValue: name) else {
                let known = Scope.allCases.map(\.rawValue)
                let closest = Spelling.closest(to: name, among: known, limit: 1)
                throw RoadmapError(
                    .invalid, "There is no scope “\(name.prefix(40))”.",
                    tip: closest.first.map { "Did you mean \($0)?" }
                        ?? "The scopes are \(known.joined(separator: ", ")).",
                    field: "scopes", closest: closest)
            }
            scopes.insert(Scopes(scope))
        }
        return scopes
    }

    /// - Throws: `RoadmapError` that names the field which makes no sense.
    func check() throws(RoadmapError) {
        guard !scopes.isEmpty else {
            throw RoadmapError(
                .invalid, "A token without a scope lets nobody do anything.",
                tip: "Give it one of \(Scope.allCases.map(\.rawValue).joined(separator: ", ")).", field: "scopes")
        }
        if let metrics, !metrics.isEmpty, !scopes.contains(.metricsWrite) {
            throw RoadmapError(
                .invalid, "Named metrics need the scope metrics:write.", tip: "Add it, or leave the metrics out.",
                field: "metrics")
        }
        let forModels = models != nil || requestsPerMinute != nil || tokensPerMinute != nil || !tenant.isEmpty
        if forModels, !scopes.allow(.chat) {
            throw RoadmapError(
                .invalid, "Models, rates and a tenant need the scope chat.", tip: "Add it, or leave them out.",
                field: "scopes")
        }
        for (rate, field) in [(requestsPerMinute, "requests"), (tokensPerMinute, "tokens")] {
            if let rate, !(1...1_000_000_000).contains(rate) {
                throw RoadmapError(
                    .invalid, "A rate of \(rate) a minute is none.", tip: "Give a whole number from 1.", field: field)
            }
        }
        for name in (metrics ?? []).union(models ?? []).union(tenant.isEmpty ? [] : [tenant])
        where name.isEmpty || name.count > 120 || name.contains(where: \.isWhitespace) {
            throw RoadmapError(
                .invalid, "“\(name.prefix(40))” is not a name.", tip: "Names have no blanks.", field: "models")
        }
    }

    private static func names(_ text: String) -> Set<String>? {
        text.isEmpty ? nil : Set(text.split(separator: " ").map(String.init))
    }

    static func text(_ names: Set<String>?) -> String { (names ?? []).sorted().joined(separator: " ") }

    /// In words, for lists and the audit: `read metrics:write (cacheHitRate)`.
    public var summary: String {
        var parts = [scopes.list.map(\.rawValue).joined(separator: " ")]
        if let metrics { parts.append("metrics \(Self.text(metrics))") }
        if let models { parts.append("models \(Self.text(models))") }
        if !tenant.isEmpty { parts.append("tenant \(tenant)") }
        if let requestsPerMinute { parts.append("\(requestsPerMinute) requests a minute") }
        if let tokensPerMinute { parts.append("\(tokensPerMinute) tokens a minute") }
        return parts.joined(separator: ", ")
    }
}
