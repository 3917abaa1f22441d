import Access
import Roadmap
import Site

/// `beast token`
enum TokenCommand: CommandGroup {
    static let name = "token"
    static let summary = "Makes and revokes the tokens that scripts and applications show."
    static var commands: [any Command.Type] {
        [TokenAddCommand.self, TokenListCommand.self, TokenRevokeCommand.self]
    }
}

enum TokenAddCommand: Command {
    static let name = "token add"
    static let summary = "Makes a token and prints it, this once."
    static let operands = "NAME"
    static let options = [
        Option.value("scopes", "LIST", "what it may do: \(Scope.allCases.map(\.rawValue).joined(separator: ", "))"),
        Option.value("metrics", "LIST", "only these metrics, for metrics:write (all)"),
        Option.value("expires", "DAYS", "when it ends; never for no end (90)"),
        Option.value("models", "LIST", "only these models, for chat (all)"),
        Option.value("requests", "NUMBER", "requests to models a minute (no limit)"),
        Option.value("tokens", "NUMBER", "tokens of models a minute (no limit)"),
        Option.value("tenant", "NAME", "whose cached answers it shares (its own)"),
        Option.flag("json", "print it as JSON"),
    ]
    static let details = """
        The token goes to standard output, a line that uses it to standard error.

          beast token add nightly --scopes metrics:write --metrics cacheHitRate
          beast token add assistant --scopes chat --requests 60 --tokens 100000
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError(
                "`beast token add` takes a name.", tip: "For example: beast token add nightly --scopes metrics:write")
        }
        let grant = TokenGrant(
            try TokenGrant.scopes(named: arguments["scopes"] ?? ""), metrics: names(arguments["metrics"]),
            models: names(arguments["models"]), tenant: arguments["tenant"] ?? "",
            requestsPerMinute: try number("requests", arguments), tokensPerMinute: try number("tokens", arguments))
        let settings = try environment.settings(arguments)
        let tracker = try environment.tracker(settings)
        defer { tracker.close() }
        if let unknown = (grant.metrics ?? []).sorted().first(where: { name in
            !tracker.plan.metrics.contains { $0.name == name }
        }) {
            // To be told of the closest name.
            _ = try tracker.plan.metric(named: unknown)
        }
        let made = try tracker.perform(
            AddToken(
                arguments.operands[0], grant, expiresAt: try end(arguments, now: tracker.now),
                by: environment.author(arguments), at: tracker.now))
        if arguments.has("json") {
            return try environment.terminal.write(AccessJSON.token(made.token, text: made.text).pretty + "\n")
        }
        try environment.terminal.write(made.text + "\n")
        environment.terminal.say("“\(made.token.name)” may: \(made.token.grant.summary). It is not shown again.")
        let address =
            try RunningServer.find(data: settings.data.value)?.address
            ?? "http://\(settings.host.value):\(settings.port.value)"
        if let line = TokenExample.line(for: grant, text: made.text, address: address, plan: tracker.plan) {
            environment.terminal.say("For example:\n\(line)")
        }
    }

    private static func end(_ arguments: Arguments, now: Instant) throws -> Instant? {
        let text = arguments["expires"] ?? "90"
        if text == "never" { return nil }
        guard let days = Int64(text), (1...3_650).contains(days) else {
            throw UsageError("“\(text)” is not a number of days.", tip: "Give 1 to 3650, or never.")
        }
        return now.adding(seconds: days * 86_400)
    }

    private static func names(_ text: String?) -> Set<String>? {
        text.map { Set($0.split { $0 == "," || $0.isWhitespace }.map(String.init)) }
    }

    private static func number(_ option: String, _ arguments: Arguments) throws -> Int? {
        guard let text = arguments[option] else { return nil }
        guard let number = Int(text) else {
            throw UsageError("--\(option) \(text) is no number.", tip: "Give a whole number a minute.")
        }
        return number
    }
}

enum TokenListCommand: Command {
    static let name = "token list"
    static let summary = "Lists the tokens: what each may do, until when, and when and from where it was last used."
    static let options = [
        Option.flag("all", "revoked and expired ones too"), Option.flag("json", "print them as JSON"),
    ]

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else { throw UsageError("`beast token list` takes options alone.", tip: "") }
        let tracker = try environment.tracker(try environment.settings(arguments))
        defer { tracker.close() }
        let tokens = try AccessToken.all(in: tracker).filter { arguments.has("all") || $0.isGood(at: tracker.now) }
        if arguments.has("json") { return try environment.terminal.write(AccessJSON.list(tokens).pretty + "\n") }
        if tokens.isEmpty { environment.terminal.say("There are no tokens: `beast token add NAME` makes one.") }
        for token in tokens {
            let end =
                token.revokedAt.map { "revoked \($0.rfc3339.prefix(10))" }
                ?? token.expiresAt.map { "\($0 <= tracker.now ? "expired" : "until") \($0.rfc3339.prefix(10))" }
                ?? "does not expire"
            let use =
                token.usedAt.map { "used \(tracker.calendar.relative($0, now: tracker.now)) from \(token.address)" }
                ?? "not used yet"
            try environment.terminal.write(
                "\(token.prefix)…  \(token.name)\n  \(token.grant.summary)\n  \(end), made by \(token.createdBy), \(use)\n"
            )
        }
    }
}

enum TokenRevokeCommand: Command {
    static let name = "token revoke"
    static let summary = "Takes a token's power away, for good. A running server knows of it within a second."
    static let operands = "NAME|PREFIX"

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError(
                "`beast token revoke` takes a token's name or what it begins with.",
                tip: "For example: beast token revoke nightly")
        }
        let tracker = try environment.tracker(try environment.settings(arguments))
        defer { tracker.close() }
        let token = try tracker.perform(
            RevokeToken(arguments.operands[0], by: environment.author(arguments), at: tracker.now))
        environment.terminal.say("“\(token.name)” (\(token.prefix)…) lets nobody in any more.")
    }
}
