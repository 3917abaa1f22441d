import Glibc
import HTTP
import Synchronization
import Testing

@Suite("Connections: order, limits, time, malformed messages")
struct ConnectionTests {
    let routes: Routes

    init() throws {
        var routes = Routes()
        try routes.get("/a") { _ in .now(.text("a")) }
        try routes.get("/b") { _ in .later { .text("b") } }
        try routes.post("/count") { .now(.text("\($0.body.count)")) }
        self.routes = routes
    }

    private func limited(_ change: (inout Limits) -> Void) -> Server.Configuration {
        var configuration = Server.Configuration()
        change(&configuration.limits)
        return configuration
    }

    @Test("one connection answers request after request, also after a 404, and pipelined ones in order", .plainAndTLS)
    func keepAlive() async throws {
        try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            for _ in 0..<3 {
                await client.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n")
                #expect(try await client.receive().text == "a")
                await client.send("GET /none HTTP/1.1\r\nHost: t\r\n\r\n")
                #expect(try await client.receive().status == .notFound)
            }
            let post = "POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc"
            let gets = ["/b", "/a", "/b"].map { "GET \($0) HTTP/1.1\r\nHost: t\r\n\r\n" }
            await client.send(gets[0] + post + gets[1] + gets[2])
            for expected in ["b", "3", "a", "b"] {
                #expect(try await client.receive().text == expected)
            }
        }
    }

    @Test("HTTP/1.0 and Connection: close end the connection")
    func closing() async throws {
        try await withServer(routes: routes) { (server) async throws in
            for head in ["GET /a HTTP/1.0\r\n\r\n", "GET /a HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"] {
                let client = try SocketClient(port: server.port)
                await client.send(head)
                #expect(try await client.receive().text == "a")
                #expect(await client.receiveEnd())
            }
        }
    }

    @Test("a chunked body arrives whole, and one that is announced is asked for", .plainAndTLS)
    func bodies() async throws {
        try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send("POST /count HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            await client.send("4\r\ndefg\r\n0\r\n\r\n")
            #expect(try await client.receive().text == "7")
            #expect(await client.receiveEnd())
            let patient = try SocketClient(port: server.port)
            await patient.send("POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await patient.receive().status.rawValue == 100)
            await patient.send("ab")
            #expect(try await patient.receive().text == "2")
        }
    }

    @Test("a body as large as allowed passes, a larger one is refused before it is read", .plainAndTLS)
    func bodyLimit() async throws {
        try await withServer(limited { $0.bodyBytes = 100_000 }, routes) { (server) async throws in
            let allowed = try SocketClient(port: server.port)
            await allowed.send("POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n")
            await allowed.send([UInt8](repeating: 1, count: 100_000))
            #expect(try await allowed.receive().text == "100000")

            let announced = try SocketClient(port: server.port)
            await announced.send("POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: 100001\r\n\r\n")
            let refusal = try await announced.receive()
            #expect(refusal.status == .contentTooLarge)
            #expect(refusal.text.contains("100000 bytes"))
            #expect(await announced.receiveEnd())

            let expecting = try SocketClient(port: server.port)
            await expecting.send(
                "POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: 100001\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await expecting.receive().status == .contentTooLarge)

            let chunked = try SocketClient(port: server.port)
            await chunked.send("POST /count HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n186A1\r\n")
            await chunked.send([UInt8](repeating: 1, count: 100_001))
            #expect(try await chunked.receive().status == .contentTooLarge)
            #expect(await chunked.receiveEnd())
        }
    }

    @Test("headers and addresses that are too large are refused")
    func headLimits() async throws {
        let configuration = limited {
            $0.headerBytes = 4_000
            $0.targetBytes = 1_000
        }
        try await withServer(configuration, routes) { (server) async throws in
            func status(_ head: String) async throws -> Status {
                let client = try SocketClient(port: server.port)
                await client.send(head + "\r\n\r\n")
                return try await client.receive().status
            }
            func filler(_ count: Int) -> String { String(repeating: "x", count: count) }
            #expect(try await status("GET /a HTTP/1.1\r\nHost: t\r\nX: \(filler(3_500))") == .ok)
            #expect(try await status("GET /a HTTP/1.1\r\nHost: t\r\nX: \(filler(4_000))") == .headersTooLarge)
            #expect(try await status("GET /a HTTP/1.1\r\nHost: t\r\nX: \(filler(60_000))") == .headersTooLarge)
            #expect(try await status("GET /a?\(filler(997)) HTTP/1.1\r\nHost: t") == .ok)
            #expect(try await status("GET /a?\(filler(998)) HTTP/1.1\r\nHost: t") == .targetTooLong)
            #expect(try await status("GET /\(filler(60_000)) HTTP/1.1\r\nHost: t") == .targetTooLong)
        }
    }

    @Test("a head that just fits is answered", .plainAndTLS)
    func fullHead() async throws {
        try await withServer(.init(), routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            let field = String(repeating: "x", count: Limits().headerBytes - 300)
            await client.send("GET /a HTTP/1.1\r\nHost: t\r\nCookie: \(field)\r\n\r\n")
            #expect(try await client.receive().status == .ok)
        }
    }

    @Test(
        "a malformed or ambiguous request is refused and its connection closed", .plainAndTLS,
        arguments: [
            "GET /a HTTP/1.1\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nBad Name: b\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nX: b\u{1}c\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a\r\nHost: a\r\n\r\n",
            "GET /a HTTP/x.y\r\nHost: a\r\n\r\n",
            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\nab",
            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /count HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        ])
    func malformed(message: String) async throws {
        try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send(message)
            #expect(try await client.receive().status == .badRequest)
            #expect(await client.receiveEnd())
        }
    }

    @Test("an unknown transfer coding is refused")
    func coding() async throws {
        try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send("POST /count HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")
            #expect(try await client.receive().status == .notImplemented)
            #expect(await client.receiveEnd())
        }
    }

    @Test("one connection more than allowed is told so, and there is room again when one closes")
    func connectionLimits() async throws {
        for (configuration, status) in [
            (limited { $0.connections = 2 }, 503), (limited { $0.connectionsPerAddress = 2 }, 429),
        ] {
            try await withServer(configuration, routes) { (server) async throws in
                let first = try SocketClient(port: server.port)
                let second = try SocketClient(port: server.port)
                for client in [first, second] {
                    await client.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n")
                    #expect(try await client.receive().text == "a")
                }
                let third = try SocketClient(port: server.port)
                let refusal = try await third.receive()
                #expect(refusal.status.rawValue == status)
                #expect(refusal.headers["Retry-After"] == "1")
                #expect(await third.receiveEnd())

                first.hangUp()
                var hasRoom = false
                while !hasRoom {
                    let next = try SocketClient(port: server.port)
                    await next.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n")
                    hasRoom = (try? await next.receive().status) == .ok
                }
                await second.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n")
                #expect(try await second.receive().text == "a")
            }
        }
    }

    @Test("a silent client and one that trickles its headers or its body are cut off", .plainAndTLS)
    func slowClients() async throws {
        let configuration = limited {
            $0.idle = .seconds(1)
            $0.arrival = .milliseconds(100)
        }
        try await withServer(configuration, routes) { (server) async throws in
            let silent = try SocketClient(port: server.port)
            #expect(await silent.receiveEnd())

            let headers = try SocketClient(port: server.port)
            await headers.trickle("GET /a HTTP/1.1\r\nHost: t\r\nX: " + String(repeating: "x", count: 500))
            #expect(await headers.receiveEnd())

            let body = try SocketClient(port: server.port)
            await body.send("POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\n")
            await body.trickle(String(repeating: "x", count: 999))
            #expect(await body.receiveEnd())

            let prompt = try SocketClient(port: server.port)
            await prompt.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try await prompt.receive().text == "a")
        }
    }

    @Test("a client that does not take its answer in time is cut off", .plainAndTLS)
    func slowReader() async throws {
        let content = Content(String(repeating: "x", count: 32 << 20), type: .text)
        var routes = routes
        try routes.get("/large") { _ in .now(Response(content: content)) }
        let (over, overs) = AsyncStream<Void>.makeStream()
        var configuration = limited { $0.departure = .milliseconds(100) }
        configuration.onExchange = { _ in overs.finish() }
        try await withServer(configuration, routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send("GET /large HTTP/1.1\r\nHost: t\r\n\r\n")
            for await _ in over {}
            await #expect(throws: SocketClient.Closed.self) { try await client.receive() }
        }
    }

    @Test("a client that hangs up while its answer is being made harms nobody", .plainAndTLS)
    func hangUp() async throws {
        let gate = Gate()
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        let finished = Atomic(0)
        var routes = routes
        try routes.get("/wait") { _ in
            .later {
                arrived.yield()
                await gate.wait()
                finished.add(1, ordering: .relaxed)
                return .text("too late")
            }
        }
        try await withServer(routes: routes) { (server) async throws in
            var arrivals = arrivals.makeAsyncIterator()
            for _ in 0..<20 {
                let client = try SocketClient(port: server.port)
                await client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n")
                await arrivals.next()
                client.hangUp()
            }
            gate.open()
            await server.stop(within: .seconds(60))
        }
        #expect(finished.load(ordering: .relaxed) == 20)
    }

    @Test("a request's name is the client's when it is sane and unique otherwise")
    func requestID() throws {
        #expect(try Request(.get, "/", headers: ["x-request-id": "a-1"]).id == "a-1")
        let long = String(repeating: "x", count: 129)
        var ids: Set<String> = []
        for given in ["", "a b", "é", long, "\u{1}"] {
            let request = try Request(.get, "/", headers: ["X-Request-Id": given])
            #expect(request.id == request.id)
            #expect(request.id.utf8.count == 16)
            ids.insert(request.id)
        }
        #expect(ids.count == 5)
    }
}
