import Foundation
import Roadmap
import Testing

@testable import Access

@Suite("Accounts")
struct AccountTests {
    let test: TestBook

    init() throws { test = try TestBook() }

    @Test("an account is made once, whatever the capitals, and stands in the audit")
    func add() async throws {
        let ada = try await test.account("Ada", .administrator)
        #expect(ada.role == .administrator)
        await #expect(throws: RoadmapError.self) { try await test.account("aDA") }
        #expect(try test.audit() == ["account.added Ada"])
        #expect(test.book.account(named: "ADA") == ada)
        #expect(test.book.hasAccounts)
    }

    @Test(
        "a name or password that cannot be is refused by its field",
        arguments: [
            ("", "long enough words", "name"), ("a b", "long enough words", "name"),
            ("a/b", "long enough words", "name"),
            ("<script>", "long enough words", "name"), (String(repeating: "a", count: 41), "long enough words", "name"),
            ("mia", "short", "password"), ("mia", "", "password"), ("abcdefghijk", "ABCDEFGHIJK", "password"),
            ("mia", String(repeating: "a", count: 1_001), "password"),
        ])
    func refused(name: String, password: String, field: String) async throws {
        let error = await #expect(throws: RoadmapError.self) { try await test.account(name, password: password) }
        #expect(error?.field == field)
        #expect(!test.book.hasAccounts)
    }

    @Test("the first account is made once, even by two at the same moment")
    func first() async throws {
        let made = await withTaskGroup(of: Bool.self) { group in
            for name in ["ada", "eve"] {
                group.addTask {
                    do {
                        _ = try await test.desk.add(
                            name, password: "long enough words", role: .administrator, isFirst: true,
                            by: TestBook.author)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
        #expect(try test.book.accounts().count == 1)
    }

    @Test("the last administrator can neither go nor step down, and of two at once one stays")
    func lastAdministrator() async throws {
        try await test.account("ada", .administrator)
        try await test.account("mia", .editor)
        await #expect(throws: RoadmapError.self) { try await remove("ada") }
        await #expect(throws: RoadmapError.self) {
            try await test.book.perform(
                ChangeRole(of: "ada", to: .viewer, by: TestBook.author, at: test.clock.now))
        }
        try await test.book.perform(
            ChangeRole(of: "mia", to: .administrator, by: TestBook.author, at: test.clock.now))
        let removed = await withTaskGroup(of: Bool.self) { group in
            for name in ["ada", "mia"] {
                group.addTask {
                    do {
                        try await remove(name)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(removed == 1)
        #expect(try test.book.accounts().count == 1)
    }

    private func remove(_ name: String) async throws {
        try await test.book.perform(RemoveAccount(name, by: TestBook.author, at: test.clock.now))
    }

    @Test("removing an account ends its sessions and revokes the tokens it made, and no others")
    func remove() async throws {
        try await test.account("ada", .administrator)
        let mia = try await test.account("mia")
        let session = try await test.desk.signIn("mia", password: "long enough words", at: TestBook.place)
        let own = try await test.book.perform(
            AddToken(
                "hers", TokenGrant(.read), account: mia.id, expiresAt: nil, by: TestBook.author, at: test.clock.now))
        let other = try await test.token("other", TokenGrant(.read))
        #expect(test.book.principal(session: session.secret, from: "") != nil)
        try await remove("mia")
        #expect(test.book.principal(session: session.secret, from: "") == nil)
        #expect(test.book.principal(token: own.text, from: "").reason != nil)
        #expect(test.book.principal(token: other.text, from: "").principal != nil)
    }

    @Test("a role that is lowered holds for sessions that are open")
    func role() async throws {
        try await test.account("mia", .editor)
        let session = try await test.desk.signIn("mia", password: "long enough words", at: TestBook.place)
        #expect(test.book.principal(session: session.secret, from: "")?.may(.tasksWrite) == true)
        try await test.book.perform(ChangeRole(of: "mia", to: .viewer, by: TestBook.author, at: test.clock.now))
        let principal = try #require(test.book.principal(session: session.secret, from: ""))
        #expect(principal.may(.read) && !principal.may(.tasksWrite) && !principal.mayEdit)
    }

    @Test("another password ends every session but the one it was changed in")
    func password() async throws {
        let mia = try await test.account("mia")
        let here = try await test.desk.signIn("mia", password: "long enough words", at: TestBook.place)
        let there = try await test.desk.signIn("mia", password: "long enough words", at: TestBook.place)
        let session = try #require(test.book.principal(session: here.secret, from: "")?.session)
        try await test.desk.change(mia, to: "another long one", keeping: session.id, by: TestBook.author)
        #expect(test.book.principal(session: here.secret, from: "") != nil)
        #expect(test.book.principal(session: there.secret, from: "") == nil)
        await #expect(throws: SignInDesk.Refusal.wrong) {
            _ = try await test.desk.signIn("mia", password: "long enough words", at: TestBook.place)
        }
        _ = try await test.desk.signIn("mia", password: "another long one", at: TestBook.place)
    }

    @Test("the audit can neither be changed nor deleted")
    func appendOnly() async throws {
        try await test.account("ada")
        for sql in ["UPDATE audit SET author = 'eve'", "DELETE FROM audit"] {
            await #expect(throws: (any Error).self) { try await test.tracker.perform(Statement(sql: sql)) }
        }
        #expect(try test.audit() == ["account.added ada"])
    }

    @Test("neither passwords nor secrets stand in the database")
    func nothingPlain() async throws {
        try await test.account("ada", password: "a plain password")
        let session = try await test.desk.signIn("ada", password: "a plain password", at: TestBook.place)
        let token = try await test.token("nightly", TokenGrant(.read))
        try test.tracker.backup(to: test.folder + "/copy.db")
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: test.folder + "/copy.db")))
        for secret in ["a plain password", session.secret, token.text, session.device] {
            #expect(bytes.firstRange(of: Array(secret.utf8)) == nil)
        }
        #expect(bytes.firstRange(of: Array("$argon2id$".utf8)) != nil)
    }
}
