import JSON
import Testing

@testable import Engine

@Suite("Requests by a limited key")
struct LimitedKeyTests {
    private static let a = Model(
        name: "custom:a", endpoint: "http://a/v1", upstreamID: "a-1", fallbacks: ["custom:b"])
    private static let b = Model(name: "custom:b", endpoint: "http://b/v1", upstreamID: "b-1")
    private static let last = Model(name: "local:roadmap", endpoint: nil, upstreamID: "r", weight: 0, isShared: true)

    private let world = TestWorld([Self.a, Self.b, Self.last], lastResort: "local:roadmap")
    private let meter: KeyMeter

    init() { meter = KeyMeter(clock: world.clock) }

    private func caller(_ limits: KeyLimits, tenant: String = "team", meter: KeyMeter? = nil) -> Caller {
        Caller(
            KeyGrant(name: "laptop", tenant: tenant, limits: limits, meter: meter ?? self.meter), requestID: "request")
    }

    private func ask(_ question: String, model: String = "custom:a", _ more: JSON.Object = [:], by caller: Caller)
        async throws(RouterError) -> RoutedAnswer
    {
        try await world.router.answer(TestWorld.body(question, model: model, more), from: caller)
    }

    private func refusal(
        _ question: String, model: String = "custom:a", _ more: JSON.Object = [:], by caller: Caller
    ) async -> RouterError? {
        do throws(RouterError) {
            _ = try await ask(question, model: model, more, by: caller)
            return nil
        } catch {
            return error
        }
    }

    private func tokens(_ limit: Int) -> Int64? {
        meter.standing(under: KeyLimits(tokensPerMinute: limit)).tokens?.remaining
    }

    /// Received = succeeded + failed + cancelled, and nothing is open.
    private func expectIdentity(_ received: UInt64, failed: UInt64) {
        let totals = world.router.ledger.current
        #expect(totals.received == received && totals.failed == failed && totals.inFlight == 0)
    }

    @Test(
        "every request counts, also one that memory answers and one that cannot be read; what is over is told and recorded"
    )
    func requests() async throws {
        let caller = caller(KeyLimits(requestsPerMinute: 4))
        for _ in 0..<3 { _ = try await ask("Hello?", by: caller) }
        #expect(await refusal("Hello?", ["messages": []], by: caller)?.status == 400)
        for question in ["Hello?", "Another?"] {
            let error = try #require(await refusal(question, by: caller))
            #expect(error.status == 429 && error.type == "requests" && error.code == "rate_limit_exceeded")
            #expect(error.source == .request && error.isRetryable && error.retryAfter == 15)
            #expect(error.message == "This key's limit of 4 requests a minute is reached.")
            #expect(error.tip.contains("Wait 15 seconds"))
        }
        #expect(world.upstream.calls.count == 1)
        expectIdentity(6, failed: 3)
        let record = try #require(world.journal.records.last)
        #expect(record.status == 429 && record.errorCode == "rate_limit_exceeded" && record.cache == .bypass)
        world.clock.advance(milliseconds: 15_000)
        #expect(try await ask("Hello?", by: caller).facts.cache == .hitL1)
    }

    @Test("refusals by a key's own limit are no faults: the verdict stays healthy and no upstream is blamed")
    func health() async {
        let monitor = Monitor(world.router, clock: world.clock)
        let caller = caller(KeyLimits(requestsPerMinute: 1, tokensPerMinute: 2_000))
        for number in 0..<50 { _ = await refusal("question \(number)", by: caller) }
        let snapshot = monitor.snapshot()
        #expect(snapshot.verdict.level == .healthy)
        #expect(snapshot.minute.tally.failed == 49 && snapshot.minute.tally.faults == 0)
        #expect(snapshot.models.allSatisfy { $0.standing?.upstream.recentFailures ?? 0 == 0 })
    }

    @Test("tokens are what a model was asked for: answers from the cache take none, and are given when none are left")
    func tokensOfHits() async throws {
        let caller = caller(KeyLimits(tokensPerMinute: 2_000))
        _ = try await ask("Hello?", by: caller)
        // The upstream counted 1,000 in and 500 out.
        #expect(tokens(2_000) == 500)
        _ = try await ask("Hello?", by: caller)
        _ = try await ask("Hello?", ["stream": true], by: caller)
        #expect(tokens(2_000) == 500)
        let error = try #require(await refusal("Another?", ["max_tokens": 600], by: caller))
        #expect(error.status == 429 && error.type == "tokens" && error.code == "rate_limit_exceeded")
        #expect(error.isRetryable && error.retryAfter ?? 0 > 0)
        #expect(try await ask("Hello?", by: caller).facts.cache == .hitL1)
        #expect(world.journal.records.filter { $0.cache == .miss }.count == 1)
        expectIdentity(5, failed: 1)
    }

    @Test("requests at the same time do not pass the limit together")
    func concurrency() async throws {
        let gate = Gate()
        world.upstream.script("custom:a", .wait(gate, "yes"))
        let caller = caller(KeyLimits(tokensPerMinute: 1_000))
        let errors = await withTaskGroup(of: RouterError?.self) { group in
            for number in 0..<20 {
                group.addTask { await refusal("question \(number)", ["max_tokens": 198], by: caller) }
            }
            // Two tokens of question, 198 of answer: five fit.
            await gate.arrival(of: 5)
            var errors: [RouterError?] = []
            for await error in group {
                errors.append(error)
                if errors.count == 15 { gate.open() }
            }
            return errors
        }
        #expect(errors.count { $0 == nil } == 5)
        #expect(errors.count { $0?.type == "tokens" } == 15)
        #expect(world.upstream.calls.count == 5)
    }

    @Test("a call that fails gives its tokens back; one whose client hung up pays for what came")
    func failures() async throws {
        let caller = caller(KeyLimits(tokensPerMinute: 2_000, models: ["custom:b"]))
        world.upstream.script("custom:b", .trouble(.status(400, reason: "no", retryAfter: nil)))
        #expect(await refusal("Hello?", model: "custom:b", by: caller)?.status == 400)
        #expect(tokens(2_000) == 2_000)
        world.upstream.script("custom:b", .stream([TestUpstream.chunk("Yes")], .reset))
        _ = try await TestWorld.events(try await ask("Hello?", model: "custom:b", ["stream": true], by: caller))
        #expect(tokens(2_000) == 2_000)
        world.upstream.script(
            "custom:b", .stream([TestUpstream.chunk("Yes"), TestUpstream.usageChunk, TestUpstream.end], nil))
        _ = try await TestWorld.events(try await ask("Hi?", model: "custom:b", ["stream": true], by: caller))
        #expect(tokens(2_000) == 500)
    }

    @Test("a question longer than the limit can never be answered, and is told so instead of when to try again")
    func tooLarge() async throws {
        let error = try #require(
            await refusal(String(repeating: "four", count: 200), by: caller(KeyLimits(tokensPerMinute: 100))))
        #expect(error.status == 429 && error.type == "tokens" && !error.isRetryable && error.retryAfter == nil)
        #expect(error.message.contains("about 200 tokens") && error.message.contains("100 tokens a minute"))
        #expect(await refusal("Hello?", ["max_tokens": 1_000_000], by: caller(KeyLimits(tokensPerMinute: 100))) == nil)
    }

    @Test("limits that have changed hold from the next request on, with what was used before")
    func changes() async throws {
        _ = try await ask("Hello?", by: caller(KeyLimits(requestsPerMinute: 1)))
        #expect(await refusal("Hello?", by: caller(KeyLimits(requestsPerMinute: 1)))?.status == 429)
        #expect(await refusal("Hello?", by: caller(KeyLimits(requestsPerMinute: 3))) == nil)
        #expect(await refusal("Hello?", by: caller(KeyLimits(requestsPerMinute: 3))) == nil)
        #expect(await refusal("Hello?", by: caller(KeyLimits(requestsPerMinute: 3)))?.status == 429)
        #expect(await refusal("Hello?", by: caller(.none)) == nil)
    }

    @Test("another key has limits of its own, also of the same tenant")
    func ownLimits() async throws {
        _ = try await ask("Hello?", by: caller(KeyLimits(requestsPerMinute: 1)))
        let other = caller(KeyLimits(requestsPerMinute: 1), meter: KeyMeter(clock: world.clock))
        #expect(try await ask("Hello?", by: other).facts.cache == .hitL1)
        #expect(await refusal("Hello?", by: other)?.status == 429)
    }

    @Test(
        "a model that the key may not use is not there for it, whether there is one or not; the tip names those it may")
    func otherModel() async throws {
        let caller = caller(KeyLimits(models: ["custom:b"]))
        for name in ["custom:a", "custom:none"] {
            let error = try #require(await refusal("Hello?", model: name, by: caller))
            #expect(error.status == 404 && error.code == "model_not_found" && error.param == "model")
            #expect(error.message == "There is no model “\(name)” for this key.")
            #expect(error.tip == "It may use “custom:b”.")
        }
        #expect(world.upstream.calls.isEmpty)
        expectIdentity(2, failed: 2)
    }

    @Test("auto chooses among the models allowed, and no fallback leaves them")
    func allowedModels() async throws {
        let caller = caller(KeyLimits(models: ["custom:a"]))
        for number in 0..<5 {
            #expect(try await ask("q \(number)", model: "auto", by: caller).facts.model == "custom:a")
        }
        world.upstream.script("custom:a", .trouble(.connectionRefused))
        let calls = world.upstream.calls.count
        for model in ["custom:a", "auto"] {
            let error = try #require(await refusal("Hello?", model: model, by: caller))
            #expect(error.code == "refused" && error.source == .upstream)
        }
        #expect(Set(world.upstream.calls[calls...]) == ["custom:a"])
        let both = self.caller(KeyLimits(models: ["custom:a", "local:roadmap"]))
        #expect(try await ask("Hello?", by: both).facts.model == "local:roadmap")
    }

    @Test("a key whose models are all gone is told so, as a fault of nobody's here", arguments: [[], ["custom:gone"]])
    func noModel(models: [String]) async throws {
        let error = try #require(await refusal("Hello?", model: "auto", by: caller(KeyLimits(models: models))))
        #expect(error.status == 404 && error.code == "model_not_found")
    }

    @Test("an answer that auto has chosen for one key is not given to another that may not use its model")
    func cachedAuto() async throws {
        let (one, other) = (caller(KeyLimits(models: ["custom:a"])), caller(KeyLimits(models: ["custom:b"])))
        #expect(try await ask("Hello?", model: "auto", by: one).facts.model == "custom:a")
        #expect(try await ask("Hello?", model: "auto", by: one).facts.cache == .hitL1)
        #expect(try await ask("Hello?", model: "auto", by: other).facts.model == "custom:b")
        #expect(try await ask("Hello?", model: "auto", by: other).facts.model == "custom:b")
        #expect(try await ask("Hello?", model: "auto", by: one).facts.model == "custom:a")
    }

    @Test("who waits for another key's answer gets neither its refusal nor a model that it may not use itself")
    func flights() async throws {
        let gate = Gate()
        world.upstream.script("custom:a", .wait(gate, "of a"))
        async let first = ask("Hello?", model: "auto", by: caller(KeyLimits(models: ["custom:a"])))
        await gate.arrival(of: 1)
        async let second = ask("Hello?", model: "auto", by: caller(KeyLimits(models: ["custom:b"])))
        // As many as are received are past the look into memory, and board.
        while world.router.ledger.current.received < 2 { await Task.yield() }
        gate.open()
        #expect(try await first.facts.model == "custom:a")
        #expect(try await second.facts.model == "custom:b")
    }
}
