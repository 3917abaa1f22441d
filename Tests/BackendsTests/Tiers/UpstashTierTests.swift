import Engine
import HTTP
import Testing

@testable import Backends

@Suite("L2 at Upstash, played by a stub")
struct UpstashTierTests {
    private let clock = TestClock()
    private let stub: UpstashStub
    private let tier: UpstashTier

    init() throws {
        stub = try UpstashStub()
        tier = UpstashTier(
            try UpstashAddress(url: stub.url, token: UpstashStub.token), timeout: .seconds(10), clock: clock)
    }

    private func answer(_ text: String = "hello") -> KeptAnswer { Answers.answer(text, at: clock.milliseconds) }

    private func name(_ number: Int) -> String { "beast:1:" + TierKey.name(Answers.key(number)) }

    @Test("gives back what it was given, and asks for its expiry")
    func roundTrip() async throws {
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
        try await tier.keep(answer(), for: Answers.key(1))
        #expect(try await tier.answer(for: Answers.key(1)) == answer())
        #expect(stub.state.withLock { $0.lifetimes[name(1)] } == "PX 60000")
        #expect(stub.state.withLock { $0.paths } == ["/", "/", "/"])
        clock.advance(by: 60_000)
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
    }

    @Test("what comes at once goes together, and each gets its own")
    func pipeline() async throws {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
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
        let paths = stub.state.withLock { $0.paths }
        #expect(paths.contains("/pipeline"))
        #expect(paths.count < 600)
        #expect(stub.state.withLock { $0.commands.count } == 600)
    }

    @Test("an error within a pipeline is one command's alone")
    func errorInPipeline() async throws {
        stub.state.withLock { $0.refusals["SET"] = "OOM command not allowed when used memory > 'maxmemory'" }
        let kinds = await withTaskGroup(of: TierError.Kind?.self) { group in
            for number in 0..<200 {
                group.addTask {
                    await failure {
                        if number % 2 == 0 {
                            try await tier.keep(answer(), for: Answers.key(number))
                        } else {
                            _ = try await tier.answer(for: Answers.key(number))
                        }
                    }?.kind
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kinds.filter { $0 == .full }.count == 100)
        #expect(kinds.filter { $0 == nil }.count == 100)
    }

    @Test("a purge leaves other programs' keys alone")
    func purge() async throws {
        stub.state.withLock { $0.values = ["beast": "x", "other": "x", "beast:2:x": "x"] }
        for number in 0..<35 { try await tier.keep(answer(), for: Answers.key(number)) }
        try await tier.purge()
        #expect(stub.state.withLock { $0.values.keys.sorted() } == ["beast", "beast:2:x", "other"])
    }

    @Test("what is not ours under our name is an error once and then gone", arguments: ["!", "aGVsbG8=", ""])
    func garbage(value: String) async throws {
        stub.state.withLock { $0.values[name(1)] = value }
        #expect(await failure { _ = try await tier.answer(for: Answers.key(1)) }?.kind == .garbage)
        #expect(try await tier.answer(for: Answers.key(1)) == nil)
    }

    @Test("a wrong token is said without it")
    func wrongToken() async throws {
        let tier = UpstashTier(try UpstashAddress(url: stub.url, token: "hunter2"), clock: clock)
        let error = await failure { _ = try await tier.answer(for: Answers.key(1)) }
        #expect(error?.kind == .unauthorized)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test(
        "what a service in trouble says becomes an error of its kind",
        arguments: [
            (Status.badRequest, #"{"error":"ERR max daily request limit exceeded. Limit: 10000"}"#, .full),
            (.badRequest, #"{"error":"ERR hunter2"}"#, .refused), (.badRequest, "<html>", .malformed),
            (.ok, "<html>", .malformed), (.ok, "{}", .malformed), (.ok, "[]", .malformed), (.ok, "", .malformed),
            (.ok, #"{"result":7}"#, .garbage), (.tooManyRequests, "{}", .unavailable),
            (.serviceUnavailable, "<html>", .unavailable), (.forbidden, "{}", .unauthorized),
        ] as [(Status, String, TierError.Kind)])
    func trouble(status: Status, body: String, kind: TierError.Kind) async throws {
        stub.state.withLock { $0.trouble = (status, body) }
        let error = await failure { _ = try await tier.answer(for: Answers.key(1)) }
        #expect(error?.kind == kind, "\(String(describing: error))")
        #expect(error?.description.contains("hunter2") == false)
        // And it works again by itself.
        stub.state.withLock { $0.trouble = nil }
        try await tier.keep(answer(), for: Answers.key(2))
    }

    @Test("a service that is not there, or does not answer, is an error")
    func unreachable() async throws {
        let nobody = UpstashTier(
            try UpstashAddress(url: "http://127.0.0.1:\(try freePort())", token: "x"), clock: clock)
        #expect(await failure { _ = try await nobody.answer(for: Answers.key(1)) }?.kind == .unreachable)
        let mute = try Parrot(saying: "")
        let silent = UpstashTier(
            try UpstashAddress(url: "http://127.0.0.1:\(mute.port)", token: "x"), timeout: .milliseconds(100),
            clock: clock)
        #expect(await failure { _ = try await silent.answer(for: Answers.key(1)) }?.kind == .timeout)
    }
}
