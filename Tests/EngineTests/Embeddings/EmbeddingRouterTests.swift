import Foundation
import JSON
import Synchronization
import Testing

@testable import Engine

@Suite("Requests for embeddings")
struct EmbeddingRouterTests {
    private let world = TestWorld([
        Model(
            name: "custom:a", endpoint: "http://a/v1", upstreamID: "id-a",
            price: Price(input: 1_000_000, cachedInput: 0, output: 0)),
        Model(name: "local:roadmap", endpoint: nil, upstreamID: "local:roadmap"),
    ])
    private let embedder = TestSentences()
    private let upstream = TestVectors()
    private let router: EmbeddingRouter

    init() {
        router = EmbeddingRouter(
            registry: world.router.registry, builtIn: BuiltInEmbeddings(embedder), memory: world.router.cache.memory,
            ledger: world.router.ledger, clock: world.clock, digest: TestWorld.digest, random: { $0 / 2 },
            upstream: upstream)
    }

    private func ask(
        _ input: JSON, model: String = "local:minilm", _ more: JSON.Object = [:], _ caller: Caller = TestWorld.caller()
    ) async throws(RouterError) -> (facts: RoutedAnswer.Facts, json: JSON) {
        var body: JSON.Object = ["model": .string(model), "input": input]
        for member in more { body[member.name] = member.value }
        let answer = try await router.answer(JSON.object(body).bytes, from: caller)
        guard case .whole(let bytes) = answer.body else { return (answer.facts, .null) }
        return (answer.facts, (try? JSON(parsing: bytes)) ?? .null)
    }

    private func refusal(_ input: JSON, model: String = "local:minilm", _ more: JSON.Object = [:]) async -> RouterError?
    {
        do throws(RouterError) {
            _ = try await ask(input, model: model, more)
            return nil
        } catch {
            return error
        }
    }

    @Test("texts come back as vectors in their order, with the tokens that were read")
    func floats() async throws {
        let (facts, json) = try await ask(["one", "three"])
        #expect(json["object"] == "list" && json["model"] == "local:minilm")
        #expect(json["data"]?.arrayValue?.map { $0["index"]?.integerValue } == [0, 1])
        #expect(json["data"]?[0]?["embedding"]?.arrayValue?.map(\.doubleValue) == [3, 0.5])
        #expect(json["data"]?[1]?["embedding"]?.arrayValue?.map(\.doubleValue) == [5, 0.5])
        #expect(json["usage"] == ["prompt_tokens": 8, "total_tokens": 8])
        #expect(facts.cache == .miss && facts.model == "local:minilm" && facts.attempts == 1)
        #expect(world.router.ledger.current.succeeded == 1)
    }

    @Test("a limited key has embeddings under the same limits, of the models that it may use")
    func limitedKey() async throws {
        let meter = KeyMeter(clock: world.clock)
        func caller(_ limits: KeyLimits) -> Caller {
            Caller(KeyGrant(name: "k", tenant: "team", limits: limits, meter: meter), requestID: "request")
        }
        func error(_ input: JSON, model: String = "local:minilm", _ limits: KeyLimits) async -> RouterError? {
            do throws(RouterError) {
                _ = try await ask(input, model: model, [:], caller(limits))
                return nil
            } catch {
                return error
            }
        }
        let limits = KeyLimits(requestsPerMinute: 4, tokensPerMinute: 10, models: ["local:minilm"])
        #expect(await error(["one", "three"], limits) == nil)
        // Eight tokens were read; from memory none are.
        #expect(meter.standing(under: limits).tokens?.remaining == 2)
        #expect(await error(["one", "three"], limits) == nil)
        #expect(await error(["another", "of", "these"], limits)?.type == "tokens")
        #expect(await error("one", model: "custom:a", limits)?.code == "model_not_found")
        #expect(await error("one", limits)?.type == "requests")
        let totals = world.router.ledger.current
        #expect((totals.received, totals.succeeded, totals.failed, totals.inFlight) == (5, 2, 3, 0))
    }

    @Test("base64 is the same numbers as 32-bit floats, little-endian")
    func base64() async throws {
        let json = try await ask("one", ["encoding_format": "base64"]).json
        let text = try #require(json["data"]?[0]?["embedding"]?.stringValue)
        #expect(Data(base64Encoded: text) == Data([0, 0, 0x40, 0x40, 0, 0, 0, 0x3F]))
    }

    @Test(
        "what is no input is refused with what to send",
        arguments: [
            ("", "empty"), ([], "empty"), (["a", ""], "Input 1"), (.null, "missing"), (7, "a number"),
            (["a", 7], "Input 1"), (.array(Array(repeating: "a", count: 2_049)), "2049"),
            (.string(String(repeating: "a", count: EmbeddingRequest.byteLimit + 1)), "bytes"),
        ] as [(JSON, String)])
    func invalid(input: JSON, word: String) async throws {
        let error = try #require(await refusal(input))
        #expect(error.status == 400 && error.param?.hasPrefix("input") == true && !error.tip.isEmpty)
        #expect(error.message.contains(word), "\(error.message)")
        #expect(world.router.ledger.current.failed == 1)
    }

    @Test("the built-in model says what it cannot do")
    func cannot() async throws {
        for tokens in [[1, 2, 3], [[1, 2], [3]]] as [JSON] {
            let error = try #require(await refusal(tokens))
            #expect(error.param == "input" && error.tip.contains("text"))
        }
        #expect(await refusal("a", ["dimensions": 256])?.param == "dimensions")
        #expect(await refusal("a", ["dimensions": 2]) == nil)
        #expect(await refusal("a", ["encoding_format": "int8"])?.param == "encoding_format")
        #expect(embedder.count == 1)
    }

    @Test(
        "a model that answers in words, and auto, are refused with the model to name",
        arguments: ["local:roadmap", "auto"])
    func notAnEmbedder(model: String) async throws {
        let error = try #require(await refusal("a", model: model))
        #expect(error.status == 400 && (error.tip + error.message).contains("local:minilm"))
    }

    @Test("an unknown model is refused with the closest name")
    func unknown() async throws {
        let error = try #require(await refusal("a", model: "custom:b"))
        #expect(error.status == 404 && error.tip.contains("custom:a"))
    }

    @Test("without its weights the built-in model is an error with a tip, and not listed")
    func absent() async throws {
        #expect(router.models.map(\.name) == ["local:minilm"])
        embedder.breakDown()
        let error = try #require(await refusal("a"))
        #expect(error.status == 503 && error.code == "embedder_unavailable")
        #expect(error.message.contains("The file is gone.") && error.tip == "Fetch it.")
        #expect(router.models.isEmpty)
        // However often: no circuit hides the reason.
        for _ in 0..<8 { #expect(await refusal("a")?.code == "embedder_unavailable") }
        #expect(world.router.ledger.current.failed == 9 && world.router.ledger.current.inFlight == 0)
    }

    @Test("the same request again is answered from memory, another tenant's of a model that is not shared is not")
    func cached() async throws {
        #expect(try await ask("one", ["user": "x"]).facts.cache == .miss)
        #expect(try await ask("one", ["user": "y"]).facts.cache == .hitL1)
        #expect(try await ask("one", [:], TestWorld.caller("other")).facts.cache == .hitL1)
        #expect(try await ask("one", ["encoding_format": "base64"]).facts.cache == .miss)
        _ = try await ask("one", model: "custom:a")
        #expect(try await ask("one", model: "custom:a").facts.cache == .hitL1)
        #expect(try await ask("one", model: "custom:a", [:], TestWorld.caller("other")).facts.cache == .miss)
        var controls = Caller.CacheControls()
        controls.skipsLookup = true
        #expect(try await ask("one", [:], TestWorld.caller("team", controls)).facts.cache == .bypass)
        world.clock.advance(milliseconds: 3_600_001)
        #expect(try await ask("one").facts.cache == .miss)
    }

    @Test("embeddings are not counted among the chats that the cache could answer")
    func record() async throws {
        _ = try await ask("one", model: "custom:a")
        _ = try await ask("one", model: "custom:a")
        let records = world.journal.records
        #expect(records.map(\.cache) == [.bypass, .bypass])
        #expect(records.map(\.cost) == [7, 0] && records[1].saving == 7)
        #expect(records.map(\.attempts) == [1, 0] && records[0].usage.input == 7)
    }

    @Test("every parameter reaches the upstream, under its own name of the model")
    func passedThrough() async throws {
        let more: JSON.Object = ["dimensions": 256, "encoding_format": "base64", "user": "u", "truncate": "END"]
        let json = try await ask([[1, 2], [3]], model: "custom:a", more).json
        #expect(json["model"] == "custom:a" && json["data"]?[0]?["embedding"] == "AAAA")
        let body = try #require(upstream.bodies.first)
        #expect(body["model"] == "id-a" && body["input"] == [[1, 2], [3]])
        for member in more { #expect(body[member.name] == member.value) }
    }

    @Test("an upstream that fails in passing is asked again, and one that fails for good is not")
    func retries() async throws {
        upstream.fail(with: .reset)
        #expect(try await ask("a", model: "custom:a").facts.attempts == 2)
        upstream.fail(with: .status(400, reason: "too long", retryAfter: nil))
        let error = try #require(await refusal("b", model: "custom:a"))
        #expect(error.status == 400 && error.message.contains("too long"))
        #expect(upstream.bodies.count == 3)
    }

    @Test("an answer that is no list of embeddings is said to be none")
    func malformed() async throws {
        upstream.answer("{\"object\":\"list\",\"data\":[{}]}")
        let error = try #require(await refusal("a", model: "custom:a"))
        #expect(error.status == 502 && error.message.contains("embeddings"))
    }

    @Test("a model that only chats goes on chatting, however often it is asked for embeddings")
    func ownCircuit() async throws {
        for _ in 0..<8 {
            upstream.fail(with: .status(404, reason: nil, retryAfter: nil))
            _ = await refusal("a", model: "custom:a")
        }
        let desk = try #require(world.router.registry.desk("custom:a"))
        #expect(desk.standing(at: world.clock.milliseconds).circuit == .closed)
        #expect(await refusal("a", model: "custom:a")?.code == "circuit_open")
    }
}

/// Makes of each text the number of its letters.
private final class TestSentences: SentenceEmbedder {
    struct Broken: Error {}

    let dimensions = 2
    private let state = Mutex<(isBroken: Bool, count: Int)>((false, 0))

    var count: Int { state.withLock { $0.count } }
    func breakDown() { state.withLock { $0.isBroken = true } }

    var standing: EmbedderStanding {
        state.withLock { $0.isBroken ? .off(reason: "The file is gone.", tip: "Fetch it.") : .loaded }
    }

    func embed(_ texts: [String], isUrgent: Bool) async throws -> Embeddings {
        try state.withLock { state in
            if state.isBroken { throw Broken() }
            state.count += 1
        }
        return Embeddings(
            vectors: texts.map { [Float($0.count), 0.5] }, tokens: texts.reduce(0) { $0 + $1.count })
    }
}

private final class TestVectors: EmbeddingUpstream {
    private struct State {
        var bodies: [JSON] = []
        var troubles: [UpstreamTrouble] = []
        var answer = """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAA"}],"model":"id-a",\
            "usage":{"prompt_tokens":7,"total_tokens":7}}
            """
    }

    private let state = Mutex(State())

    var bodies: [JSON] { state.withLock { $0.bodies } }
    func fail(with trouble: UpstreamTrouble) { state.withLock { $0.troubles.append(trouble) } }
    func answer(_ text: String) { state.withLock { $0.answer = text } }

    func embed(_ body: [UInt8], with model: Model) async throws(UpstreamTrouble) -> [UInt8] {
        let (trouble, answer) = state.withLock { state in
            state.bodies.append((try? JSON(parsing: body)) ?? .null)
            return (state.troubles.isEmpty ? nil : state.troubles.removeFirst(), state.answer)
        }
        if let trouble { throw trouble }
        return Array(answer.utf8)
    }
}
