import HTTP
import Testing

@Suite("Starting and stopping")
struct StoppingTests {
    private func waiting(_ gate: Gate, _ arrived: AsyncStream<Void>.Continuation) throws -> Routes {
        var routes = Routes()
        try routes.get("/wait") { _ in
            .later {
                arrived.yield()
                await gate.wait()
                return .text("done")
            }
        }
        return routes
    }

    /// Returns once the server listens no more.
    private func untilRefused(_ port: Int) async {
        while (try? SocketClient(port: port)) != nil { await Task.yield() }
    }

    @Test("a stop lets a running request finish, takes no new connection and closes idle ones", .plainAndTLS)
    func graceful() async throws {
        let gate = Gate()
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        let routes = try waiting(gate, arrived)
        let server = Server(configuration: try .onWire) { try routes.respond(to: $0) }
        let port = try server.start()
        let idle = try SocketClient(port: port)
        let client = try SocketClient(port: port)
        await client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n")
        for await _ in arrivals { break }

        let stop = Task { await server.stop(within: .seconds(600)) }
        await untilRefused(port)
        gate.open()
        let answer = try await client.receive()
        #expect(answer.text == "done")
        #expect(answer.headers["Connection"]?.lowercased() == "close")
        await stop.value
        #expect(await client.receiveEnd())
        #expect(await idle.receiveEnd())
    }

    @Test("a second stop ends the waiting at once, and so does the limit", .plainAndTLS)
    func hurried() async throws {
        for limit in [Duration.seconds(600), .zero] {
            let gate = Gate()
            let (arrivals, arrived) = AsyncStream<Void>.makeStream()
            let routes = try waiting(gate, arrived)
            let server = Server(configuration: try .onWire) { try routes.respond(to: $0) }
            let port = try server.start()
            let client = try SocketClient(port: port)
            await client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n")
            for await _ in arrivals { break }

            let stop = Task { await server.stop(within: limit) }
            await untilRefused(port)
            if limit != .zero { await server.stop(within: .seconds(600)) }
            await stop.value
            #expect(await client.receiveEnd())
        }
    }

    @Test("a server that is let go without a stop closes its port")
    func released() async throws {
        var server: Server? = Server { _ in .now(.text("a")) }
        let port = try #require(try server?.start())
        server = nil
        await untilRefused(port)
    }

    @Test("a second server on a port is told what to do, and the port is free after a stop")
    func samePort() async throws {
        let first = Server { _ in .now(.text("first")) }
        let port = try first.start()
        var configuration = Server.Configuration()
        configuration.port = port
        let second = Server(configuration: configuration) { _ in .now(.text("second")) }
        let error = #expect(throws: ServerError.self) { try second.start() }
        #expect(error?.message.contains("127.0.0.1:\(port)") == true)
        #expect(error?.tip.contains("another port") == true)

        let client = try SocketClient(port: port)
        await client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
        #expect(try await client.receive().text == "first")
        await first.stop(within: .zero)
        #expect(try second.start() == port)
        let again = try SocketClient(port: port)
        await again.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
        #expect(try await again.receive().text == "second")
        await second.stop(within: .zero)
    }

    @Test("a host that is not of this machine and a port that does not exist are refused")
    func wrongAddress() {
        for (host, port) in [("192.0.2.1", 0), ("no such host", 0), ("127.0.0.1", 65_536)] {
            var configuration = Server.Configuration()
            configuration.host = host
            configuration.port = port
            let server = Server(configuration: configuration) { _ in .now(.text("")) }
            #expect(throws: ServerError.self) { try server.start() }
        }
    }

    @Test("a stop in the middle of many requests neither hangs nor crashes", .plainAndTLS, arguments: 0..<10)
    func underLoad(round: Int) async throws {
        var routes = Routes()
        try routes.get("/now") { _ in .now(.text("now")) }
        try routes.get("/later") { _ in .later { .text("later") } }
        let built = routes
        let server = Server(configuration: try .onWire) { try built.respond(to: $0) }
        let port = try server.start()
        await withTaskGroup(of: Void.self) { group in
            let (answers, answered) = AsyncStream<Void>.makeStream()
            for number in 0..<8 {
                group.addTask {
                    while let client = try? SocketClient(port: port) {
                        let path = number % 2 == 0 ? "now" : "later"
                        for _ in 0..<50 {
                            await client.send("GET /\(path) HTTP/1.1\r\nHost: t\r\n\r\n")
                            guard let answer = try? await client.receive(), answer.text == path else { break }
                            answered.yield()
                        }
                    }
                }
            }
            var count = 0
            for await _ in answers {
                count += 1
                if count == 200 { break }
            }
            await server.stop(within: .seconds(round % 2))
        }
    }
}
