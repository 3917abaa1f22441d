import Foundation
import HTTP
import JSON
import Synchronization

/// A stub of Upstash's REST interface as its documentation describes it, not Upstash: commands as JSON arrays to `/` and
/// `/pipeline`, a bearer token, `result` or `error` for each. It keeps what it is given in memory.
final class UpstashStub: Sendable {
    struct State {
        var values: [String: String] = [:]
        var lifetimes: [String: String] = [:]
        var paths: [String] = []
        var commands: [[String]] = []
        /// Said to every request, with a status.
        var trouble: (status: Status, body: String)?
        /// Said to every command of a kind.
        var refusals: [String: String] = [:]
    }

    static let token = "t0ken"

    let state = Mutex(State())
    private let server: Server

    var url: String { "http://127.0.0.1:\(server.port)" }

    init() throws {
        let itself = Weak()
        var routes = Routes()
        try routes.post("/") { request in .now(itself.stub.answer(request, "/")) }
        try routes.post("/pipeline") { request in .now(itself.stub.answer(request, "/pipeline")) }
        server = Server { [routes] in try routes.respond(to: $0) }
        itself.hold(self)
        try server.start()
    }

    func stop() async { await server.stop(within: .zero) }

    private func answer(_ request: Request, _ path: String) -> Response {
        if let trouble = state.withLock({ $0.trouble }) {
            return .json(Array(trouble.body.utf8), status: trouble.status)
        }
        guard request.headers["Authorization"] == "Bearer " + Self.token else {
            return .json(Array(#"{"error":"WRONGPASS invalid or missing auth token"}"#.utf8), status: .unauthorized)
        }
        guard let body = try? JSON(parsing: request.body), let list = body.arrayValue else {
            return .json(Array(#"{"error":"ERR failed to parse command"}"#.utf8), status: .badRequest)
        }
        state.withLock { $0.paths.append(path) }
        guard path == "/" else { return .json(JSON.array(list.map(result)).bytes) }
        let result = result(body)
        return .json(result.bytes, status: result["error"] == nil ? .ok : .badRequest)
    }

    private func result(_ command: JSON) -> JSON {
        let words = (command.arrayValue ?? []).compactMap { $0.stringValue }
        return state.withLock { state in
            state.commands.append(words)
            if let refusal = state.refusals[words[0]] { return ["error": .string(refusal)] }
            switch words[0] {
            case "GET": return ["result": state.values[words[1]].map { .string($0) } ?? .null]
            case "SET":
                state.values[words[1]] = words[2]
                state.lifetimes[words[1]] = words.dropFirst(3).joined(separator: " ")
                return ["result": "OK"]
            case "UNLINK":
                for name in words.dropFirst() { state.values[name] = nil }
                return ["result": .integer(Int64(words.count - 1))]
            case "SCAN": return ["result": Self.page(words, state.values.keys.sorted())]
            default: return ["error": "ERR Command is not available: '\(words[0])'"]
            }
        }
    }

    /// Ten names a time; the cursor is the last name.
    private static func page(_ words: [String], _ names: [String]) -> JSON {
        let prefix = words[3].dropLast()
        let rest = names.filter { $0 > words[1] || words[1] == "0" }
        let page = rest.prefix(10)
        let cursor = page.count < rest.count ? page.last ?? "0" : "0"
        return [.string(cursor), .array(page.filter { $0.hasPrefix(prefix) }.map { .string($0) })]
    }
}

/// Lets routes that are made before their stub find it.
private final class Weak: Sendable {
    private struct Reference {
        weak var stub: UpstashStub?
    }

    private let reference = Mutex(Reference())

    var stub: UpstashStub {
        guard let stub = reference.withLock({ $0.stub }) else { fatalError("the stub is gone") }
        return stub
    }

    func hold(_ stub: UpstashStub) { reference.withLock { $0.stub = stub } }
}
