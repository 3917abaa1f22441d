import Glibc
import Synchronization
import Testing

@testable import HTTP

@Suite("A server on a client's threads", .plainAndTLS)
struct SharedThreadsTests {
    /// A server for the length of `body`, on the threads of the client that its handlers are given.
    private func withShared(
        routes: (Client, inout Routes) throws -> Void, _ body: (Server) async throws -> Void
    ) async throws {
        var settings = Client.Configuration()
        settings.threads = 2
        let client = Client(configuration: settings)
        defer { client.close() }
        var configuration = Server.Configuration()
        configuration.client = client
        var all = Routes()
        try routes(client, &all)
        try await withServer(configuration, all, body)
    }

    @Test("what is soon answered asks upstreams without leaving the connection's thread")
    func thread() async throws {
        let upstream = try Upstream { peer in
            while peer.readRequest() != nil { peer.answer("far") }
        }
        try await withShared { client, routes in
            try routes.get("/soon") { _ in
                let thread = pthread_self()
                return .soon {
                    let before = pthread_equal(thread, pthread_self()) != 0
                    let far = try await client.send(ClientRequest(.get, upstream.url)).collect(upTo: 100)
                    let after = pthread_equal(thread, pthread_self()) != 0
                    return .text("\(String(decoding: far, as: UTF8.self)) \(before) \(after)")
                }
            }
            try routes.get("/later") { _ in
                let thread = pthread_self()
                return .later { .text("\(pthread_equal(thread, pthread_self()) != 0)") }
            }
        } _: { (server) async throws in
            // Connections are given to the threads in turn.
            for _ in 0..<3 {
                let client = try SocketClient(port: server.port)
                for _ in 0..<20 {
                    await client.send("GET /soon HTTP/1.1\r\nHost: t\r\n\r\n")
                    #expect(try await client.receive().text == "far true true")
                }
                await client.send("GET /later HTTP/1.1\r\nHost: t\r\n\r\n")
                #expect(try await client.receive().text == "false")
            }
        }
    }

    @Test("many at once are each given their own, plain and streamed")
    func many() async throws {
        let upstream = try Upstream { peer in
            while let request = peer.readRequest() { peer.answer(String(decoding: request.body, as: UTF8.self)) }
        }
        try await withShared { client, routes in
            try routes.post("/echo") { request in
                .soon {
                    let far = try await client.send(ClientRequest(.post, upstream.url, body: request.body))
                    return request.query["streamed"] == nil
                        ? .json(try await far.collect(upTo: 1000))
                        : .stream(type: .text) { writer in
                            for try await part in far { try await writer.write(part) }
                        }
                }
            }
        } _: { (server) async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        let client = try SocketClient(port: server.port)
                        for round in 0..<20 {
                            let body = "\(number) \(round)"
                            let target = round % 2 == 0 ? "/echo" : "/echo?streamed=1"
                            await client.send(
                                "POST \(target) HTTP/1.1\r\nHost: t\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                            )
                            if round % 2 == 0 {
                                #expect(try await client.receive().text == body)
                            } else {
                                _ = try await client.receive(headOnly: true)
                                #expect(try await client.receiveChunk() == Array(body.utf8))
                                #expect(try await client.receiveChunk().isEmpty)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a client that hangs up stops the upstream call, and the thread goes on")
    func hangUp() async throws {
        let asked = Gate()
        let dropped = Gate()
        let upstream = try Upstream { peer in
            guard let request = peer.readRequest() else { return }
            guard request.head.hasPrefix("GET /slow") else { return peer.answer("far") }
            asked.open()
            while peer.readRequest() != nil {}
            dropped.open()
        }
        try await withShared { client, routes in
            for name in ["/slow", "/quick"] {
                try routes.get(name) { _ in
                    .soon {
                        .json(
                            try await client.send(ClientRequest(.get, upstream.url + name.dropFirst())).collect(
                                upTo: 100))
                    }
                }
            }
        } _: { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n")
            await asked.wait()
            client.hangUp()
            await dropped.wait()
            for _ in 0..<2 {
                let other = try SocketClient(port: server.port)
                await other.send("GET /quick HTTP/1.1\r\nHost: t\r\n\r\n")
                #expect(try await other.receive().text == "far")
            }
        }
    }

    @Test("a stop ends requests that wait, and the client serves on")
    func stop() async throws {
        let asked = Gate()
        let upstream = try Upstream { peer in
            guard let request = peer.readRequest(), !request.head.hasPrefix("GET /quick") else {
                return peer.answer("far")
            }
            asked.open()
            while peer.readRequest() != nil {}
        }
        let upstreams = Client()
        var configuration = try Server.Configuration.onWire
        configuration.client = upstreams
        let server = Server(configuration: configuration) { _ in
            .soon { .json(try await upstreams.send(ClientRequest(.get, upstream.url)).collect(upTo: 100)) }
        }
        try server.start()
        let client = try SocketClient(port: server.port)
        await client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
        await asked.wait()
        await server.stop(within: .zero)
        #expect(await client.receiveEnd())
        let far = try await upstreams.send(ClientRequest(.get, upstream.url + "quick")).collect(upTo: 100)
        #expect(far == Array("far".utf8))
        upstreams.close()
    }

    @Test("a connection on which nothing comes is closed after its idle time")
    func idle() async throws {
        var configuration = Server.Configuration()
        configuration.limits.idle = .seconds(1)
        var routes = Routes()
        try routes.get("/") { _ in .now(.text("here")) }
        try await withServer(configuration, routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try await client.receive().text == "here")
            #expect(await client.receiveEnd())
        }
    }
}
