import Roadmap
import Testing

@testable import Access

@Suite("Tokens")
struct TokenTests {
    let test: TestBook

    init() throws { test = try TestBook() }

    @Test("a token is shown once, is recognised by its beginning, and lets its bearer do what it is for")
    func add() async throws {
        let (token, text) = try await test.token("nightly", TokenGrant(.metricsWrite, metrics: ["cacheHitRate"]))
        #expect(text.hasPrefix("beast_") && text.utf8.count == 49 && text.hasPrefix(token.prefix))
        let principal = try #require(test.book.principal(token: text, from: "192.0.2.9").principal)
        #expect(principal.may(.metricsWrite) && !principal.may(.read) && !principal.mayEdit)
        #expect(principal.mayRecord("cacheHitRate") && !principal.mayRecord("latency"))
        #expect(principal.name == "nightly" && principal.credential == "token \(token.prefix)")
    }

    @Test("whoever may administer may do everything")
    func admin() async throws {
        let text = try await test.token("root", TokenGrant(.admin)).text
        let principal = try #require(test.book.principal(token: text, from: "").principal)
        #expect(Scope.allCases.allSatisfy(principal.may) && principal.mayEdit && principal.mayRecord("latency"))
    }

    @Test("what is close to a token lets nobody in")
    func forged() async throws {
        let text = try await test.token("nightly", TokenGrant(.read)).text
        let near = [
            text + "a", String(text.dropLast()), text.lowercased(), text.uppercased(), " " + text, "beast_", "",
            String(text.prefix(14)), String(repeating: "beast_", count: 1_000), text.replacing("beast_", with: ""),
        ]
        for forged in near { #expect(test.book.principal(token: forged, from: "").isUnknown, "\(forged)") }
    }

    @Test("a token is over when it is revoked or expires, and says so to whoever shows it")
    func over() async throws {
        let revoked = try await test.token("old", TokenGrant(.read))
        let expiring = try await test.token("brief", TokenGrant(.read), days: 1)
        try await test.book.perform(RevokeToken("old", by: TestBook.author, at: test.clock.now))
        #expect(
            test.book.principal(token: revoked.text, from: "").reason
                == "The token \(revoked.token.prefix)… was revoked on 2026-01-09.")
        #expect(test.book.principal(token: expiring.text, from: "").principal != nil)
        test.clock.advance(.seconds(86_400))
        #expect(
            test.book.principal(token: expiring.text, from: "").reason
                == "The token \(expiring.token.prefix)… expired on 2026-01-10.")
        await #expect(throws: RoadmapError.self) {
            _ = try await test.book.perform(RevokeToken("old", by: TestBook.author, at: test.clock.now))
        }
        let error = await #expect(throws: RoadmapError.self) {
            _ = try await test.book.perform(RevokeToken("brif", by: TestBook.author, at: test.clock.now))
        }
        #expect(error?.closest == ["brief"])
    }

    @Test("what another program makes or revokes holds here")
    func elsewhere() async throws {
        let command = try test.another()
        defer { command.close() }
        let made = try await command.perform(
            try AddToken("by command", TokenGrant(.read), expiresAt: nil, by: TestBook.author, at: test.clock.now))
        #expect(test.book.principal(token: made.text, from: "").principal != nil, "at once")
        try await command.perform(RevokeToken("by command", by: TestBook.author, at: test.clock.now))
        test.clock.advance(.seconds(1))
        #expect(test.book.principal(token: made.text, from: "").reason != nil, "within a second")
    }

    @Test("while the database does not answer, who was let in still is, and nobody else")
    func closed() async throws {
        let text = try await test.token("nightly", TokenGrant(.read)).text
        #expect(test.book.principal(token: text, from: "").principal != nil)
        test.tracker.close()
        test.clock.advance(.seconds(60))
        #expect(test.book.principal(token: text, from: "").principal != nil)
        #expect(test.book.principal(token: text + "x", from: "").isUnknown)
    }

    @Test(
        "a grant that makes no sense is refused by its field",
        arguments: [
            (TokenGrant([]), "scopes"), (TokenGrant(.read, metrics: ["cacheHitRate"]), "metrics"),
            (TokenGrant(.read, models: ["a"]), "scopes"), (TokenGrant(.read, requestsPerMinute: 5), "scopes"),
            (TokenGrant(.chat, requestsPerMinute: 0), "requests"), (TokenGrant(.chat, tokensPerMinute: -1), "tokens"),
            (TokenGrant(.chat, tenant: "a b"), "models"),
        ])
    func nonsense(grant: TokenGrant, field: String) async throws {
        let error = await #expect(throws: RoadmapError.self) { try await test.token("name", grant) }
        #expect(error?.field == field)
    }

    @Test("scopes are named with commas or blanks, and a wrong one is answered with the closest")
    func scopes() throws {
        #expect(try TokenGrant.scopes(named: "read, tasks:write chat") == [.read, .tasksWrite, .chat])
        let error = #expect(throws: RoadmapError.self) { try TokenGrant.scopes(named: "read,metric:write") }
        #expect(error?.closest == ["metrics:write"])
    }

    @Test("two good tokens never have one name; a revoked one frees it")
    func names() async throws {
        try await test.token("nightly", TokenGrant(.read))
        await #expect(throws: RoadmapError.self) { try await test.token("nightly", TokenGrant(.read)) }
        try await test.book.perform(RevokeToken("nightly", by: TestBook.author, at: test.clock.now))
        try await test.token("nightly", TokenGrant(.read))
        #expect(test.book.tokens().map(\.name) == ["nightly", "nightly"])
    }

    @Test("its last use is written down with where it was from, to the minute or so")
    func use() async throws {
        let text = try await test.token("nightly", TokenGrant(.read)).text
        _ = test.book.principal(token: text, from: "198.51.100.7")
        test.clock.advance(.seconds(5))
        _ = test.book.principal(token: text, from: "203.0.113.5")
        try await test.book.writeDown()
        let written = try #require(try AccessToken.all(in: test.tracker).first)
        #expect(written.usedAt?.rfc3339 == "2026-01-09T12:00:00.000Z" && written.address == "198.51.100.7")
        test.clock.advance(.seconds(60))
        _ = test.book.principal(token: text, from: "203.0.113.5")
        #expect(test.book.tokens().first?.address == "203.0.113.5")
    }

    @Test("a token is revoked by what it begins with, whatever another one is called")
    func decoy() async throws {
        let leaked = try await test.token("leaked", TokenGrant(.read)).token
        try await test.token(leaked.prefix, TokenGrant(.read))
        let revoked = try await test.book.perform(
            RevokeToken(leaked.prefix, by: TestBook.author, at: test.clock.now))
        #expect(revoked.id == leaked.id)
    }
}
