import JSON
import Synchronization

@testable import Engine

/// A world for the engine that a test moves: time stands still, upstreams answer what the test says, and every request
/// that is recorded can be looked at.
final class TestWorld: Sendable {
    let clock = TestClock()
    let journal = TestJournal()
    let upstream: TestUpstream
    let router: ModelRouter
    let l3 = TestTier(name: "l3")

    init(
        _ models: [Model], reference: String? = nil, lastResort: String? = nil, semantic: SemanticCache? = nil,
        upstream: TestUpstream = TestUpstream()
    ) {
        self.upstream = upstream
        let clock = clock
        router = ModelRouter(
            registry: ModelRegistry(models, reference: reference),
            cache: AnswerCache(
                memory: MemoryTier(capacity: 1 << 20, shards: 1), l2: nil, l3: TierSwitch(l3, clock: clock),
                clock: clock),
            semantic: semantic, ledger: Ledger(journal: journal, totals: Ledger.Totals(), clock: clock),
            lastResort: lastResort, clock: clock, digest: TestWorld.digest, random: { $0 / 2 },
            upstream: { _ in upstream })
    }

    /// Stands for SHA-256: different for different bytes, which is all the engine asks of it.
    @Sendable static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var hashes: [UInt64] = [14_695_981_039_346_656_037, 7, 11, 13]
        for byte in bytes {
            for index in hashes.indices {
                hashes[index] = (hashes[index] ^ UInt64(byte)) &* 1_099_511_628_211 &+ UInt64(index)
            }
        }
        return hashes.flatMap { hash in (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) } }
    }

    static func caller(_ tenant: String = "team", _ controls: Caller.CacheControls = .init()) -> Caller {
        Caller(tenant: tenant, requestID: "request", controls: controls)
    }

    static func body(_ question: String, model: String = "custom:a", _ more: JSON.Object = [:]) -> [UInt8] {
        var body: JSON.Object = [
            "model": .string(model), "messages": [["role": "user", "content": .string(question)]],
        ]
        for member in more { body[member.name] = member.value }
        return JSON.object(body).bytes
    }

    /// Everything that a stream sends.
    static func events(_ answer: RoutedAnswer) async throws -> [String] {
        guard case .stream(let produce) = answer.body else { return [] }
        let sent = Mutex<[String]>([])
        try await produce { bytes in sent.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) } }
        return sent.withLock { $0 }
    }

    static func text(_ answer: RoutedAnswer) throws -> String? {
        guard case .whole(let bytes) = answer.body else { return nil }
        return try JSON(parsing: bytes)["choices"]?[0]?["message"]?["content"]?.stringValue
    }
}

final class TestClock: EngineClock {
    private let now = Mutex<Int64>(1_700_000_000_000)

    var milliseconds: Int64 { now.withLock { $0 } }
    var nanoseconds: Int64 { milliseconds * 1_000_000 }

    func advance(milliseconds: Int64) { now.withLock { $0 += milliseconds } }

    func sleep(milliseconds: Int64) async throws {
        try Task.checkCancellation()
        advance(milliseconds: milliseconds)
    }
}

final class TestJournal: RequestJournal {
    private let lines = Mutex<[(opening: RequestOpening, record: RequestRecord?)]>([])

    func begin(_ opening: RequestOpening) -> UInt64 {
        lines.withLock {
            $0.append((opening, nil))
            return UInt64($0.count - 1)
        }
    }

    func finish(_ number: UInt64, _ record: RequestRecord) { lines.withLock { $0[Int(number)].record = record } }

    var records: [RequestRecord] { lines.withLock { $0.compactMap(\.record) } }
    var open: Int { lines.withLock { $0.count { $0.record == nil } } }
}

/// Answers each call by the next of its scripts; the last one stays.
final class TestUpstream: Upstream {
    enum Script: Sendable {
        case text(String)
        case bytes([UInt8])
        case trouble(UpstreamTrouble)
        /// Pieces of a stream, then its end; a trouble breaks it off there.
        case stream([String], UpstreamTrouble?)
        /// Waits until the gate opens.
        case wait(Gate, String)
    }

    private struct State {
        var scripts: [String: [Script]] = [:]
        var calls: [String] = []
        var bodies: [JSON] = []
    }

    private let state = Mutex(State())

    func script(_ model: String, _ scripts: Script...) { state.withLock { $0.scripts[model] = scripts } }

    var calls: [String] { state.withLock { $0.calls } }
    var bodies: [JSON] { state.withLock { $0.bodies } }

    func send(_ body: [UInt8], to model: Model, isStreamed: Bool) async throws(UpstreamTrouble) -> UpstreamAnswer {
        let script = state.withLock { state -> Script in
            state.calls.append(model.name)
            state.bodies.append((try? JSON(parsing: body)) ?? .null)
            var scripts = state.scripts[model.name] ?? [.text("answer of \(model.name)")]
            let script = scripts.count > 1 ? scripts.removeFirst() : scripts[0]
            state.scripts[model.name] = scripts
            return script
        }
        switch script {
        case .text(let text): return .whole(Self.completion(text))
        case .bytes(let bytes): return .whole(bytes)
        case .trouble(let trouble): throw trouble
        case .stream(let pieces, let trouble): return .stream(TestStream(pieces, trouble))
        case .wait(let gate, let text):
            await gate.wait()
            if Task.isCancelled { throw .cancelled }
            return .whole(Self.completion(text))
        }
    }

    static func completion(_ text: String, finish: String = "stop") -> [UInt8] {
        let json: JSON = [
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "upstream-id",
            "choices": [
                [
                    "index": 0, "message": ["role": "assistant", "content": .string(text)],
                    "finish_reason": .string(finish),
                ]
            ],
            "usage": ["prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500],
        ]
        return json.bytes
    }

    static func chunk(_ text: String?, finish: String? = nil) -> String {
        let delta: JSON = text.map { ["content": .string($0)] } ?? [:]
        let json: JSON = [
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "upstream-id",
            "choices": [["index": 0, "delta": delta, "finish_reason": finish.map { .string($0) } ?? .null]],
        ]
        return "data: \(json.text)\n\n"
    }

    static let usageChunk =
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500}}\n\n"
    static let end = "data: [DONE]\n\n"
}

actor TestStream: UpstreamStream {
    private var pieces: [String]
    private let trouble: UpstreamTrouble?

    init(_ pieces: [String], _ trouble: UpstreamTrouble?) {
        self.pieces = pieces
        self.trouble = trouble
    }

    func next() async throws(UpstreamTrouble) -> [UInt8]? {
        guard pieces.isEmpty else { return Array(pieces.removeFirst().utf8) }
        if let trouble { throw trouble }
        return nil
    }
}

/// Holds everybody until it is opened, or until they are cancelled.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var next = 0
        var arrivals: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func wait() async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (passes, arrived) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
                    if state.isOpen || Task.isCancelled { return (true, []) }
                    state.waiting[number] = continuation
                    let reached = state.arrivals.filter { $0.count <= state.waiting.count }.map(\.1)
                    state.arrivals.removeAll { $0.count <= state.waiting.count }
                    return (false, reached)
                }
                if passes { continuation.resume() }
                for watcher in arrived { watcher.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
    }

    /// Returns when so many wait.
    func arrival(of count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.waiting.count >= count { return true }
                state.arrivals.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// A tier in memory that a test can break.
final class TestTier: CacheTier {
    struct Broken: Error {}

    private struct State {
        var answers: [CacheKey: KeptAnswer] = [:]
        var isBroken = false
        var calls = 0
    }

    let name: String
    private let state = Mutex(State())

    init(name: String) {
        self.name = name
    }

    var calls: Int { state.withLock { $0.calls } }
    var count: Int { state.withLock { $0.answers.count } }

    func breakDown(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }

    func answer(for key: CacheKey) async throws -> KeptAnswer? {
        try state.withLock { state in
            state.calls += 1
            if state.isBroken { throw Broken() }
            return state.answers[key]
        }
    }

    func keep(_ answer: KeptAnswer, for key: CacheKey) async throws {
        try state.withLock { state in
            state.calls += 1
            if state.isBroken { throw Broken() }
            state.answers[key] = answer
        }
    }

    func purge() async throws {
        try state.withLock { state in
            if state.isBroken { throw Broken() }
            state.answers = [:]
        }
    }
}
