import Roadmap
import Testing

@testable import Access

@Suite("Sessions")
struct SessionTests {
    let test: TestBook

    init() throws { test = try TestBook() }

    private func signIn(
        _ name: String = "mia", _ password: String = "long enough words", from address: String = "192.0.2.1",
        device: String? = nil
    ) async throws -> SignInDesk.Opening {
        try await test.desk.signIn(
            name, password: password, at: SignInDesk.Place(address: address, browser: "Test", device: device))
    }

    @Test("a right password begins a session, whatever the name's capitals")
    func begin() async throws {
        try await test.account("Mia")
        let opening = try await signIn("mIA")
        let principal = try #require(test.book.principal(session: opening.secret, from: "192.0.2.1"))
        #expect(principal.name == "Mia" && principal.isSignedIn)
        #expect(try test.audit() == ["account.added Mia", "session.started Mia"])
    }

    @Test("a wrong password and an unknown name are told the same, and only known names stand in the audit")
    func wrong() async throws {
        try await test.account("mia")
        await #expect(throws: SignInDesk.Refusal.wrong) { _ = try await signIn("mia", "wrong") }
        await #expect(throws: SignInDesk.Refusal.wrong) { _ = try await signIn("my secret password", "mia") }
        try await test.book.writeDown()
        let audit = try test.audit()
        #expect(audit == ["account.added mia", "session.refused mia", "session.refused no such account"])
    }

    @Test("what is no secret of a session lets nobody in", arguments: ["", "x", String(repeating: "a", count: 43)])
    func forged(secret: String) async throws {
        try await test.account("mia")
        _ = try await signIn()
        #expect(test.book.principal(session: secret, from: "") == nil)
        #expect(test.book.principal(session: String(repeating: "a", count: 100_000), from: "") == nil)
    }

    @Test("a session ends when nobody uses it, and later however much it is used")
    func expiry() async throws {
        try await test.account("mia")
        let opening = try await signIn()
        for _ in 0..<8 {
            test.clock.advance(.seconds(10 * 86_400))
            #expect(test.book.principal(session: opening.secret, from: "") != nil)
            try await test.book.writeDown()
        }
        test.clock.advance(.seconds(10 * 86_400))
        #expect(test.book.principal(session: opening.secret, from: "") == nil, "90 days are over")
        let other = try await signIn()
        test.clock.advance(.seconds(14 * 86_400))
        #expect(test.book.principal(session: other.secret, from: "") == nil, "14 days unused")
        try await test.book.writeDown()
        let mia = try #require(test.book.account(named: "mia"))
        #expect(test.book.sessions(of: mia).isEmpty)
        #expect(try test.tracker.readRows { try $0.query("SELECT id FROM session") { $0.integer(0) } }.isEmpty)
    }

    @Test("a clock that is set back ends no session")
    func clockBack() async throws {
        try await test.account("mia")
        let opening = try await signIn()
        test.clock.advance(.seconds(-400 * 86_400))
        #expect(test.book.principal(session: opening.secret, from: "") != nil)
    }

    @Test("the last use is written down with where it was from")
    func use() async throws {
        try await test.account("mia")
        let opening = try await signIn()
        test.clock.advance(.seconds(3_600))
        _ = test.book.principal(session: opening.secret, from: "198.51.100.7")
        try await test.book.writeDown()
        let rows = try test.tracker.readRows {
            try $0.query("SELECT used_at, address FROM session") { ($0.text(0), $0.text(1)) }
        }
        #expect(rows.map(\.0) == ["2026-01-09T13:00:00.000Z"] && rows.map(\.1) == ["198.51.100.7"])
    }

    @Test("an account ends one of its sessions, or all others, and none of another's")
    func end() async throws {
        let mia = try await test.account("mia")
        try await test.account("ada")
        let secrets = [try await signIn().secret, try await signIn().secret, try await signIn("ada").secret]
        func open() -> [Bool] { secrets.map { test.book.principal(session: $0, from: "") != nil } }
        let ids = secrets.compactMap { test.book.principal(session: $0, from: "")?.session?.id }
        try await test.book.perform(
            EndSessions(.one(ids[2]), of: mia, by: TestBook.author, at: test.clock.now))
        #expect(open() == [true, true, true])
        try await test.book.perform(
            EndSessions(.others(than: ids[0]), of: mia, by: TestBook.author, at: test.clock.now))
        #expect(open() == [true, false, true])
    }

    @Test("guessing is slowed down, but not for a browser in which somebody has signed in before")
    func throttle() async throws {
        try await test.account("mia")
        let known = try await signIn()
        for _ in 0..<6 {
            await #expect(throws: SignInDesk.Refusal.wrong) { _ = try await signIn("mia", "wrong") }
        }
        await #expect(throws: SignInDesk.Refusal.tooMany(seconds: 1)) { _ = try await signIn() }
        _ = try await signIn("mia", "long enough words", device: known.device)
        await #expect(throws: SignInDesk.Refusal.tooMany(seconds: 1)) {
            _ = try await signIn("mia", "long enough words", device: "forged" + known.device)
        }
        test.clock.advance(.seconds(1))
        _ = try await signIn()
    }

    @Test("guesses that are made at the same moment are no more than those made one after the other")
    func atOnce() async throws {
        try await test.account("mia")
        let looked = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do {
                        _ = try await signIn("mia", "wrong")
                    } catch {
                        return error as? SignInDesk.Refusal == .wrong
                    }
                    return false
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(looked == 6, "five are free, and one shows that there was a sixth")
        try await test.book.writeDown()
        #expect(try test.audit().count { $0 == "session.refused mia" } == 6)
    }

    @Test("what goes on for long learns that a session or a token is over")
    func goingOn() async throws {
        let account = try await test.account("mia")
        let opening = try await signIn()
        let principal = try #require(test.book.principal(session: opening.secret, from: ""))
        let token = try await test.token("cron", TokenGrant(.read), days: 1)
        let bearer = try #require(test.book.principal(token: token.text, from: nil).principal)
        #expect(test.book.stillLetsIn(principal) && test.book.stillLetsIn(bearer))
        test.clock.advance(.seconds(86_400))
        #expect(test.book.stillLetsIn(principal) && !test.book.stillLetsIn(bearer))
        try await test.book.perform(
            EndSessions(.others(than: 0), of: account, by: TestBook.author, at: test.clock.now))
        #expect(!test.book.stillLetsIn(principal))
    }

    @Test("right passwords are never counted as wrong ones, however many there are")
    func rightOnes() async throws {
        try await test.account("mia")
        for _ in 0..<60 { _ = try await signIn() }
        await #expect(throws: SignInDesk.Refusal.wrong) { _ = try await signIn("mia", "wrong") }
    }

    @Test("a wrong present password, given by somebody who is signed in, stands in the audit")
    func confirming() async throws {
        let account = try await test.account("mia")
        await #expect(throws: SignInDesk.Refusal.wrong) {
            try await test.desk.confirm(account, password: "wrong", at: TestBook.place)
        }
        try await test.desk.confirm(account, password: "long enough words", at: TestBook.place)
        try await test.book.writeDown()
        #expect(try test.audit() == ["account.added mia", "session.refused mia"])
    }

    @Test("a password that changes at the moment of the sign-in begins no session")
    func race() async throws {
        let mia = try await test.account("mia")
        let hash = try #require(try test.book.password(of: "mia")?.hash)
        try await test.desk.change(mia, to: "another long one", keeping: nil, by: TestBook.author)
        await #expect(throws: RoadmapError.self) {
            _ = try await test.desk.open(mia, checked: hash, at: TestBook.place)
        }
    }
}
