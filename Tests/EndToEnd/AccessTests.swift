import Dispatch
import Foundation
import Synchronization
import Testing

@Suite("Who may do what, in the program itself")
struct AccessTests {
    /// As a new user has it: nobody has set anything.
    private static let fresh = ["BEAST_ACCESS_WRITING": ""]
    private static let form = ["Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"]

    private func bearer(_ token: String) -> [String: String] {
        ["Authorization": "Bearer \(token)", "Content-Type": "text/plain"]
    }

    /// Makes a token by the command line.
    private func token(_ words: String..., in place: Workplace) throws -> String {
        let outcome = try Child([Workplace.program, "token", "add"] + words, in: place.folder, environment: [:])
            .finish()
        try #require(outcome.code == 0, "\(outcome.messages)")
        return outcome.output.trimmingCharacters(in: .newlines)
    }

    @Test("a new server is open to look at; its link makes the first administrator once, and then people sign in")
    func firstAccount() throws {
        let place = try Workplace()
        let server = try place.serve(environment: Self.fresh)
        #expect(try server.child.line(1)?.contains("There are no accounts yet") == true)
        let link = try #require(try server.child.line(2))
        let target = String(link[try #require(link.range(of: "/welcome")).lowerBound...])
        let code = String(target[try #require(target.range(of: "code=")).upperBound...])
        #expect(try server.get("/").status == 200)
        #expect(try server.record("1", of: "latency").status == 401)
        #expect(try server.get(target).status == 200)
        let made = try server.send(
            "POST", "/welcome", Self.form, "code=\(code)&name=ada&password=correct+horse+battery")
        #expect(made.status == 303)
        #expect(try server.get(target).status == 403)
        let signedIn = try server.send("POST", "/sign-in", Self.form, "name=ada&password=correct+horse+battery")
        #expect(signedIn.status == 303)
        #expect(try server.send("POST", "/sign-in", Self.form, "name=ada&password=wrong").status == 401)
        let outcome = try server.stop()
        #expect(!outcome.messages.contains(code), "the log never has it")
        let again = try place.serve(environment: Self.fresh)
        #expect(!(try again.stop().output.contains("/welcome")))
    }

    @Test("a token made by the command line works at once, for what it is for, until it is revoked")
    func tokens() throws {
        let place = try Workplace()
        let server = try place.serve(environment: Self.fresh)
        let key = try token("nightly", "--scopes", "metrics:write", "--metrics", "cacheHitRate", in: place)
        let post: (String) throws -> Answer = {
            try server.send("POST", "/api/v1/metrics/\($0)", bearer(key), "40")
        }
        #expect(try post("cacheHitRate").status == 201)
        #expect(try post("latency").status == 403)
        let scope = try server.send("POST", "/api/v1/dogfood/test", bearer(key))
        #expect(scope.status == 403 && scope.text.contains("it needs the scope dogfood:write"))
        #expect(try place.beast("token", "list").output.contains("nightly"))
        #expect(try !place.beast("token", "list").output.contains(key))
        #expect(try place.beast("token", "revoke", "nightly").code == 0)
        let deadline = ContinuousClock.now + .seconds(30)
        var answer = try post("cacheHitRate")
        while answer.status == 201, ContinuousClock.now < deadline { answer = try post("cacheHitRate") }
        #expect(answer.status == 401 && answer.text.contains("was revoked on"))
        try server.stop()
        let audit = try place.query(
            "SELECT action, author, credential, address, after FROM audit WHERE action LIKE 'reading%'")
        #expect(audit.hasPrefix("reading.recorded|nightly|token \(key.prefix(14))|127.0.0.1|40 %"))
        #expect(try place.query("SELECT COUNT(*) FROM token WHERE secret LIKE '%\(key)%'") == "0\n")
    }

    @Test(
        "on another address everything but /healthz takes an account or a token",
        arguments: [[], ["--access-reading", "open"]])
    func exposed(options: [String]) throws {
        let place = try Workplace()
        let server = try RunningServer(
            Child(
                [Workplace.program, "serve", "--port", "0", "--host", "0.0.0.0"] + options, in: place.folder,
                environment: Self.fresh))
        let isOpen = !options.isEmpty
        #expect(try server.get("/healthz").status == 200)
        for page in ["/", "/roadmap", "/targets/latency", "/monitoring", "/activity"] {
            #expect(try server.get(page).status == (isOpen ? 200 : 303), "\(page)")
        }
        for address in ["/api/v1/status", "/metrics", "/readyz", "/api/openapi.json"] {
            #expect([401, 303, 200].contains(try server.get(address).status))
            #expect((try server.get(address).status == 200) == isOpen, "\(address)")
        }
        let chat = try server.send("POST", "/v1/chat/completions", bearer("any key"), "{}")
        #expect(chat.status == 401 && chat.text.contains("\"error\""))
        #expect(try server.record("1", of: "latency").status == 401)
        let reader = try token("reader", "--scopes", "read", in: place)
        #expect(try server.get("/api/v1/status", bearer(reader)).status == 200)
        #expect(try server.get("/metrics", bearer(reader)).status == 200)
        try server.stop()
    }

    @Test("everybody may write where the settings say so, and that is refused for other addresses")
    func openWriting() throws {
        let place = try Workplace()
        let server = try place.serve()
        #expect(try server.record("1", of: "latency").status == 201)
        try server.stop()
        let refused = try place.beast("serve", "--host", "0.0.0.0", "--port", "0")
        #expect(refused.code == 1 && refused.messages.contains("everybody could change the plan at 0.0.0.0"))
    }

    @Test("accounts are made, changed and removed by the command line, with passwords from files alone")
    func users() throws {
        let place = try Workplace()
        try place.write("correct horse battery\nsecond line\n", to: "password")
        #expect(
            try place.beast("user", "add", "ada", "--role", "administrator", "--password-file", "password").code == 0)
        #expect(try place.beast("user", "add", "mia", "--role", "editor", "--password-file", "password").code == 0)
        let list = try place.beast("user", "list", "--json")
        #expect(list.output.contains("\"ada\"") && list.output.contains("\"editor\""))
        #expect(try place.beast("user", "role", "mia", "viewer").code == 0)
        let last = try place.beast("user", "remove", "ada")
        #expect(last.code == 1 && last.messages.contains("the only administrator"))
        #expect(try place.beast("user", "remove", "mia").code == 0)
        #expect(try place.query("SELECT name FROM account") == "ada\n")
        #expect(
            try place.query("SELECT COUNT(*) FROM audit WHERE action LIKE 'account.%' AND credential = 'login tester'")
                == "4\n")
    }

    @Test(
        "what is wrong with accounts and tokens is said, and nothing comes of it",
        arguments: [
            (["user", "add", "ada"], 1, "no terminal"),
            (["user", "add", "a b", "--password-file", "password"], 1, "cannot be the name"),
            (["user", "add", "ada", "--role", "king", "--password-file", "password"], 2, "is not a role"),
            (["user", "add", "ada", "--password-file", "nowhere"], 1, "cannot be read"),
            (["user", "add", "ada", "--password-file", "short"], 1, "too short"), (["user", "add"], 2, "takes a name"),
            (["user", "role", "eve", "viewer"], 1, "There is no account"),
            (["user", "remove", "eve"], 1, "There is no account"),
            (["token", "add", "a"], 1, "lets nobody do anything"),
            (["token", "add", "a", "--scopes", "reed"], 1, "Did you mean read?"),
            (["token", "add", "a", "--scopes", "read", "--expires", "soon"], 2, "number of days"),
            (["token", "add", "a", "--scopes", "metrics:write", "--metrics", "cacheHitRat"], 1, "cacheHitRate"),
            (["token", "add", "a", "--scopes", "chat", "--requests", "0"], 1, "is none"),
            (["token", "revoke", "nothing"], 1, "There is no token"),
        ])
    func refused(words: [String], code: Int32, message: String) throws {
        let place = try Workplace()
        try place.write("correct horse battery\n", to: "password")
        try place.write("short\n", to: "short")
        let outcome = try Child([Workplace.program] + words, in: place.folder, environment: [:]).finish()
        #expect(outcome.code == code && outcome.messages.contains(message), "\(outcome.messages)")
        #expect(outcome.output.isEmpty)
        if place.exists("data/beast.db") {
            #expect(try place.query("SELECT (SELECT COUNT(*) FROM account) + (SELECT COUNT(*) FROM token)") == "0\n")
        }
    }

    @Test("a router key keeps to its rate and its models, and two keys share no cached answer")
    func routerKeys() throws {
        let place = try Workplace()
        let upstream = try CountingUpstream()
        defer { upstream.close() }
        try place.write(upstream.settings, to: "beast.yaml")
        let server = try place.serve("--access-chat", "signed-in", environment: Self.fresh)
        let body = #"{"model":"custom:a","messages":[{"role":"user","content":"What is due this week?"}]}"#
        func ask(_ token: String) throws -> Answer {
            try server.send(
                "POST", "/v1/chat/completions",
                ["Authorization": "Bearer \(token)", "Content-Type": "application/json"], body)
        }
        #expect(try ask("sk-anything").status == 401)
        let one = try token("one", "--scopes", "chat", "--requests", "3", in: place)
        let two = try token("two", "--scopes", "chat", in: place)
        let other = try token("other", "--scopes", "chat", "--models", "local:roadmap", in: place)
        let reader = try token("reader", "--scopes", "read", in: place)
        let first = try ask(one)
        #expect(first.status == 200 && first.headers["x-beast-cache"] == "miss")
        #expect(first.headers["x-ratelimit-limit-requests"] == "3")
        #expect(first.headers["x-ratelimit-remaining-requests"] == "2")
        #expect(try ask(one).headers["x-beast-cache"] == "hit-l1")
        #expect(try ask(two).headers["x-beast-cache"] == "miss", "what is kept for one is given to no other")
        #expect(try ask(two).headers["x-ratelimit-limit-requests"] == nil)
        _ = try ask(one)
        let over = try ask(one)
        #expect(over.status == 429 && over.headers["retry-after"] != nil)
        #expect(over.text.contains("rate_limit_exceeded"))
        #expect(try ask(other).status == 404)
        #expect(try ask(reader).status == 403)
        let models = try server.get("/v1/models", bearer(other)).text
        #expect(models.contains("local:roadmap") && !models.contains("custom:a"))
        try server.stop()
    }

    @Test("the installation is audited: what is wrong ends with 1 and says how to mend it")
    func audit() throws {
        let place = try Workplace()
        let server = try place.serve(environment: Self.fresh)
        try server.stop()
        let good = try place.beast("audit", environment: Self.fresh)
        #expect(good.code == 0, "\(good.output)")
        #expect(good.output.contains("There are no accounts yet.") && good.output.contains("owner"))
        _ = try place.run("chmod", "755", place.data)
        _ = try place.run("chmod", "644", place.database)
        let bad = try place.beast("audit", environment: Self.fresh)
        #expect(bad.code == 1 && bad.output.contains("chmod 700") && bad.output.contains("chmod 600"))
        let open = try place.beast("audit", "--json")
        #expect(open.code == 1 && open.output.contains("Leave access.writing at signed-in."))
        let elsewhere = try place.beast("audit", "--host", "0.0.0.0", environment: Self.fresh)
        #expect(elsewhere.code == 1 && elsewhere.output.contains("without encryption"))
        _ = try place.run(
            "sqlite3", place.database,
            "INSERT INTO token (name, prefix, secret, scopes, metrics, models, tenant, created_by, created_at, address) VALUES ('old', 'beast_old', 'x', 'admin', '', '', '', 'ada', '2020-01-01T00:00:00.000Z', '')"
        )
        let tokens = try place.beast("audit", environment: Self.fresh).output
        #expect(tokens.contains("was not used for 90 days") && tokens.contains("beast token revoke beast_old"))
        #expect(tokens.contains("never expires") && tokens.contains("may do everything"))
    }

    @Test("a flood of wrong passwords is answered, slowed down, and keeps nobody from the pages")
    func flood() throws {
        let place = try Workplace()
        try place.write("correct horse battery\n", to: "password")
        #expect(
            try place.beast("user", "add", "ada", "--role", "administrator", "--password-file", "password").code == 0)
        let server = try place.serve(environment: Self.fresh)
        let statuses = Mutex<[Int: Int]>([:])
        let group = DispatchGroup()
        for thread in 0..<16 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do {
                    for number in 0..<40 {
                        // Half of them at one account, half at names that nobody has.
                        let name = thread.isMultiple(of: 2) ? "ada" : "nobody-\(thread)-\(number)"
                        let answer = try server.send("POST", "/sign-in", Self.form, "name=\(name)&password=wrong+wrong")
                        statuses.withLock { $0[answer.status, default: 0] += 1 }
                    }
                } catch {
                    Issue.record(error)
                }
            }
        }
        var pages = 0
        while group.wait(timeout: .now()) == .timedOut {
            #expect(try server.get("/roadmap").status == 200)
            pages += 1
        }
        let counts = statuses.withLock { $0 }
        #expect(counts.values.reduce(0, +) == 640)
        #expect(Set(counts.keys).isSubset(of: [401, 429, 503]), "\(counts)")
        #expect((counts[401] ?? 0) < 200 && (counts[429] ?? 0) > 100, "few are looked at: \(counts)")
        #expect(pages > 0)
        try server.stop()
    }

    @Test("what commands do to models and the cache stands in the audit")
    func controlAudit() throws {
        let place = try Workplace()
        let server = try place.serve()
        #expect(try place.beast("models", "add", "custom:new", "--endpoint", "http://127.0.0.1:9/v1").code == 0)
        #expect(try place.beast("cache", "purge", "--yes").code == 0)
        #expect(try place.beast("models", "remove", "custom:new").code == 0)
        try server.stop()
        let actions = try place.query("SELECT action FROM audit WHERE action LIKE 'server.%' ORDER BY id")
        #expect(
            actions.split(separator: "\n") == [
                "server.model-added", "server.reloaded", "server.cache-emptied", "server.model-removed",
                "server.reloaded",
            ])
    }
}
