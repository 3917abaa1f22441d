import HTTP
import Synchronization
import Testing

@Suite("Streamed answers and clients that hang up", .plainAndTLS)
struct StreamingTests {
    private static let get = "GET /stream HTTP/1.1\r\nHost: t\r\n\r\n"

    private func routes(_ produce: @escaping @Sendable (BodyWriter) async throws -> Void) throws -> Routes {
        var routes = Routes()
        try routes.get("/stream") { _ in .now(.stream(type: MediaType("text/event-stream"), produce)) }
        try routes.get("/later") { _ in .later { .stream(headers: ["X-A": "b"], type: .text, produce) } }
        try routes.get("/kept") { _ in
            .now(.stream(headers: ["Cache-Control": "public, max-age=1"], type: .html, produce))
        }
        try routes.get("/plain") { _ in .now(.text("plain")) }
        return routes
    }

    /// Ends when the producer's task is cancelled.
    private static func untilCancelled() async {
        for await _ in AsyncStream<Never>.makeStream().stream {}
    }

    @Test("what is written leaves at once, each piece before the next is written")
    func atOnce() async throws {
        let (steps, step) = AsyncStream<Void>.makeStream()
        let routes = try routes { writer in
            var number = 0
            for await _ in steps {
                number += 1
                try await writer.write("event \(number)")
                try await writer.write([])
            }
        }
        try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send(Self.get)
            let head = try await client.receive(headOnly: true)
            #expect(head.status == .ok)
            #expect(head.headers["Transfer-Encoding"] == "chunked")
            #expect(head.headers["Content-Length"] == nil)
            #expect(head.headers["Content-Type"] == "text/event-stream")
            #expect(head.headers["Cache-Control"] == "no-store")
            #expect(head.headers["ETag"] == nil)
            for number in 1...5 {
                step.yield()
                #expect(try await client.receiveChunk() == Array("event \(number)".utf8))
            }
            step.finish()
            #expect(try await client.receiveChunk().isEmpty)
            await client.send("GET /plain HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try await client.receive().text == "plain")
        }
    }

    @Test("a stream may come later, keeps its fields, is not packed, and HEAD produces nothing")
    func variants() async throws {
        let runs = Atomic(0)
        let long = String(repeating: "a line of text\n", count: 100)
        let routes = try routes { writer in
            runs.add(1, ordering: .sequentiallyConsistent)
            try await writer.write(long)
        }
        try await withServer(routes: routes) { (server) async throws in
            for path in ["/later", "/kept"] {
                let client = try SocketClient(port: server.port)
                await client.send("GET \(path) HTTP/1.1\r\nHost: t\r\nAccept-Encoding: gzip\r\n\r\n")
                let head = try await client.receive(headOnly: true)
                #expect(head.headers["X-A"] == (path == "/later" ? "b" : nil))
                #expect(head.headers["Cache-Control"] == (path == "/later" ? "no-store" : "public, max-age=1"))
                #expect(head.headers["Content-Encoding"] == nil)
                #expect(try await client.receiveChunk() == Array(long.utf8))
                #expect(try await client.receiveChunk().isEmpty)

                await client.send("HEAD \(path) HTTP/1.1\r\nHost: t\r\n\r\n")
                let alone = try await client.receive(headOnly: true)
                #expect(alone.headers["Content-Type"] == head.headers["Content-Type"])
                #expect(alone.headers["Content-Length"] == nil)
                #expect(await client.receiveEnd())
                #expect(client.unread == 0)
            }
            #expect(runs.load(ordering: .sequentiallyConsistent) == 2)
            let old = try SocketClient(port: server.port)
            await old.send("GET /stream HTTP/1.0\r\n\r\n")
            #expect(try await old.receive(headOnly: true).headers["Transfer-Encoding"] == nil)
            #expect(await old.receiveEnd())

            let collected = await server.answer(try Request(.get, "/later", headers: ["Host": "t"]))
            #expect(collected.body == Array(long.utf8))
            #expect(collected.headers["Cache-Control"] == "no-store")
            #expect(collected.isComplete)
        }
    }

    private struct Broken: Error {}

    @Test("a producer that throws midway breaks the connection, and the error is reported")
    func broken() async throws {
        let routes = try routes { writer in
            try await writer.write("half")
            throw Broken()
        }
        let (reports, reported) = AsyncStream<String>.makeStream()
        let report: Responder.ErrorHandler = { error, request in
            reported.yield("\(type(of: error)) \(request.path)")
            return Responder.plainly(error, request)
        }
        let server = Server(configuration: try .onWire, onError: report) { try routes.respond(to: $0) }
        try server.start()
        let client = try SocketClient(port: server.port)
        await client.send(Self.get)
        _ = try await client.receive(headOnly: true)
        #expect(try await client.receiveChunk() == Array("half".utf8))
        await #expect(throws: SocketClient.Closed.self) { try await client.receiveChunk() }
        for await report in reports {
            #expect(report == "Broken /stream")
            break
        }
        #expect(await server.answer(try Request(.get, "/stream", headers: ["Host": "t"])).isComplete == false)
        await server.stop(within: .zero)
    }

    @Test("a client that hangs up cancels the producer at once, whatever that waits for", arguments: [true, false])
    func hangUp(writes: Bool) async throws {
        let (ends, ended) = AsyncStream<String>.makeStream()
        let routes = try routes { writer in
            try await writer.write("first")
            do {
                if writes {
                    while true { try await writer.write([UInt8](repeating: 0x61, count: 10_000)) }
                }
                await Self.untilCancelled()
                try await writer.write("more")
            } catch {
                ended.yield("\(type(of: error)) \(Task.isCancelled)")
                throw error
            }
        }
        try await withServer(routes: routes) { (server) async throws in
            for path in ["stream", "later"] {
                let client = try SocketClient(port: server.port)
                await client.send("GET /\(path) HTTP/1.1\r\nHost: t\r\n\r\n")
                _ = try await client.receive(headOnly: true)
                #expect(try await client.receiveChunk().starts(with: "first".utf8))
                client.hangUp()
                for await end in ends {
                    // A write may find the client gone a moment before the task is cancelled.
                    #expect(end == "ClientGone true" || writes && end == "ClientGone false")
                    break
                }
            }
        }
    }

    @Test("a client that hangs up before the answer cancels the handler, on a new connection and on a used one")
    func hangUpBefore() async throws {
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let (ended, ends) = AsyncStream<Bool>.makeStream()
        var routes = Routes()
        try routes.get("/wait") { _ in
            .later {
                begins.yield()
                await Self.untilCancelled()
                ends.yield(Task.isCancelled)
                return .text("nobody reads this")
            }
        }
        try routes.get("/quick") { _ in .later { .text("quick") } }
        try await withServer(routes: routes) { (server) async throws in
            for isUsed in [false, true] {
                let client = try SocketClient(port: server.port)
                if isUsed {
                    await client.send("GET /quick HTTP/1.1\r\nHost: t\r\n\r\n")
                    #expect(try await client.receive().text == "quick")
                }
                await client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n")
                for await _ in begun { break }
                client.hangUp()
                for await isCancelled in ended {
                    #expect(isCancelled)
                    break
                }
            }
        }
    }

    @Test("a client that does not read stops the producer, and gets every byte when it does")
    func backPressure() async throws {
        let written = Atomic(0)
        let total = 32 << 20
        let routes = try routes { writer in
            let block = (0..<(1 << 14)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            for _ in 0..<(total >> 14) {
                try await writer.write(block)
                written.add(block.count, ordering: .sequentiallyConsistent)
            }
        }
        try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send(Self.get)
            _ = try await client.receive(headOnly: true)
            let other = try SocketClient(port: server.port)
            for _ in 0..<500 {
                await other.send("GET /plain HTTP/1.1\r\nHost: t\r\n\r\n")
                _ = try await other.receive()
            }
            #expect(written.load(ordering: .sequentiallyConsistent) < total / 2)
            var count = 0
            while true {
                let chunk = try await client.receiveChunk()
                if chunk.isEmpty { break }
                #expect(chunk[0] == UInt8(truncatingIfNeeded: (count & 0x3FFF) &* 7))
                count += chunk.count
            }
            #expect(count == total)
        }
    }

    @Test("a client that reads nothing for the idle time is dropped")
    func idle() async throws {
        let (ends, ended) = AsyncStream<Void>.makeStream()
        let routes = try routes { writer in
            defer { ended.finish() }
            while true { try await writer.write([UInt8](repeating: 0x61, count: 60_000)) }
        }
        var configuration = Server.Configuration()
        configuration.limits.idle = .seconds(1)
        try await withServer(configuration, routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send(Self.get)
            for await _ in ends {}
            client.hangUp()
        }
    }

    @Test("a stop lets a running stream finish, and cuts it off when the time is up", arguments: [true, false])
    func stopping(isGraceful: Bool) async throws {
        let gate = Gate()
        let (ends, ended) = AsyncStream<Void>.makeStream()
        let routes = try routes { writer in
            defer { ended.finish() }
            try await writer.write("first")
            await gate.wait()
            try await writer.write("last")
        }
        let server = Server(configuration: try .onWire) { try routes.respond(to: $0) }
        let port = try server.start()
        let client = try SocketClient(port: port)
        await client.send(Self.get)
        _ = try await client.receive(headOnly: true)
        #expect(try await client.receiveChunk() == Array("first".utf8))
        let stop = Task { await server.stop(within: isGraceful ? .seconds(600) : .zero) }
        if isGraceful {
            while (try? SocketClient(port: port)) != nil { await Task.yield() }
            gate.open()
            #expect(try await client.receiveChunk() == Array("last".utf8))
            #expect(try await client.receiveChunk().isEmpty)
        } else {
            await #expect(throws: SocketClient.Closed.self) { try await client.receiveChunk() }
        }
        await stop.value
        for await _ in ends {}
    }

    @Test("200 streams at once get their own pieces, in order")
    func many() async throws {
        var routes = Routes()
        try routes.get("/count/:name") { request in
            let name = request.parameters["name"] ?? "?"
            return .later {
                .stream(type: .text) { writer in
                    for number in 0..<50 {
                        try await writer.write("\(name):\(number) ")
                        await Task.yield()
                    }
                }
            }
        }
        try await withServer(routes: routes) { (server) async throws in
            let clients = try (0..<200).map { _ in try SocketClient(port: server.port) }
            for (name, client) in clients.enumerated() {
                await client.send("GET /count/\(name) HTTP/1.1\r\nHost: t\r\n\r\n")
            }
            for (name, client) in clients.enumerated() {
                _ = try await client.receive(headOnly: true)
                var text: [UInt8] = []
                while true {
                    let chunk = try await client.receiveChunk()
                    if chunk.isEmpty { break }
                    text += chunk
                }
                #expect(String(decoding: text, as: UTF8.self) == (0..<50).map { "\(name):\($0) " }.joined())
            }
        }
    }

    @Test("passed on from an upstream: a client that hangs up stops the upstream's answer")
    func passedOn() async throws {
        let (ended, ends) = AsyncStream<Void>.makeStream()
        let upstream = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            peer.waitForEnd()
            ends.finish()
        }
        let upstreams = Client()
        var routes = Routes()
        try routes.get("/stream") { _ in
            .later {
                let response = try await upstreams.send(ClientRequest(.get, upstream.url))
                return .stream(type: .text) { writer in
                    for try await part in response { try await writer.write(part) }
                }
            }
        }
        try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send(Self.get)
            _ = try await client.receive(headOnly: true)
            #expect(try await client.receiveChunk() == Array("abc".utf8))
            client.hangUp()
            for await _ in ended {}
        }
    }
}
