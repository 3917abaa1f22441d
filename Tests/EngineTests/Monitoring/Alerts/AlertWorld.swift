import Synchronization
import Telemetry

@testable import Engine

/// A router whose upstream a test breaks, watched by alerts whose webhooks and store the test sees.
final class AlertWorld: Sendable {
    static let model = Model(name: "custom:a", endpoint: "http://127.0.0.1:9/v1", upstreamID: "a", fallbacks: [])
    static let other = Model(name: "local:b", endpoint: nil, upstreamID: "b")

    let world = TestWorld([AlertWorld.model, AlertWorld.other])
    let store: TestAlertStore
    let sender: TestAlertSender
    let desk: AlertDesk
    let watch: AlertWatch
    let unrecorded = Atomic<UInt64>(0)
    let targets = Mutex<[String: Double]>([:])
    let noted = Mutex<[String]>([])
    let history = TestHistory()
    private let asked = Atomic(0)

    init(
        _ settings: AlertSettings = AlertSettings(), store: TestAlertStore = TestAlertStore(),
        sender: TestAlertSender = TestAlertSender()
    ) throws {
        self.store = store
        self.sender = sender
        let numbers = store.numbers
        desk = try AlertDesk(settings, store: store, sender: sender, clock: world.clock) { numbers.next() }
        let parts = Parts()
        watch = AlertWatch(
            desk, monitor: Monitor(world.router, clock: world.clock, unrecorded: { parts.unrecorded }),
            history: history, sender: sender, clock: world.clock, targets: { parts.targets },
            note: { parts.note("\($0.event.rawValue) \($0.alert.title)") })
        parts.hold(self)
    }

    /// A second in which so many requests come, of which some fail.
    func second(_ requests: Int = 10) async {
        for _ in 0..<requests {
            let number = asked.add(1, ordering: .relaxed).newValue
            _ = try? await world.router.answer(
                TestWorld.body("question \(number)"), from: TestWorld.caller())
            world.clock.advance(milliseconds: 1_000 / Int64(requests))
        }
        if requests == 0 { world.clock.advance(milliseconds: 1_000) }
        await look()
    }

    func seconds(_ count: Int, _ requests: Int = 10) async {
        for _ in 0..<count { await second(requests) }
    }

    /// What the watch does in a second.
    func look() async {
        watch.look()
        await watch.write()
        for hook in sender.hooks { while await watch.deliver(to: hook) {} }
        await watch.noteActivity()
    }

    func fail(_ trouble: UpstreamTrouble = .status(503, reason: "overloaded", retryAfter: nil)) {
        world.upstream.script("custom:a", .trouble(trouble))
    }

    func recover() { world.upstream.script("custom:a", .text("well again")) }

    /// What the hook was told, as `started Errors`.
    var told: [String] { sender.sent.map { "\($0.event.rawValue) \($0.alert.title)" } }

    /// Lets what is made before the world find it.
    private final class Parts: Sendable {
        private struct Reference {
            weak var world: AlertWorld?
        }

        private let reference = Mutex(Reference())
        private var world: AlertWorld? { reference.withLock { $0.world } }

        var unrecorded: UInt64 { world?.unrecorded.load(ordering: .relaxed) ?? 0 }
        var targets: [String: Double] { world?.targets.withLock { $0 } ?? [:] }
        func note(_ text: String) { world?.noted.withLock { $0.append(text) } }
        func hold(_ world: AlertWorld) { reference.withLock { $0.world = world } }
    }
}

final class Numbers: Sendable {
    private let last = Atomic(0)

    func next() -> String { "a\(last.add(1, ordering: .relaxed).newValue)" }
}

/// A store in memory that a test can break; what it holds survives the desk.
final class TestAlertStore: AlertStore {
    struct Broken: Error {}

    private struct State {
        var alerts: [String: Alert] = [:]
        var silences: [AlertBook.Key: AlertSilence] = [:]
        var deliveries: [AlertDelivery.ID: AlertDelivery] = [:]
        var isBroken = false
    }

    let numbers = Numbers()
    private let state = Mutex(State())

    func breakDown(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }

    var alerts: [Alert] { state.withLock { Array($0.alerts.values) } }

    func kept(now: Int64, limit: Int) throws -> KeptAlerts {
        state.withLock {
            KeptAlerts(
                alerts: Array($0.alerts.values), silences: Array($0.silences.values),
                deliveries: Array($0.deliveries.values))
        }
    }

    func keep(_ changed: KeptAlerts) async throws {
        try state.withLock { state in
            if state.isBroken { throw Broken() }
            for alert in changed.alerts { state.alerts[alert.id] = alert }
            for silence in changed.silences { state.silences[silence.key] = silence }
            for delivery in changed.deliveries { state.deliveries[delivery.id] = delivery }
        }
    }
}

/// A hook that takes what it is sent, or fails.
final class TestAlertSender: AlertSender {
    static let hook = AlertHook(key: "k", label: "chat.example")

    private struct State {
        var sent: [AlertNotice] = []
        var tries = 0
        var failure: AlertSendFailure?
        var gate: Gate?
    }

    private let state = Mutex(State())
    let hooks: [AlertHook]

    init(hooks: [AlertHook] = [TestAlertSender.hook]) {
        self.hooks = hooks
    }

    var sent: [AlertNotice] { state.withLock { $0.sent } }
    var tries: Int { state.withLock { $0.tries } }

    func fail(_ failure: AlertSendFailure?) { state.withLock { $0.failure = failure } }

    func hang(until gate: Gate?) { state.withLock { $0.gate = gate } }

    func send(_ notice: AlertNotice, to hook: AlertHook) async throws(AlertSendFailure) {
        let (failure, gate) = state.withLock { state in
            state.tries += 1
            return (state.failure, state.gate)
        }
        await gate?.wait()
        if let failure { throw failure }
        state.withLock { $0.sent.append(notice) }
    }
}

/// A history of the hours that a test makes up.
final class TestHistory: RequestHistory {
    private let points = Mutex<[RequestPoint]>([])

    func set(_ points: [RequestPoint]) { self.points.withLock { $0 = points } }

    func series(from start: Int64, to end: Int64, step: Int64, model: String?) throws -> [RequestPoint] {
        points.withLock { $0.filter { $0.start >= start && $0.start < end } }
    }

    func figures(from start: Int64, to end: Int64) throws -> RequestFigures { RequestFigures() }
    func sums(from start: Int64, to end: Int64) throws -> [RequestSum] { [] }
    func requests(matching filter: RequestFilter, before cursor: String?, limit: Int) throws -> RequestPage {
        RequestPage(requests: [], next: nil, searchedBackTo: nil)
    }
    func request(id: String) throws -> StoredRequest? { nil }
    func uptime(from start: Int64, to end: Int64) throws -> Uptime? { nil }
}
