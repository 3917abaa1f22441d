import Access
import HTTP
import Roadmap
import Testing

@testable import Site

@Suite("Accounts, tokens and the audit in the browser")
struct AdministrationTests {
    private let test: TestSite
    private let admin: Headers

    init() async throws {
        test = try TestSite(policy: AccessPolicy(readingIsOpen: false, writingIsOpen: false, chatIsOpen: false))
        admin = ["Cookie": "beast-session=\(try await test.session(of: "ada", .administrator))"]
    }

    @Test("an administrator makes an account, changes its role and removes it")
    func accounts() async throws {
        let made = try await test.post("/access", "name=mia&role=editor&password=long+enough+words", admin)
        #expect(made.status == .seeOther)
        #expect(test.gate.book.account(named: "mia")?.role == .editor)
        _ = try await test.post("/access/mia/role", "role=viewer", admin)
        #expect(test.gate.book.account(named: "mia")?.role == .viewer)
        #expect(try await test.get("/access", admin).text.contains("Role of mia"))
        _ = try await test.post("/access/mia/remove", "", admin)
        #expect(test.gate.book.account(named: "mia") == nil)
        let last = try await test.post("/access/ada/remove", "", admin)
        #expect(last.status == .conflict && last.text.contains("the only administrator"))
    }

    @Test(
        "what is wrong with an account stands at its field, and the password nowhere",
        arguments: [
            ("name=a+b&role=editor&password=long+enough+words", "id=\"name-error\""),
            ("name=mia&role=editor&password=short", "id=\"password-error\""),
            ("name=mia&role=king&password=long+enough+words", "id=\"role-error\""),
            ("name=ada&role=viewer&password=long+enough+words", "id=\"name-error\""),
        ])
    func wrongAccount(form: String, place: String) async throws {
        let answer = try await test.post("/access", form, admin)
        #expect(answer.status == .unprocessableContent && answer.text.contains(place))
        #expect(!answer.text.contains("long enough words") && !answer.text.contains("value=\"short\""))
    }

    @Test("a token is shown once with a line that uses it, and the line works")
    func token() async throws {
        let made = try await test.post(
            "/access/tokens", "name=nightly&scope=metrics:write&metrics=cacheHitRate&days=30", admin)
        #expect(made.status == .created && made.headers["Cache-Control"]?.contains("no-store") == true)
        let line = try #require(
            made.text.firstMatch(of: #/curl -H &#39;Authorization: Bearer (beast_\w+)&#39; --data 40 /#)?.1)
        let reading = try await test.send(
            .post, "/api/v1/metrics/cacheHitRate", ["Authorization": "Bearer \(line)"], body: Array("40".utf8))
        #expect(reading.status == .created)
        let page = try await test.get("/access/tokens", admin).text
        #expect(!page.contains(String(line)) && page.contains(String(line.prefix(14))))
        #expect(page.contains("metrics:write, metrics cacheHitRate"))
        _ = try await test.post("/access/tokens/\(line.prefix(14))/revoke", "", admin)
        let refused = try await test.send(
            .post, "/api/v1/metrics/cacheHitRate", ["Authorization": "Bearer \(line)"], body: Array("40".utf8))
        #expect(refused.status == .unauthorized && refused.text.contains("was revoked on 2026-01-09"))
    }

    @Test("a token that an administrator made who was signed in at the proxy goes with their account")
    func tokenByWayOfTheProxy() async throws {
        let proxy = TrustedProxy(addresses: ["127.0.0.1"], header: "X-Remote-User", role: nil)
        let test = try TestSite(
            policy: AccessPolicy(readingIsOpen: false, writingIsOpen: false, chatIsOpen: false, proxy: proxy))
        for name in ["mia", "ada"] { _ = try await test.session(of: name, .administrator) }
        _ = try await test.post("/access/tokens", "name=nightly&scope=read", ["X-Remote-User": "Mia"])
        _ = try await test.post("/access/mia/remove", "", ["X-Remote-User": "ada"])
        #expect(test.gate.book.tokens().map { $0.revokedAt != nil } == [true])
    }

    @Test(
        "what is wrong with a token stands at its field",
        arguments: [
            ("name=&scope=read", "name-error"), ("name=a", "scopes-error"), ("name=a&scope=fly", "scopes-error"),
            ("name=a&scope=read&metrics=latency", "metrics-error"), ("name=a&scope=read&days=0", "days-error"),
            ("name=a&scope=chat&requests=many", "requests-error"),
        ])
    func wrongToken(form: String, place: String) async throws {
        let answer = try await test.post("/access/tokens", form, admin)
        #expect(answer.status == .unprocessableContent && answer.text.contains("id=\"\(place)\""), "\(answer.text)")
    }

    @Test("an account changes its own password with the present one, and ends its other sessions")
    func ownAccount() async throws {
        let cookie: Headers = ["Cookie": "beast-session=\(try await test.session(of: "mia", .viewer))"]
        let other = try await test.gate.desk.signIn(
            "mia", password: "long enough words",
            at: SignInDesk.Place(address: "198.51.100.4", browser: "Elsewhere", device: nil))
        #expect(try await test.get("/account", cookie).text.contains("Elsewhere"))
        let wrong = try await test.post(
            "/account/password", "current_password=wrong&password=another+long+one", cookie)
        #expect(wrong.status == .unprocessableContent && wrong.text.contains("not your present password"))
        let changed = try await test.post(
            "/account/password", "current_password=long+enough+words&password=another+long+one", cookie)
        #expect(changed.status == .seeOther)
        #expect(test.gate.book.principal(session: other.secret, from: "") == nil)
        #expect(try await test.get("/account", cookie).status == .ok)
    }

    @Test("the audit shows who did what from where, is narrowed by its form, and comes as CSV")
    func audit() async throws {
        _ = try await test.post("/access", "name=mia&role=editor&password=long+enough+words", admin)
        _ = try await test.post("/access/mia/role", "role=viewer", admin)
        let page = try await test.get("/activity/audit?what=account", admin).text
        #expect(page.contains("<code>account.role</code> mia") && !page.contains("session.started"))
        #expect(try await test.get("/activity/audit?who=nobody-here", admin).text.contains("Nothing was written"))
        #expect(try await test.get("/activity/audit?from=2026-01-10", admin).text.contains("Nothing was written"))
        #expect(try await test.get("/activity/audit?from=someday", admin).status == .unprocessableContent)
        let csv = try await test.get("/activity/audit.csv?what=account", admin).text
        let rows = csv.split(separator: "\r\n")
        #expect(rows.first == "id,at,who,credential,via,address,action,subject,before,after")
        #expect(rows.contains { $0.hasSuffix(",ada,session 1,web,127.0.0.1,account.role,mia,editor,viewer") })
    }
}
