import HTTP

/// The two ways of asking a server, so that one test body runs over both.
enum Transport: CaseIterable {
    case inProcess, socket

    func ask(
        _ server: Server, _ method: HTTP.Method, _ target: String, _ headers: Headers = [:], body: [UInt8] = []
    ) async throws -> SocketClient.Message {
        var headers = headers
        if !headers.contains("Host") { headers.append("Host", "test") }
        switch self {
        case .inProcess:
            let answer = await server.answer(try Request(method, target, headers: headers, body: body))
            return SocketClient.Message(status: answer.status, headers: answer.headers, body: answer.body)
        case .socket:
            let client = try SocketClient(port: server.port)
            if !body.isEmpty { headers["Content-Length"] = String(body.count) }
            let lines = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
            await client.send(Array("\(method) \(target) HTTP/1.1\r\n\(lines)\r\n".utf8) + body)
            return try await client.receive(headOnly: method == .head)
        }
    }
}

/// A started server for the length of `body`, on a client's threads as it is in the program.
func withServer<Value>(
    _ configuration: Server.Configuration = Server.Configuration(), _ routes: Routes,
    _ body: (Server) async throws -> Value
) async throws -> Value {
    var configuration = configuration
    if configuration.client == nil { configuration.client = Client() }
    if configuration.tls == nil { configuration.tls = try Wire.current.certificate() }
    let server = Server(configuration: configuration) { try routes.respond(to: $0) }
    try server.start()
    do {
        let value = try await body(server)
        await server.stop(within: .zero)
        return value
    } catch {
        await server.stop(within: .zero)
        throw error
    }
}

/// A door that tests open when they are ready for what waits behind it.
struct Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let opener: AsyncStream<Void>.Continuation

    init() { (stream, opener) = AsyncStream.makeStream() }

    func open() { opener.finish() }
    /// Returns when the gate is opened or the task is cancelled.
    func wait() async { for await _ in stream {} }
}
