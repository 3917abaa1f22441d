import Engine
import HTTP
import JSON
import Synchronization
import Testing

@testable import Site

@Suite("Issued keys at the router")
struct IssuedKeyTests {
    private let keys = TestKeys()
    private let test: TestSite

    init() throws { test = try TestSite(callers: ChatCaller(issued: keys) { Array($0.prefix(8)) }) }

    private func chat(
        _ question: String, model: String = "custom:a", key: String? = "beast-1", _ more: String = ""
    ) async throws -> Answer {
        try await test.json(
            .post, "/v1/chat/completions",
            #"{"model":"\#(model)","messages":[{"role":"user","content":"\#(question)"}]\#(more)}"#,
            key.map { ["Authorization": "Bearer \($0)"] } ?? [:])
    }

    private static let names = ["limit", "remaining", "reset"].flatMap { kind in
        ["requests", "tokens"].map { "x-ratelimit-\(kind)-\($0)" }
    }

    /// The headers of limits that an answer has, in the order limit, remaining, reset, each of requests and of tokens.
    private func limits(_ answer: Answer) -> [String] { Self.names.compactMap { answer.headers[$0] } }

    @Test(
        "every answer to a limited key says what is left: new ones, kept ones, streams, errors and the list of models")
    func headers() async throws {
        keys.grant("beast-1", KeyLimits(requestsPerMinute: 60, tokensPerMinute: 4_000_000))
        // The upstream counts a million tokens in and half a million out.
        #expect(limits(try await chat("One?")) == ["60", "4000000", "59", "2500000", "1s", "22.5s"])
        let kept = try await chat("One?")
        #expect(kept.headers["x-beast-cache"] == "hit-l1")
        #expect(limits(kept) == ["60", "4000000", "58", "2500000", "2s", "22.5s"])
        let stream = try await chat("One?", ",\"stream\":true")
        #expect(stream.text.hasSuffix("data: [DONE]\n\n"))
        #expect(limits(stream) == ["60", "4000000", "57", "2500000", "3s", "22.5s"])
        let wrong = try await chat("One?", ",\"temperature\":\"hot\"")
        #expect(wrong.status == .badRequest)
        #expect(limits(wrong) == ["60", "4000000", "56", "2500000", "4s", "22.5s"])
        test.engine.upstream.trouble.withLock { $0 = .status(400, reason: "no", retryAfter: nil) }
        #expect(limits(try await chat("Two?")) == ["60", "4000000", "55", "2500000", "5s", "22.5s"])
        let list = try await test.get("/v1/models", ["Authorization": "Bearer beast-1"])
        #expect(limits(list) == ["60", "4000000", "55", "2500000", "5s", "22.5s"])
    }

    @Test("only what is limited is told, and nothing to who has no limits")
    func onlyLimited() async throws {
        keys.grant("beast-1", KeyLimits(requestsPerMinute: 60))
        #expect(limits(try await chat("One?")) == ["60", "59", "1s"])
        keys.grant("beast-2", .none)
        for key in ["beast-2", "sk-foreign", nil] { #expect(limits(try await chat("One?", key: key)) == []) }
    }

    @Test(
        "what is over the limit is answered with 429, in OpenAI's shape, with when to come again, and counted as failed"
    )
    func tooMany() async throws {
        keys.grant("beast-1", KeyLimits(requestsPerMinute: 2))
        for _ in 0..<2 { #expect(try await chat("One?").status == .ok) }
        let refused = try await chat("One?")
        #expect(refused.status == .tooManyRequests)
        #expect(refused.headers["Retry-After"] == "30")
        #expect(limits(refused) == ["2", "0", "1m0s"])
        let error = refused.json["error"]
        #expect(error?["type"] == "requests" && error?["code"] == "rate_limit_exceeded" && error?["param"] == .null)
        #expect(error?["source"] == "request" && error?["retryable"] == true)
        #expect(error?["message"]?.stringValue == "This key's limit of 2 requests a minute is reached.")
        #expect(error?["tip"]?.stringValue?.contains("Wait 30 seconds") == true)
        let totals = test.engine.router.ledger.current
        #expect((totals.received, totals.succeeded, totals.failed, totals.inFlight) == (3, 2, 1, 0))
        keys.clock.advance(milliseconds: 30_000)
        #expect(try await chat("One?").status == .ok)
    }

    @Test("a key that was raised or revoked is so from the next request on")
    func changes() async throws {
        keys.grant("beast-1", KeyLimits(requestsPerMinute: 1))
        #expect(try await chat("One?").status == .ok)
        #expect(try await chat("One?").status == .tooManyRequests)
        keys.grant("beast-1", KeyLimits(requestsPerMinute: 2))
        #expect(try await chat("One?").status == .ok)
        keys.revoke("beast-1")
        for answer in [
            try await chat("One?"), try await test.get("/v1/models", ["Authorization": "Bearer beast-1"]),
        ] {
            #expect(answer.status == .unauthorized && answer.headers["WWW-Authenticate"] == "Bearer")
            #expect(answer.json["error"]?["code"] == "invalid_api_key" && limits(answer) == [])
        }
    }

    @Test("a key sees and uses the models that it may, and is told which those are")
    func models() async throws {
        keys.grant("beast-1", KeyLimits(models: ["local:b"]))
        let list = try await test.get("/v1/models", ["Authorization": "Bearer beast-1"])
        #expect(list.json["data"]?.arrayValue?.map { $0["id"] } == ["local:b"])
        #expect(try await test.get("/v1/models").json["data"]?.arrayValue?.count == 2)
        let refused = try await chat("One?")
        #expect(refused.status == .notFound && refused.json["error"]?["code"] == "model_not_found")
        #expect(refused.json["error"]?["tip"] == "It may use “local:b”.")
        #expect(try await chat("One?", model: "auto").headers["x-beast-model"] == "local:b")
        #expect(try await chat("One?", key: "sk-foreign").headers["x-beast-model"] == "custom:a")
    }

    @Test(
        "what is no bearer's one key is refused, and none is looked for in it",
        arguments: [
            ["Bearer"], ["Bearer "], ["beast-1"], ["Basic beast-1"], ["Bearer beast-1 more"], ["Bearerbeast-1"],
            ["Bearer beast-1", "Bearer beast-1"], ["Bearer beast-1", ""], ["", "Bearer beast-1"], ["Bearer schlüssel"],
            ["Bearer " + String(repeating: "k", count: 4_097)], [""],
        ])
    func noBearer(fields: [String]) async throws {
        keys.grant("beast-1", .none)
        var headers: Headers = ["Content-Type": "application/json"]
        for field in fields { headers.append("Authorization", field) }
        let body = #"{"model":"custom:a","messages":[{"role":"user","content":"One?"}]}"#
        let answer = try await test.send(.post, "/v1/chat/completions", headers, body: Array(body.utf8))
        #expect(answer.status == .unauthorized && answer.json["error"]?["code"] == "invalid_api_key")
    }

    @Test("the scheme may be in any case", arguments: ["Bearer", "bearer", "BEARER", "Bearer  "])
    func scheme(name: String) async throws {
        keys.grant("beast-1", KeyLimits(requestsPerMinute: 60))
        let answer = try await test.get("/v1/models", ["Authorization": name + " beast-1"])
        #expect(limits(answer) == ["60", "60", "0s"])
    }

    @Test("keys are tenants of the name they were granted; what is foreign is one by its fingerprint, as ever")
    func tenants() async throws {
        keys.grant("beast-1", .none, tenant: "team")
        keys.grant("beast-2", .none, tenant: "team")
        #expect(try await chat("One?").headers["x-beast-cache"] == "miss")
        #expect(try await chat("One?", key: "beast-2").headers["x-beast-cache"] == "hit-l1")
        for key in ["sk-foreign", nil] {
            #expect(try await chat("One?", key: key).headers["x-beast-cache"] == "miss")
            #expect(try await chat("One?", key: key).headers["x-beast-cache"] == "hit-l1")
        }
    }
}

/// Keys as a test issues them.
private final class TestKeys: IssuedKeys {
    let clock = TestEngineClock()
    private let shown = Mutex<[String: ShownKey]>([:])
    private let meters = Mutex<[String: KeyMeter]>([:])

    func grant(_ key: String, _ limits: KeyLimits, tenant: String? = nil) {
        let meter = meters.withLock { meters in
            let meter = meters[key] ?? KeyMeter(clock: clock)
            meters[key] = meter
            return meter
        }
        let grant = KeyGrant(name: "laptop", tenant: tenant ?? key, limits: limits, meter: meter)
        shown.withLock { $0[key] = .granted(grant) }
    }

    func revoke(_ key: String) {
        let error = RouterError(
            status: 401, "This key was revoked.", type: "invalid_request_error", code: "invalid_api_key",
            tip: "Ask for another.", source: .request)
        shown.withLock { $0[key] = .refused(error) }
    }

    func standing(of key: Substring?) -> ShownKey {
        shown.withLock { shown in key.flatMap { shown[String($0)] } ?? .foreign }
    }
}
