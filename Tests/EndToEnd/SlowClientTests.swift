import Foundation
import Glibc
import Testing

@Suite("Clients that are slow on purpose")
struct SlowClientTests {
    /// How each of them keeps a connection busy.
    private static let beginnings = [
        // Says nothing.
        "",
        // Never ends its head.
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n",
        // Never ends its body.
        "POST /api/v1/metrics/latency HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n8",
        // Never ends its chunk.
        "POST /api/v1/metrics/latency HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n8",
        // Asks for much and reads nothing.
        String(repeating: "GET /roadmap/month/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", count: 1_000),
        // Listens to what never ends, and reads nothing.
        "GET /api/v1/monitoring/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ]

    @Test("500 of them keep nobody else from being answered")
    func many() throws {
        let place = try Workplace()
        let server = try place.serve()
        let slow = try (0..<500).map { _ in try server.connect() }
        for (index, client) in slow.enumerated() {
            try client.push(Array(Self.beginnings[index % Self.beginnings.count].utf8))
        }
        let open = try server.connect()
        for number in 0..<50 {
            #expect(try server.get("/roadmap").status == 200)
            #expect(try open.send("GET", "/targets").status == 200)
            #expect(try server.record("\(number)", of: "latency").status == 201)
            // Each goes on a little, so that none is idle.
            for client in slow[(number * 10)..<(number * 10 + 10)] { try client.push(Array("x".utf8)) }
        }
        withExtendedLifetime(slow) {}
        #expect(try server.stop().code == 0)
    }

    @Test("more connections than allowed are refused, and there is room again when they are gone")
    func tooMany() throws {
        let place = try Workplace()
        try place.write("limits: { connections: 50 }\n", to: "beast.yaml")
        let server = try place.serve()
        var slow = try (0..<50).map { _ in try server.connect() }
        let refused = try server.get("/healthz")
        #expect(refused.status == 503 && refused.headers["retry-after"] == "1")
        #expect(refused.headers["x-content-type-options"] == "nosniff")
        slow.removeAll()
        while try server.get("/healthz").status != 200 {}
        try server.stop()
    }
}
