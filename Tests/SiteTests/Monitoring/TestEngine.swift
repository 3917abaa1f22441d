import Engine
import Synchronization

/// A small router beneath a test's site: two models that answer what the test says, and a clock that the test moves.
final class TestEngine: Sendable {
    let clock = TestEngineClock()
    let upstream = TestEngineUpstream()
    let router: ModelRouter
    let monitor: Monitor

    init() {
        let (clock, upstream) = (clock, upstream)
        router = ModelRouter(
            registry: ModelRegistry([
                Model(
                    name: "custom:a", endpoint: "http://127.0.0.1:9/v1", upstreamID: "a",
                    price: Price(input: 1.0, output: 2.0)),
                Model(name: "local:b", endpoint: nil, upstreamID: "b"),
            ]),
            cache: AnswerCache(memory: MemoryTier(capacity: 1 << 20), l2: nil, l3: nil, clock: clock), semantic: nil,
            ledger: Ledger(journal: TestEngineJournal(), totals: Ledger.Totals(), clock: clock),
            lastResort: nil, clock: clock, digest: { $0 }, random: { _ in 0 }, upstream: { _ in upstream })
        monitor = Monitor(
            router, clock: clock,
            conditions: { [MonitoringCondition(.note, message: "Words only.", tip: "Fetch the weights.")] })
    }

    func ask(_ question: String, model: String = "custom:a") async {
        let body = #"{"model":"\#(model)","messages":[{"role":"user","content":"\#(question)"}]}"#
        _ = try? await router.answer(Array(body.utf8), from: Caller(tenant: "team", requestID: "r", controls: .init()))
    }
}

final class TestEngineClock: EngineClock {
    private let now = Atomic<Int64>(1_767_960_000_000)

    var milliseconds: Int64 { now.load(ordering: .relaxed) }
    var nanoseconds: Int64 { milliseconds * 1_000_000 }

    func advance(milliseconds: Int64) { now.wrappingAdd(milliseconds, ordering: .relaxed) }

    func sleep(milliseconds: Int64) async throws { advance(milliseconds: milliseconds) }
}

final class TestEngineUpstream: Upstream {
    let trouble = Mutex<UpstreamTrouble?>(nil)

    func send(_ body: [UInt8], to model: Model, isStreamed: Bool) async throws(UpstreamTrouble) -> UpstreamAnswer {
        if let trouble = trouble.withLock({ $0 }) { throw trouble }
        return .whole(
            Array(
                #"{"id":"1","object":"chat.completion","created":1,"model":"x","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000000,"completion_tokens":500000}}"#
                    .utf8))
    }
}

struct TestEngineJournal: RequestJournal {
    func begin(_ opening: RequestOpening) -> UInt64 { 0 }
    func finish(_ number: UInt64, _ record: RequestRecord) {}
}
