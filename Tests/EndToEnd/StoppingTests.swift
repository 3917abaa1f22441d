import Glibc
import Testing

/// The limit is ten seconds; what ends by itself has to end well before.
@Suite("Stopping")
struct StoppingTests {
    private static let tooLong = Duration.seconds(8)

    @Test(
        "SIGTERM and SIGINT end an idle server with 0, idle connections or not, and free the port",
        arguments: [SIGTERM, SIGINT])
    func idle(signal: Int32) throws {
        let place = try Workplace()
        let server = try place.serve()
        let idle = try (0..<4).map { _ in try server.connect() }
        for client in idle { #expect(try client.send("GET", "/healthz").status == 200) }
        let start = ContinuousClock.now
        server.child.signal(signal)
        #expect(try server.child.finish().code == 0)
        #expect(ContinuousClock.now - start < Self.tooLong)
        #expect(throws: Client.Closed.self) { try server.connect() }
        #expect(try !place.names(in: "data").contains { $0.hasSuffix("-wal") }, "a log was not brought in")
        let again = try Child(
            [Workplace.program, "serve", "--port", "\(server.port)"], in: place.folder, environment: [:])
        #expect(try RunningServer(again).port == server.port)
    }

    @Test("a request that is under way is answered before the end")
    func runningRequest() throws {
        let place = try Workplace()
        let server = try place.serve()
        let client = try server.connect()
        let request = Client.request(
            "POST", "/api/v1/metrics/latency", ["Content-Type": "text/plain"], Array("212".utf8), port: server.port)
        // All but the last byte, and the proof that the server has begun with it: it asked for more.
        try client.write(
            Array("POST /api/v1/metrics/latency HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n".utf8)
                + Array("Content-Length: 3\r\nExpect: 100-continue\r\n\r\n".utf8))
        #expect(try client.interim() == 100)
        try client.write(Array(request.suffix(3).dropLast()))
        server.child.signal(SIGTERM)
        try server.child.say("Stopping")
        try client.write(Array(request.suffix(1)))
        let answer = try client.answer()
        #expect(answer.status == 201, "\(answer.text)")
        #expect(client.isClosed())
        #expect(try server.child.finish().code == 0)
        #expect(try place.query("SELECT value FROM reading") == "212.0\n")
    }

    @Test("a second signal ends it at once")
    func secondSignal() throws {
        let place = try Workplace()
        let server = try place.serve()
        let client = try server.connect()
        try client.write(
            Array("POST /api/v1/metrics/latency HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n".utf8)
                + Array("Content-Length: 3\r\nExpect: 100-continue\r\n\r\n".utf8))
        #expect(try client.interim() == 100)
        let start = ContinuousClock.now
        server.child.signal(SIGTERM)
        try server.child.say("Stopping")
        server.child.signal(SIGTERM)
        #expect(try server.child.finish().code == 0)
        #expect(ContinuousClock.now - start < Self.tooLong)
        #expect(try place.query("SELECT COUNT(*) FROM reading") == "0\n")
    }
}
