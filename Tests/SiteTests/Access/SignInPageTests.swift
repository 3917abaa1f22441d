import Access
import HTTP
import Roadmap
import Testing

@testable import Site

@Suite("Signing in")
struct SignInPageTests {
    private static let closed = AccessPolicy(readingIsOpen: false, writingIsOpen: false, chatIsOpen: false)

    private func cookie(_ name: String, of answer: Answer) -> String? {
        answer.headers.values(of: "Set-Cookie").first { $0.hasPrefix(name + "=") }
    }

    private func value(_ cookie: String) -> String { String(cookie.prefix { $0 != ";" }) }

    @Test("whoever has to sign in comes back to where they wanted to go")
    func roundTrip() async throws {
        let test = try TestSite(policy: Self.closed)
        _ = try await test.session(of: "mia", .viewer)
        let asked = try await test.get("/targets?sort=name")
        #expect(asked.status == .seeOther)
        #expect(asked.headers["Location"] == "/sign-in?return=%2Ftargets%3Fsort%3Dname")
        let page = try await test.get("/sign-in?return=%2Ftargets%3Fsort%3Dname")
        #expect(page.text.contains("name=\"return\" value=\"/targets\""))
        #expect(page.headers["Cache-Control"]?.contains("no-store") == true)
        let answer = try await test.post("/sign-in", "name=Mia&password=long+enough+words&return=%2Ftargets")
        #expect(answer.status == .seeOther && answer.headers["Location"] == "/targets")
        let session = try #require(cookie("beast-session", of: answer))
        #expect(session.contains("; HttpOnly; SameSite=Lax") && !session.contains("Secure"))
        let shown = try await test.get("/targets", ["Cookie": value(session)])
        #expect(shown.status == .ok && shown.text.contains("signed in as <a href=\"/account\">mia</a>"))
    }

    @Test("a wrong password says so, keeps the name and never shows the password")
    func wrong() async throws {
        let test = try TestSite(policy: Self.closed)
        _ = try await test.session(of: "mia", .viewer)
        let answer = try await test.post("/sign-in", "name=mia&password=top-secret-words")
        #expect(answer.status == .unauthorized && cookie("beast-session", of: answer) == nil)
        #expect(answer.text.contains("Name or password is wrong.") && answer.text.contains("value=\"mia\""))
        #expect(!answer.text.contains("top-secret-words"))
        for _ in 0..<5 { _ = try await test.post("/sign-in", "name=mia&password=top-secret-words") }
        let slowed = try await test.post("/sign-in", "name=mia&password=long+enough+words")
        #expect(slowed.status == .tooManyRequests && slowed.headers["Retry-After"] == "1")
    }

    @Test(
        "the way back never leads to another site",
        arguments: ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])
    func openRedirect(to page: String) async throws {
        let test = try TestSite(policy: Self.closed)
        _ = try await test.session(of: "mia", .viewer)
        let answer = try await test.post(
            "/sign-in", "name=mia&password=long+enough+words&return=\(PercentCoding.encoded(page))")
        #expect(answer.headers["Location"] == "/")
    }

    @Test("programs that show nothing, or a token that is none, are refused and not sent to where people sign in")
    func programs() async throws {
        let test = try TestSite(policy: Self.closed)
        for target in ["/metrics", "/readyz", "/readyz?verbose"] {
            let answer = try await test.get(target)
            #expect(answer.status == .unauthorized && answer.headers["WWW-Authenticate"] == "Bearer", "\(target)")
        }
        let wrong: Headers = ["Authorization": "Bearer beast_nobody"]
        for target in ["/", "/healthz", "/sign-in"] {
            #expect(try await test.get(target, wrong).status == .unauthorized, "\(target)")
        }
    }

    @Test("signing out ends the session for good")
    func signOut() async throws {
        let test = try TestSite(policy: Self.closed)
        let headers: Headers = ["Cookie": "beast-session=\(try await test.session(of: "mia", .viewer))"]
        #expect(try await test.get("/", headers).status == .ok)
        let answer = try await test.post("/sign-out", "", headers)
        #expect(cookie("beast-session", of: answer)?.contains("Max-Age=0") == true)
        #expect(try await test.get("/", headers).status == .seeOther)
    }

    @Test("the welcome link makes the first administrator, once")
    func welcome() async throws {
        let test = try TestSite(policy: Self.closed)
        let code = try #require(test.gate.welcome.text)
        #expect(try await test.get("/welcome?code=wrong").status == .forbidden)
        #expect(try await test.get("/welcome").status == .forbidden)
        #expect(try await test.get("/welcome?code=\(code)").status == .ok)
        let short = try await test.post("/welcome", "code=\(code)&name=ada&password=short")
        #expect(short.status == .unprocessableContent && short.text.contains("The password is too short."))
        let made = try await test.post("/welcome", "code=\(code)&name=ada&password=long+enough+words")
        #expect(made.status == .seeOther)
        let session = value(try #require(cookie("beast-session", of: made)))
        #expect(try await test.get("/access", ["Cookie": session]).status == .ok)
        let again = try await test.post("/welcome", "code=\(code)&name=eve&password=long+enough+words")
        #expect(again.status == .forbidden)
        #expect(try test.gate.book.accounts().map(\.name) == ["ada"])
    }

    @Test("a form that an old browser sends has to show the session's token, and then passes")
    func formToken() async throws {
        let test = try TestSite(policy: AccessPolicy(readingIsOpen: true, writingIsOpen: false, chatIsOpen: true))
        let cookie = "beast-session=\(try await test.session(of: "mia", .editor))"
        let page = try await test.get("/roadmap/month/1", ["Cookie": cookie]).text
        let form = try #require(page.firstMatch(of: /name="form" value="([0-9a-f]+)"/)?.1)
        let headers: Headers = ["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"]
        for body in ["version=0", "version=0&form=", "version=0&form=\(String(repeating: "0", count: 32))"] {
            let refused = try await test.send(.post, TestSite.first + "/complete", headers, body: Array(body.utf8))
            #expect(refused.status == .forbidden, "\(body)")
        }
        let done = try await test.send(
            .post, TestSite.first + "/complete", headers, body: Array("version=0&form=\(form)".utf8))
        #expect(done.status == .seeOther)
        let other = try await test.get(
            "/roadmap/month/1", ["Cookie": "beast-session=\(try await test.session(of: "ada", .editor))"])
        #expect(!other.text.contains(String(form)), "a page that was kept for one is not shown to another")
    }

    @Test("a page that another site made somebody send changes nothing, signed in or not")
    func foreign() async throws {
        let test = try TestSite(policy: AccessPolicy(readingIsOpen: true, writingIsOpen: false, chatIsOpen: true))
        let cookie = "beast-session=\(try await test.session(of: "mia", .editor))"
        for headers: Headers in [
            ["Sec-Fetch-Site": "cross-site"], ["Origin": "https://evil.example"], ["Origin": "null"],
            ["Referer": "https://evil.example/127.0.0.1:8080"],
        ] {
            var all = headers
            all["Cookie"] = cookie
            all["Content-Type"] = "application/x-www-form-urlencoded"
            let answer = try await test.send(.post, TestSite.first + "/complete", all, body: Array("version=0".utf8))
            #expect(answer.status == .forbidden, "\(headers)")
        }
        #expect(try await test.get("/api/v1/tasks?done=true").json["tasks"]?.arrayValue?.isEmpty == true)
    }

    @Test("a tick without an account is answered with the way to one, and nothing is lost")
    func tick() async throws {
        let test = try TestSite(policy: AccessPolicy(readingIsOpen: true, writingIsOpen: false, chatIsOpen: true))
        let answer = try await test.post(TestSite.first + "/complete", "version=0&return=/roadmap/month/1")
        #expect(answer.status == .unauthorized)
        #expect(answer.text.contains("data-problem>Sign in to do this."))
        #expect(answer.text.contains("href=\"/sign-in?return=%2Froadmap%2Fmonth%2F1\""))
    }

    @Test("people are on record under their own name, whatever a request claims; scripts may name somebody")
    func names() async throws {
        let test = try TestSite(policy: AccessPolicy(readingIsOpen: true, writingIsOpen: false, chatIsOpen: true))
        let cookie = "beast-session=\(try await test.session(of: "mia", .editor)); beast-name=Eve"
        _ = try await test.post(TestSite.first + "/complete", "version=0", ["Cookie": cookie])
        let token = try await test.token("nightly", TokenGrant(.metricsWrite, metrics: ["cacheHitRate"]))
        let bearer: Headers = ["Authorization": "Bearer \(token)"]
        let named = try await test.json(.post, "/api/v1/metrics/cacheHitRate", #"{"value": 40, "by": "cron"}"#, bearer)
        #expect(named.json["by"] == "cron")
        #expect(try await test.json(.post, "/api/v1/metrics/latency", "40", bearer).status == .forbidden)
        #expect(try await test.post("/targets/latency/readings", "value=40", bearer).status == .forbidden)
        #expect(try await test.post("/targets/cacheHitRate/readings", "value=40", bearer).status == .seeOther)
        let lines = try test.tracker.read { try $0.audit(10) }
        let reading = try #require(lines.last { $0.action == "reading.recorded" })
        #expect(reading.author.name == "cron" && reading.author.credential.hasPrefix("token beast_"))
        #expect(reading.after == "40 %")
        let tick = try #require(lines.first { $0.action == "task.completed" })
        #expect(
            tick.author.name == "mia" && tick.author.credential == "session 1" && tick.author.address == "127.0.0.1")
        #expect(tick.before == "open" && tick.after == "done")
    }

    @Test("a proxy signs people in from its own address alone")
    func proxy() async throws {
        var policy = Self.closed
        policy.proxy = TrustedProxy(addresses: ["10.0.0.2"], header: "X-Remote-User", role: .viewer)
        let test = try TestSite(policy: policy)
        _ = try await test.session(of: "mia", .editor)
        func principal(_ name: String, from address: String) throws -> Principal {
            let request = try Request(.get, "/", headers: ["X-Remote-User": name], remoteAddress: address)
            return try test.gate.principal(of: request)
        }
        #expect(try principal("mia", from: "10.0.0.2").mayEdit)
        #expect(try principal("stranger", from: "10.0.0.2").may(.read))
        #expect(try !principal("stranger", from: "10.0.0.2").mayEdit)
        #expect(try !principal("mia", from: "10.0.0.3").may(.read), "anybody can write a header")
        let forwarded = try Request(
            .get, "/", headers: ["X-Forwarded-For": "6.6.6.6, 203.0.113.9"], remoteAddress: "10.0.0.2")
        #expect(test.gate.address(of: forwarded) == "203.0.113.9")
        let forged = try Request(.get, "/", headers: ["X-Forwarded-For": "6.6.6.6"], remoteAddress: "10.0.0.3")
        #expect(test.gate.address(of: forged) == "10.0.0.3")
    }
}
