import Backends
import Engine
import Synchronization

/// A small router beneath a test's site: two models that answer what the test says, and a clock that the test moves.
final class TestEngine: Sendable {
    let clock = TestEngineClock()
    let upstream = TestEngineUpstream()
    let router: ModelRouter
    let monitor: Monitor
    let alerts: AlertDesk

    /// - Parameter store: keeps every request when it has ended.
    init(store: RequestStore? = nil, models: [String] = ["custom:a"]) throws {
        let (clock, upstream) = (clock, upstream)
        router = ModelRouter(
            registry: ModelRegistry(
                models.map {
                    Model(
                        name: $0, endpoint: "http://127.0.0.1:9/v1", upstreamID: "a",
                        price: Price(input: 1.0, output: 2.0))
                } + [Model(name: "local:b", endpoint: nil, upstreamID: "b")]),
            cache: AnswerCache(memory: MemoryTier(capacity: 1 << 20), l2: nil, l3: nil, clock: clock), semantic: nil,
            ledger: Ledger(journal: TestEngineJournal(store), totals: Ledger.Totals(), clock: clock),
            lastResort: nil, clock: clock, digest: { $0 }, random: { _ in 0 }, upstream: { _ in upstream })
        alerts = try AlertDesk(
            AlertSettings(anomalies: .off), store: NoAlertStore(), sender: NoAlertSender(), clock: clock,
            newID: { "4bf92f3577b34da6" })
        monitor = Monitor(
            router, clock: clock,
            conditions: { [MonitoringCondition(.note, message: "Words only.", tip: "Fetch the weights.")] },
            alerts: alerts)
    }

    func ask(_ question: String, model: String = "custom:a", id: String = "r") async {
        let body = #"{"model":"\#(model)","messages":[{"role":"user","content":"\#(question)"}]}"#
        _ = try? await router.answer(Array(body.utf8), from: Caller(tenant: "team", requestID: id, controls: .init()))
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

/// Puts each request straight into the record.
final class TestEngineJournal: RequestJournal {
    private let store: RequestStore?
    private let open = Mutex<[UInt64: RequestOpening]>([:])
    private let next = Atomic<UInt64>(1)

    init(_ store: RequestStore?) { self.store = store }

    func begin(_ opening: RequestOpening) -> UInt64 {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        open.withLock { $0[number] = opening }
        return number
    }

    func finish(_ number: UInt64, _ record: RequestRecord) {
        guard let opening = open.withLock({ $0.removeValue(forKey: number) }) else { return }
        _ = try? store?.add([StoredRequest(number: number, opening: opening, record: record)])
    }
}

struct NoAlertStore: AlertStore {
    func kept(now: Int64, limit: Int) throws -> KeptAlerts { KeptAlerts() }
    func keep(_ changed: KeptAlerts) async throws {}
}

struct NoAlertSender: AlertSender {
    var hooks: [AlertHook] { [] }
    func send(_ notice: AlertNotice, to hook: AlertHook) async throws(AlertSendFailure) {}
}
