import HTTP
import Testing

@Suite("The client: answers that are wanted whole")
struct ClientExchangeTests {
    let client = Client()

    private func request(_ upstream: Upstream, limit: Int = 1 << 20) -> ClientRequest {
        ClientRequest(.get, upstream.url, maximumBodyBytes: limit)
    }

    @Test("an answer in many parts, larger than what waits for a slow reader, comes as one")
    func whole() async throws {
        let part = String(repeating: "x", count: 50_000)
        let upstream = try Upstream { peer in
            while peer.readRequest() != nil {
                peer.send("HTTP/1.1 201 Created\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<8 { peer.send("c350\r\n\(part)\r\n") }
                peer.send("0\r\n\r\n")
            }
        }
        for _ in 0..<3 {
            let answer = try await client.exchange(request(upstream))
            #expect(answer.status == .created)
            #expect(answer.headers["x-a"] == "b")
            #expect(answer.body.count == 400_000)
            #expect(answer.failure == nil)
        }
    }

    @Test("an answer that breaks off says so, with its status and what came of it")
    func broken() async throws {
        let upstream = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nhalf")
        }
        let answer = try await client.exchange(request(upstream))
        #expect(answer.status.rawValue == 500)
        #expect(answer.body == Array("half".utf8))
        #expect(answer.failure?.kind == .reset)
    }

    @Test("an answer without an end is cut off at the limit")
    func tooLarge() async throws {
        let upstream = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\n\r\n")
            while peer.send(String(repeating: "x", count: 10_000)) {}
        }
        let answer = try await client.exchange(request(upstream, limit: 100_000))
        #expect(answer.failure?.kind == .tooLarge)
        #expect(answer.body.count <= 100_000)
    }

    @Test("no answer at all is an error")
    func nothing() async throws {
        let upstream = try Upstream { peer in _ = peer.readRequest() }
        let error = await #expect(throws: ClientError.self) { try await client.exchange(request(upstream)) }
        #expect(error?.kind == .reset)
    }

    @Test("cancelling breaks it off, in the middle of the body too")
    func cancelled() async throws {
        let (begun, began) = AsyncStream<Void>.makeStream()
        let (ended, end) = AsyncStream<Void>.makeStream()
        let upstream = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            began.finish()
            if peer.readRequest() == nil { end.finish() }
        }
        let task = Task { [client] in try await client.exchange(request(upstream)) }
        for await _ in begun {}
        task.cancel()
        let error = await #expect(throws: ClientError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        for await _ in ended {}
    }
}
