import Foundation
import HTTP
import Synchronization
import Testing

@Suite("The client: answers, connections, back-pressure, cancellation")
struct ClientTests {
    let client = Client()

    @Test("an answer comes with its status, its fields and its body, and the request with its own")
    func plain() async throws {
        let (requests, received) = AsyncStream<(head: String, body: [UInt8])>.makeStream()
        let upstream = try Upstream { peer in
            if let request = peer.readRequest() { received.yield(request) }
            peer.send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            peer.send("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nX-Two: a\r\nX-Two:  b \r\nContent-Length: 4\r\n\r\nwait")
        }
        let request = ClientRequest(
            .post, upstream.url + "chat?x=1",
            headers: ["Content-Type": "application/json", "Content-Length": "9", "X-Empty": ""], body: Array("{}".utf8))
        let response = try await client.send(request)
        #expect(response.status == .tooManyRequests)
        #expect(response.headers["retry-after"] == "7")
        #expect(response.headers.values(of: "X-Two") == ["a", "b"])
        #expect(response.headers["X-Early"] == nil)
        #expect(try await response.collect(upTo: 100) == Array("wait".utf8))
        for await sent in requests {
            #expect(sent.head.hasPrefix("POST /chat?x=1 HTTP/1.1\r\nHost: 127.0.0.1:\(upstream.port)\r\n"))
            #expect(sent.head.contains("\r\nContent-Type: application/json"))
            #expect(sent.head.contains("\r\nContent-Length: 2"))
            #expect(!sent.head.contains("Content-Length: 9"))
            #expect(sent.head.contains("\r\nX-Empty:"))
            #expect(sent.body == Array("{}".utf8))
            break
        }
    }

    @Test("each request on a kept connection is sent with its own fields and no other's")
    func fields() async throws {
        let upstream = try Upstream { peer in
            while let request = peer.readRequest() {
                peer.answer(request.head.split(separator: "\r\n").filter { $0.hasPrefix("X-") }.joined(separator: " "))
            }
        }
        let sent: [Headers] = [["X-Key": "a"], ["X-Key": "a"], ["X-Key": "b"], ["X-Other": "c"], [:], ["X-Key": "a"]]
        for headers in sent {
            let response = try await client.send(ClientRequest(.get, upstream.url, headers: headers))
            let expected = headers.map { "\($0.name): \($0.value)" }.joined()
            #expect(try await response.collect(upTo: 100) == Array(expected.utf8))
        }
    }

    @Test("every method is sent as it is, HEAD waits for no body, and a redirect is not followed")
    func methods() async throws {
        let upstream = try Upstream { peer in
            while let request = peer.readRequest() {
                let method = request.head.split(separator: " ")[0]
                let body = method == "HEAD" ? "" : String(method)
                peer.send(
                    "HTTP/1.1 302 Found\r\nLocation: /else\r\nContent-Length: \(method.utf8.count)\r\n\r\n\(body)")
            }
        }
        for method in [HTTP.Method.get, .head, .post, .delete, .get, .put, .head, .patch, .options] {
            let response = try await client.send(ClientRequest(method, upstream.url))
            #expect(response.status.rawValue == 302)
            let body = try await response.collect(upTo: 10)
            #expect(String(decoding: body, as: UTF8.self) == (method == .head ? "" : method.rawValue))
        }
        #expect(upstream.connections == 1)
    }

    @Test("parts are handed on as they come, chunked or until the connection ends", arguments: [true, false])
    func parts(chunked: Bool) async throws {
        let (turns, turn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let upstream = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\n\(chunked ? "Transfer-Encoding: chunked" : "Connection: close")\r\n\r\n")
            for part in ["one", "two", "three"] {
                turns.wait()
                peer.send(chunked ? "\(part.utf8.count)\r\n\(part)\r\n" : part)
            }
            turn.wait()
            if chunked { peer.send("0\r\nX-Trailer: 1\r\n\r\n") }
        }
        let response = try await client.send(ClientRequest(.get, upstream.url))
        var parts = response.makeAsyncIterator()
        for part in ["one", "two", "three"] {
            turns.signal()
            #expect(try await parts.next() == Array(part.utf8))
        }
        turn.signal()
        #expect(try await parts.next() == nil)
        #expect(try await parts.next() == nil)
        #expect(response.headers["X-Trailer"] == nil)
    }

    @Test("connections are used again, and one that was closed meanwhile is replaced")
    func reuse() async throws {
        let upstream = try Upstream { peer in
            for _ in 0..<3 {
                guard peer.readRequest() != nil else { return }
                peer.answer("\(peer.number)")
            }
        }
        var answers: [String] = []
        for _ in 0..<7 {
            let response = try await client.send(ClientRequest(.post, upstream.url, body: Array("a".utf8)))
            answers.append(String(decoding: try await response.collect(upTo: 10), as: UTF8.self))
        }
        #expect(answers == ["1", "1", "1", "2", "2", "2", "3"])
        #expect(upstream.connections == 3)
    }

    @Test("a host gets no more connections than it may have, and all requests are answered")
    func connectionLimit() async throws {
        var configuration = Client.Configuration()
        configuration.connectionsPerHost = 4
        let limited = Client(configuration: configuration)
        let upstream = try Upstream { peer in
            while peer.readRequest() != nil { peer.answer("ok") }
        }
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 {
                group.addTask { try await limited.send(ClientRequest(.get, upstream.url)).collect(upTo: 10).count }
            }
            return try await group.reduce(0, +)
        }
        #expect(count == 200)
        #expect((1...4).contains(upstream.connections))
    }

    @Test("a reader who does not read stops the sender, and gets every byte when he does")
    func backPressure() async throws {
        let sent = Atomic(0)
        let total = 32 << 20
        let upstream = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let block = (0..<(1 << 16)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            for _ in 0..<(total >> 16) {
                guard peer.send(block) else { return }
                sent.add(block.count, ordering: .sequentiallyConsistent)
            }
        }
        let response = try await client.send(ClientRequest(.get, upstream.url))
        // The client's thread has to answer these before it could read on for long.
        let other = try Upstream { peer in while peer.readRequest() != nil { peer.answer("ok") } }
        for _ in 0..<500 { _ = try await client.send(ClientRequest(.get, other.url)).collect(upTo: 10) }
        #expect(sent.load(ordering: .sequentiallyConsistent) < total / 2)

        var count = 0
        var largest = 0
        var isRight = true
        for try await part in response {
            for index in stride(from: 0, to: part.count, by: 4_001) {
                isRight = isRight && part[index] == UInt8(truncatingIfNeeded: ((count + index) & 0xFFFF) &* 31)
            }
            count += part.count
            largest = max(largest, part.count)
        }
        #expect(count == total)
        #expect(isRight)
        #expect(largest <= 128 * 1024)
    }

    @Test("cancelling the task hangs up at once, before the head and in the body")
    func cancellation() async throws {
        for isInBody in [false, true] {
            let (begun, begins) = AsyncStream<Void>.makeStream()
            let (ended, ends) = AsyncStream<Void>.makeStream()
            let upstream = try Upstream { peer in
                _ = peer.readRequest()
                if isInBody { peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\na") }
                begins.finish()
                peer.waitForEnd()
                ends.finish()
            }
            let task = Task {
                let response = try await client.send(ClientRequest(.get, upstream.url))
                _ = try await response.collect(upTo: 10)
            }
            for await _ in begun {}
            task.cancel()
            for await _ in ended {}
            let error = await #expect(throws: ClientError.self) { try await task.value }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test("letting an unfinished response go hangs up, and so does a limit that is passed")
    func lettingGo() async throws {
        for limit in [nil, 3] {
            let (ended, ends) = AsyncStream<Void>.makeStream()
            let upstream = try Upstream { peer in
                _ = peer.readRequest()
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabcdef")
                peer.waitForEnd()
                ends.finish()
            }
            if let limit {
                let response = try await client.send(ClientRequest(.get, upstream.url))
                let error = await #expect(throws: ClientError.self) { try await response.collect(upTo: limit) }
                #expect(error?.kind == .tooLarge)
                for await _ in ended {}
            } else {
                _ = try await client.send(ClientRequest(.get, upstream.url))
                for await _ in ended {}
            }
        }
    }

    @Test("closing the client cancels what runs and refuses what comes")
    func closing() async throws {
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let upstream = try Upstream { peer in
            _ = peer.readRequest()
            begins.finish()
            peer.waitForEnd()
        }
        let closed = Client()
        let task = Task { try await closed.send(ClientRequest(.get, upstream.url)).status }
        for await _ in begun {}
        closed.close()
        closed.close()
        await #expect(throws: ClientError.self) { try await task.value }
        let error = await #expect(throws: ClientError.self) {
            try await closed.send(ClientRequest(.get, upstream.url))
        }
        #expect(error?.kind == .cancelled)
    }
}
