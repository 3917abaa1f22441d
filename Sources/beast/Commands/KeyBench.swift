import Backends
import Engine
import HTTP
import JSON
import Roadmap
import Site

/// Measures what a key, and its limits, add to an answer from memory: through the whole site, without a network.
struct KeyBench {
    private static let batches = 400
    private static let size = 250
    private static let limited = "limited"
    private static let unlimited = "unlimited"

    let tracker: Tracker
    let folders: AssetFolders
    /// A folder for the journal.
    let folder: String

    /// - Throws: what keeps the site from being made, or a request from being answered.
    func run() throws -> [RouterBench.Line] {
        let store = try RequestStore(at: folder + "/key-requests.db")
        defer { store.close() }
        let clock = SystemClock()
        let journal = try SlotJournal(folder: folder + "/key-journal", store: store, clock: clock)
        defer { journal.close() }
        let router = ModelRouter(
            registry: ModelRegistry([Model(name: "custom:your-model", endpoint: nil, upstreamID: "your-model")]),
            cache: AnswerCache(memory: MemoryTier(capacity: 1 << 20), l2: nil, l3: nil, clock: clock), semantic: nil,
            ledger: Ledger(journal: journal, totals: Ledger.Totals(), clock: clock), lastResort: nil, clock: clock,
            digest: Digest.sha256, random: SecureRandom.below, upstream: { _ in Answerer() })
        let site = try Site(
            tracker: tracker, templates: folders.templates, files: folders.files, router: router,
            callers: ChatCaller(issued: Keys(clock: clock)) { $0 })
        let handler = try site.makeHandler()

        let keys = [nil, Self.unlimited, Self.limited]
        let requests = try keys.map(Self.request)
        for request in requests { try waiting { try await Self.settle(handler(request)) } }
        var times = keys.map { _ in [Double]() }
        for _ in 0..<Self.batches {
            // In turns, so that what slows the machine down slows all of them down.
            for (place, request) in requests.enumerated() {
                times[place].append(
                    try RouterBench.microseconds(each: Self.size) { _ in
                        guard case .now(let response) = try handler(request), response.status == .ok else {
                            throw CommandFailure(
                                message: "A request was not answered from memory.", tip: "Try it again.")
                        }
                    })
            }
        }
        return [
            RouterBench.Line("hit in memory", note: "without a key or a network", microseconds: times[0]),
            RouterBench.Line(
                "an issued key", note: "more than without one", microseconds: difference(times[1], times[0])),
            RouterBench.Line(
                "a key's limits", note: "requests, tokens and models, with their headers; more than without them",
                microseconds: difference(times[2], times[1])),
        ]
    }

    private func difference(_ more: [Double], _ less: [Double]) -> [Double] { zip(more, less).map { $0 - $1 } }

    private static func request(showing key: String?) throws -> Request {
        var headers: Headers = ["Host": "127.0.0.1", "Content-Type": "application/json"]
        if let key { headers["Authorization"] = "Bearer " + key }
        let body: JSON = [
            "model": "custom:your-model",
            "messages": [["role": "user", "content": "How far is the cache hit rate behind its target?"]],
        ]
        return try Request(.post, "/v1/chat/completions", headers: headers, body: body.bytes)
    }

    /// Waits for an answer that is not there at once.
    private static func settle(_ reply: Reply) async throws {
        switch reply {
        case .now: break
        case .later(let work), .soon(let work): _ = try await work()
        }
    }

    /// Knows two keys.
    private struct Keys: IssuedKeys {
        private let limited: ShownKey
        private let unlimited: ShownKey

        init(clock: SystemClock) {
            let limits = KeyLimits(
                requestsPerMinute: 1_000_000_000, tokensPerMinute: 1_000_000_000,
                models: ["custom:big", "custom:small", "custom:your-model"])
            limited = .granted(
                KeyGrant(name: "limited", tenant: "limited", limits: limits, meter: KeyMeter(clock: clock)))
            unlimited = .granted(
                KeyGrant(name: "unlimited", tenant: "unlimited", limits: .none, meter: KeyMeter(clock: clock)))
        }

        func standing(of key: Substring?) -> ShownKey {
            guard let key else { return .foreign }
            return key == KeyBench.limited ? limited : unlimited
        }
    }

    /// Answers everything alike.
    private struct Answerer: Upstream {
        func send(
            _ body: [UInt8], to model: Model, isStreamed: Bool
        ) async throws(UpstreamTrouble) -> UpstreamAnswer {
            let answer: JSON = [
                "id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "your-model",
                "choices": [
                    [
                        "index": 0, "message": ["role": "assistant", "content": "By two percentage points."],
                        "finish_reason": "stop",
                    ]
                ],
                "usage": ["prompt_tokens": 12, "completion_tokens": 6, "total_tokens": 18],
            ]
            return .whole(answer.bytes)
        }
    }
}
