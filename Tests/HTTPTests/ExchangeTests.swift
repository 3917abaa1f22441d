import HTTP
import Testing

@Suite("What the server tells of each request when it is over", .plainAndTLS)
struct ExchangeTests {
    @Test("every request is told of once, with what it was answered, in the order of a connection")
    func statuses() async throws {
        var routes = Routes()
        try routes.get("/now") { _ in .now(.text("now")) }
        try routes.get("/later") { _ in .later { .text("later") } }
        try routes.get("/stream") { _ in
            .now(.stream(type: .text) { try await $0.write(Array("stream".utf8)) })
        }
        try routes.post("/body") { _ in .now(.noContent) }
        let (told, teller) = AsyncStream<Exchange>.makeStream()
        var configuration = Server.Configuration()
        configuration.limits.bodyBytes = 10
        configuration.onExchange = { teller.yield($0) }
        var exchanges = told.makeAsyncIterator()
        try await withServer(configuration, routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            for (target, status) in [("/now", 200), ("/later", 200), ("/none?q=1", 404), ("/now", 304)] {
                let condition = status == 304 ? "If-None-Match: *\r\n" : ""
                await client.send("GET \(target) HTTP/1.1\r\nHost: t\r\n\(condition)X-Request-Id: \(target)\r\n\r\n")
                _ = try await client.receive()
                let exchange = await exchanges.next()
                #expect(exchange?.status?.rawValue == status && exchange?.request.rawTarget == target)
                #expect(exchange.map { $0.nanoseconds > 0 } == true)
            }
            for (message, status) in [
                ("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n", 200),
                ("GET /../up HTTP/1.1\r\nHost: t\r\n\r\n", 400),
                ("POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc", 204),
                ("POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 11\r\n\r\nabc", 413),
                (
                    "POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n",
                    413
                ),
            ] {
                let client = try SocketClient(port: server.port)
                await client.send(message)
                #expect(await exchanges.next()?.status?.rawValue == status, "\(message)")
            }
        }
    }

    @Test("a client that hangs up before it is answered is told of without a status")
    func hangUp() async throws {
        let gate = Gate()
        var routes = Routes()
        try routes.get("/wait") { _ in
            .later {
                await gate.wait()
                return .text("")
            }
        }
        let (told, teller) = AsyncStream<Exchange>.makeStream()
        var configuration = Server.Configuration()
        configuration.onExchange = { teller.yield($0) }
        try await withServer(configuration, routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n")
            client.hangUp()
            var exchanges = told.makeAsyncIterator()
            let exchange = await exchanges.next()
            #expect(exchange?.request.path == "/wait" && exchange?.status == nil)
        }
    }
}
