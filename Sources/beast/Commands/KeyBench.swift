import Access
import Backends
import Engine
import HTTP
import JSON
import Roadmap
import Secrets
import Site

/// Measures what a token, its limits and a session add to an answer from memory: through the whole site, without a network.
struct KeyBench {
    private static let batches = 400
    private static let size = 250

    /// Of a copy: accounts and tokens are made in it.
    let tracker: Tracker
    let gate: Gate
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
            tracker: tracker, gate: gate, templates: folders.templates, files: folders.files, router: router,
            callers: ChatCaller(issued: RouterKeys(gate.book, clock: clock)) { $0 })
        let handler = try site.makeHandler()

        let unlimited = try token("unlimited", TokenGrant(.chat))
        let limited = try token(
            "limited",
            TokenGrant(
                .chat, models: ["custom:big", "custom:small", "custom:your-model"], requestsPerMinute: 1_000_000_000,
                tokensPerMinute: 1_000_000_000))
        let requests = try [
            [:], ["Authorization": "Bearer \(unlimited)"], ["Authorization": "Bearer \(limited)"],
            ["Cookie": "beast-name=Ada; beast-session=\(try session())", "Sec-Fetch-Site": "same-origin"],
        ].map(Self.request)
        for request in requests { try waiting { try await Self.settle(handler(request)) } }
        var times = requests.map { _ in [Double]() }
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
            RouterBench.Line("hit in memory", note: "without a token or a network", microseconds: times[0]),
            RouterBench.Line(
                "checking a token", note: "more than without one", microseconds: difference(times[1], times[0])),
            RouterBench.Line(
                "checking a session", note: "more than without one", microseconds: difference(times[3], times[0])),
            RouterBench.Line(
                "a token's limits", note: "requests, tokens and models, with their headers; more than without them",
                microseconds: difference(times[2], times[1])),
        ]
    }

    private func difference(_ more: [Double], _ less: [Double]) -> [Double] { zip(more, less).map { $0 - $1 } }

    private func token(_ name: String, _ grant: TokenGrant) throws -> String {
        try tracker.perform(AddToken(name, grant, expiresAt: nil, by: Self.author, at: tracker.now)).text
    }

    /// The secret of a session of a new account.
    private func session() throws -> String {
        let account = try tracker.perform(
            AddAccount("bench-\(SecretText.random(8))", role: .editor, hash: "none", by: Self.author, at: tracker.now))
        let secret = SecretText.random(43)
        try tracker.perform(
            StartSession(of: account.id, checked: nil, secret: secret, address: "", browser: "", at: tracker.now))
        return secret
    }

    private static let author = Author("bench", by: .commandLine)

    private static func request(_ more: Headers) throws -> Request {
        var headers: Headers = ["Host": "127.0.0.1", "Content-Type": "application/json"]
        headers.merge(more)
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
