import Engine
import Foundation
import Testing

@testable import Backends

@Suite("L2 on a Redis")
struct RedisTierTests {
    private let clock = TestClock()

    private func tier(_ url: String, timeout: Duration = .seconds(10)) throws -> RedisTier {
        try RedisTier(try RedisAddress(url), timeout: timeout, clock: clock)
    }

    private func answer(_ text: String = "hello") -> KeptAnswer { Answers.answer(text, at: clock.milliseconds) }

    private func name(_ number: Int) -> String { "beast:1:" + TierKey.name(Answers.key(number)) }

    @Test("gives back what it was given, and expires it there")
    func roundTrip() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url)
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
        try await tier.keep(answer(), for: Answers.key(1))
        #expect(try await tier.answer(for: Answers.key(1)) == answer())
        let left = try #require(Int(try server.ask("PTTL", name(1))))
        #expect((1...60_000).contains(left))
        // Two clocks that differ do not make an old answer a new one.
        clock.advance(by: 60_000)
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
        try await tier.keep(Answers.answer(at: clock.milliseconds, for: 0), for: Answers.key(2))
        #expect(try server.ask("EXISTS", name(2)) == "0")
    }

    @Test("many at once each get their own")
    func concurrency() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<500 {
                group.addTask {
                    do {
                        try await tier.keep(answer("\(number)"), for: Answers.key(number))
                        #expect(try await tier.answer(for: Answers.key(number)) == answer("\(number)"))
                    } catch {
                        Issue.record(error)
                    }
                }
            }
        }
        #expect(try server.ask("DBSIZE") == "500")
    }

    @Test("an answer of ten megabytes comes back whole")
    func largeAnswer() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url)
        let large = answer(String(repeating: "0123456789", count: 1_000_000))
        try await tier.keep(large, for: Answers.key(1))
        #expect(try await tier.answer(for: Answers.key(1)) == large)
    }

    @Test("a purge leaves other programs' keys alone")
    func purge() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url)
        try server.ask("SET", "beast", "x")
        try server.ask("SET", "other:1:x", "x")
        try server.ask("SET", "beast:2:x", "x")
        for number in 0..<1_200 { try await tier.keep(answer(), for: Answers.key(number)) }
        try await tier.purge()
        #expect(try server.ask("DBSIZE") == "3")
    }

    @Test("signs in with a password, or a user and one, and chooses the database")
    func signIn() async throws {
        let server = try RedisServer(
            "--requirepass", "p@ss/wörd", "--user", "app", "on", ">se:cret", "~beast:*", "+@all")
        for credentials in [":p%40ss%2Fw%C3%B6rd", "app:se:cret"] {
            let tier = try tier("redis://\(credentials)@127.0.0.1:\(server.port)/3")
            try await tier.keep(answer(), for: Answers.key(1))
            #expect(try await tier.answer(for: Answers.key(1)) == answer())
        }
        #expect(try server.ask("--no-auth-warning", "-a", "p@ss/wörd", "-n", "3", "DBSIZE") == "1")
    }

    @Test(
        "a wrong sign-in is said without the password",
        arguments: ["redis://:hunter2@HOST", "redis://nobody:hunter2@HOST", "redis://HOST"])
    func wrongSignIn(url: String) async throws {
        let server = try RedisServer("--requirepass", "right")
        let tier = try tier(url.replacing("HOST", with: "127.0.0.1:\(server.port)"))
        let error = await failure { _ = try await tier.answer(for: Answers.key(1)) }
        #expect(error?.kind == .unauthorized)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("a password or database that the server does not have is said")
    func unwantedSignIn() async throws {
        let server = try RedisServer()
        let signIn = try tier("redis://someone:hunter2@127.0.0.1:\(server.port)")
        #expect(await failure { _ = try await signIn.answer(for: Answers.key(1)) }?.kind == .unauthorized)
        let database = try tier(server.url + "/99")
        #expect(await failure { _ = try await database.answer(for: Answers.key(1)) }?.kind == .configuration)
    }

    @Test("a server that is killed is an error, and none any more when it is back")
    func killed() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url)
        try await tier.keep(answer(), for: Answers.key(1))
        server.kill()
        for _ in 0..<3 {
            #expect(await failure { _ = try await tier.answer(for: Answers.key(1)) }?.kind == .unreachable)
        }
        try server.start()
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
        try await tier.keep(answer(), for: Answers.key(1))
        #expect(try await tier.answer(for: Answers.key(1)) == answer())
    }

    @Test("a connection that the server closed meanwhile is made again without anybody noticing")
    func closedConnection() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url)
        try await tier.keep(answer(), for: Answers.key(1))
        #expect(try server.ask("CLIENT", "KILL", "TYPE", "normal") != "0")
        for _ in 0..<4 { #expect(try await tier.answer(for: Answers.key(1)) == answer()) }
    }

    @Test("a server that hangs is an error when the time is over, and its late answers go to nobody")
    func slow() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url, timeout: .milliseconds(200))
        let patient = try self.tier(server.url)
        try await patient.keep(answer("1"), for: Answers.key(1))
        try await patient.keep(answer("2"), for: Answers.key(2))
        server.pause()
        await withTaskGroup(of: TierError.Kind?.self) { group in
            for _ in 0..<20 {
                group.addTask { await failure { _ = try await tier.answer(for: Answers.key(1)) }?.kind }
            }
            for await kind in group { #expect(kind == .timeout) }
        }
        server.resume()
        #expect(try await patient.answer(for: Answers.key(2)) == answer("2"))
        // As long as the machine is too slow for the short timeout this may fail, but never be another's answer.
        for _ in 0..<20 {
            let found = try? await tier.answer(for: Answers.key(2))
            if let found { #expect(found == answer("2")) }
        }
    }

    @Test("a full server refuses to keep and still answers")
    func full() async throws {
        let server = try RedisServer("--maxmemory-policy", "noeviction")
        let tier = try tier(server.url)
        try await tier.keep(answer(), for: Answers.key(1))
        try server.ask("CONFIG", "SET", "maxmemory", "1")
        #expect(await failure { try await tier.keep(answer(), for: Answers.key(2)) }?.kind == .full)
        #expect(try await tier.answer(for: Answers.key(1)) == answer())
        try server.ask("CONFIG", "SET", "maxmemory", "0")
        try await tier.keep(answer(), for: Answers.key(2))
    }

    @Test("tells what Redis holds, what it may, and what had to go")
    func contents() async throws {
        let server = try RedisServer("--maxmemory-policy", "allkeys-lru")
        let tier = try tier(server.url)
        for number in 0..<3 { try await tier.keep(answer(), for: Answers.key(number)) }
        let unbounded = try #require(try await tier.contents())
        #expect(unbounded.entries == 3 && unbounded.bytes > 0 && unbounded.capacity == 0 && unbounded.evictions == 0)
        try server.ask("CONFIG", "SET", "maxmemory", "1")
        let bounded = try #require(try await tier.contents())
        #expect(bounded.entries == 0 && bounded.capacity == 1 && bounded.evictions == 3)
    }

    @Test("a replica refuses to keep")
    func readOnly() async throws {
        let server = try RedisServer()
        let replica = try RedisServer("--replicaof", "127.0.0.1", "\(server.port)", "--replica-serve-stale-data", "yes")
        let tier = try tier(replica.url)
        #expect(await failure { try await tier.keep(answer(), for: Answers.key(1)) }?.kind == .unavailable)
    }

    @Test("what is not ours under our name is an error once and then gone")
    func garbage() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url)
        try server.ask("SET", name(1), "garbage")
        try server.ask("RPUSH", name(2), "a", "b")
        for number in 1...2 {
            #expect(await failure { _ = try await tier.answer(for: Answers.key(number)) }?.kind == .garbage)
            #expect(try await tier.answer(for: Answers.key(number)) == nil)
        }
    }

    @Test(
        "what a server in trouble says becomes an error of its kind",
        arguments: [
            ("-LOADING Redis is loading the dataset in memory\r\n", TierError.Kind.unavailable),
            ("-READONLY You can't write against a read only replica.\r\n", .unavailable),
            ("-MOVED 3999 127.0.0.1:6381\r\n", .refused), ("-ERR secret-key\r\n", .refused), ("-\r\n", .refused),
            (":7\r\n", .malformed), ("*-1\r\n", .malformed), ("HTTP/1.1 400 Bad Request\r\n\r\n", .malformed),
            ("$-7\r\n", .malformed), ("$10\r\nhalf", .timeout),
        ] as [(String, TierError.Kind)])
    func trouble(words: String, kind: TierError.Kind) async throws {
        let parrot = try Parrot(saying: words)
        let timeout: Duration = kind == .timeout ? .milliseconds(200) : .seconds(10)
        let tier = try tier("redis://127.0.0.1:\(parrot.port)", timeout: timeout)
        let error = await failure { try await tier.keep(answer(), for: Answers.key(1)) }
        #expect(error?.kind == kind, "\(String(describing: error))")
        #expect(error?.description.contains("secret") != true)
    }

    @Test("a server that resets each connection is an error")
    func resetting() async throws {
        let parrot = try Parrot(saying: nil)
        let tier = try tier("redis://127.0.0.1:\(parrot.port)")
        #expect(await failure { _ = try await tier.answer(for: Answers.key(1)) }?.kind == .unreachable)
    }

    @Test("a closed tier says that it is closed")
    func closed() async throws {
        let server = try RedisServer()
        let tier = try tier(server.url)
        try await tier.keep(answer(), for: Answers.key(1))
        tier.close()
        #expect(await failure { _ = try await tier.answer(for: Answers.key(1)) }?.kind == .closed)
    }
}

/// The error of a tier that `body` throws.
func failure(_ body: () async throws -> Void) async -> TierError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? TierError
    }
}
