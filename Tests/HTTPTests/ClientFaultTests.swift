import Foundation
import Glibc
import HTTP
import Testing

@Suite("The client and upstreams that fail")
struct ClientFaultTests {
    let client = Client()

    private func failure(_ request: ClientRequest) async -> ClientError? {
        await #expect(throws: ClientError.self) {
            let response = try await client.send(request)
            _ = try await response.collect(upTo: 1 << 20)
        }
    }

    private func failure(_ script: @escaping Upstream.Script) async throws -> ClientError? {
        let upstream = try Upstream(script)
        return await failure(ClientRequest(.get, upstream.url + "secret-path?key=hunter2"))
    }

    @Test("nobody listens")
    func refused() async throws {
        let error = await failure(ClientRequest(.get, "http://127.0.0.1:\(try Upstream.deadPort())/secret"))
        #expect(error?.kind == .refused)
        #expect(error?.message.contains("secret") == false)
        #expect(error?.answerBegan == false)
    }

    @Test("a name that nobody has")
    func unknownName() async {
        #expect(await failure(ClientRequest(.get, "http://no-such-host.invalid/"))?.kind == .dns)
    }

    @Test(
        "an address that is none",
        arguments: [
            "", "ftp://a/", "file:///etc/passwd", "example.com", "http://", "http:///x", "http://a b/",
            "http://a\r\nX:1/",
            "http://user:hunter2@127.0.0.1/", "http://127.0.0.1:99999/", "http://a\0b/",
        ])
    func invalid(url: String) async {
        let error = await failure(ClientRequest(.get, url))
        #expect(error?.kind == .invalidURL)
        #expect(error?.message.contains("hunter2") == false)
    }

    @Test("a field or a method that would split the request")
    func splitting() async throws {
        let url = "http://127.0.0.1:\(try Upstream.deadPort())/"
        for request in [
            ClientRequest(.get, url, headers: ["X": "a\r\nY: b"]), ClientRequest(.get, url, headers: ["X Y": "a"]),
            ClientRequest(HTTP.Method(rawValue: "GET / HTTP/1.1\r\nX: "), url),
        ] {
            #expect(await failure(request)?.kind == .invalidRequest)
        }
    }

    @Test("the connection breaks before the answer, with and without notice")
    func resetBefore() async throws {
        for isAbrupt in [false, true] {
            let error = try await failure { peer in
                _ = peer.readRequest()
                if isAbrupt { peer.reset() }
            }
            #expect(error?.kind == .reset)
            #expect(error?.answerBegan == false)
            #expect(error?.message.contains("hunter2") == false)
        }
    }

    @Test(
        "the connection breaks midway",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "HTTP/1.1 200 OK\r\nContent-Le",
        ])
    func resetMidway(start: String) async throws {
        for isAbrupt in [false, true] {
            let error = try await failure { peer in
                _ = peer.readRequest()
                peer.send(start)
                if isAbrupt { peer.reset() }
            }
            #expect(error?.kind == .reset, "\(start)")
        }
        let error = try await failure { peer in
            _ = peer.readRequest()
            peer.send(start)
        }
        #expect(error?.answerBegan == true)
    }

    @Test("what came before the break is read before the error")
    func partThenError() async throws {
        let upstream = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        }
        let response = try await client.send(ClientRequest(.get, upstream.url))
        var parts = response.makeAsyncIterator()
        #expect(try await parts.next() == Array("abc".utf8))
        let error = await #expect(throws: ClientError.self) { try await parts.next() }
        #expect(error?.kind == .reset)
        #expect(error?.answerBegan == true)
    }

    @Test(
        "what comes is not HTTP",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n", "<html>no</html>\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n",
        ])
    func garbage(answer: String) async throws {
        let error = try await failure { peer in
            _ = peer.readRequest()
            peer.send(answer)
            peer.waitForEnd()
        }
        #expect(error?.kind == .malformed)
    }

    @Test("an answer that is too large, announced or not, and one with an endless head")
    func tooLarge() async throws {
        for head in ["Content-Length: 1000000", "Transfer-Encoding: chunked"] {
            let upstream = try Upstream { peer in
                _ = peer.readRequest()
                peer.send("HTTP/1.1 200 OK\r\n\(head)\r\n\r\n")
                while peer.send("3E8\r\n" + String(repeating: "x", count: 1_000) + "\r\n") {}
            }
            let error = await failure(ClientRequest(.get, upstream.url, maximumBodyBytes: 10_000))
            #expect(error?.kind == .tooLarge)
        }
        let error = try await failure { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\n")
            while peer.send("X: \(String(repeating: "y", count: 1_000))\r\n") {}
        }
        #expect(error?.kind == .tooLarge)
    }

    @Test("nothing comes: each part of the exchange has its own time limit")
    func hanging() async throws {
        let short = Duration.milliseconds(30)
        let silent = try Upstream { peer in peer.waitForEnd() }
        var request = ClientRequest(.post, silent.url, body: Array("a".utf8))
        request.timeouts.firstByte = short
        #expect(await failure(request)?.kind == .firstByteTimeout)

        request.timeouts = ClientRequest.Timeouts()
        request.timeouts.total = short
        #expect(await failure(request)?.kind == .totalTimeout)

        let stalled = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            peer.waitForEnd()
        }
        request = ClientRequest(.get, stalled.url)
        request.timeouts.idle = short
        let error = await failure(request)
        #expect(error?.kind == .idleTimeout)
        #expect(error?.answerBegan == true)

        let dripping = try Upstream { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            while peer.send(".") { poll(nil, 0, 5) }
        }
        request = ClientRequest(.get, dripping.url)
        request.timeouts.idle = .seconds(600)
        request.timeouts.total = .milliseconds(100)
        #expect(await failure(request)?.kind == .totalTimeout)
    }

    @Test("an address where nothing answers the knock is given up in the connect time")
    func connectTimeout() async throws {
        // A listener whose queue is full answers no further knock.
        let full = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(full) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(full, $0, length)
                _ = listen(full, 0)
                _ = getsockname(full, $0, &length)
            }
        }
        let port = Int(UInt16(bigEndian: address.sin_port))
        var fillers: [SocketClient] = []
        fillers.append(try SocketClient(port: port))
        var request = ClientRequest(.get, "http://127.0.0.1:\(port)/")
        request.timeouts.connect = .milliseconds(50)
        request.timeouts.firstByte = .milliseconds(500)
        // How many fit is the system's business: the first may still get in, and then hear nothing.
        let kinds = await [failure(request)?.kind, failure(request)?.kind, failure(request)?.kind]
        #expect(kinds.last == .connectTimeout)
        #expect(fillers.count == 1)
    }

    @Test("a certificate that nobody vouches for, and a server that speaks no TLS")
    func tls() async throws {
        let plain = try Upstream { peer in
            var byte: UInt8 = 0
            _ = recv(peer.descriptor, &byte, 1, 0)
            peer.send("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        #expect(await failure(ClientRequest(.get, "https://127.0.0.1:\(plain.port)/"))?.kind == .tls)

        let server = try TLSUpstream()
        let url = "https://127.0.0.1:\(server.port)/"
        #expect(await failure(ClientRequest(.get, url))?.kind == .tls)

        var trusting = Client.Configuration()
        trusting.certificateFile = server.certificate
        let response = try await Client(configuration: trusting).send(ClientRequest(.get, url))
        #expect(response.status == .ok)
        #expect(try await response.collect(upTo: 1 << 20).isEmpty == false)
    }
}
