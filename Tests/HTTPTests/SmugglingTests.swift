import HTTP
import Synchronization
import Testing

/// What two readers could understand differently is how a request is smuggled past a proxy. Each message here is followed by
/// a second request, which must never be answered.
@Suite("Ambiguous requests")
struct SmugglingTests {
    private static let second = "GET /second HTTP/1.1\r\nHost: t\r\n\r\n"

    /// Sends a message and the second request in one go.
    /// - Returns: what the first was answered, if anything, and how often the second reached its handler.
    private func answers(to message: String) async throws -> (
        first: SocketClient.Message?, seconds: Int, isClosed: Bool
    ) {
        let seconds = Atomic(0)
        var routes = Routes()
        try routes.get("/a") { _ in .now(.text("a")) }
        try routes.post("/count") { .now(.text("\($0.body.count)")) }
        try routes.get("/second") { _ in
            seconds.add(1, ordering: .sequentiallyConsistent)
            return .now(.text("second"))
        }
        return try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send(message + Self.second)
            let first = try? await client.receive()
            // What the library says of a malformed Content-Length has its head twice, so there may be something left.
            let isClosed = await client.receiveEnd()
            return (first, seconds.load(ordering: .sequentiallyConsistent), isClosed)
        }
    }

    private func expectRefusal(_ message: String) async throws {
        let (first, seconds, isClosed) = try await answers(to: message)
        // Closed without a word is a refusal, too.
        if let status = first?.status.rawValue {
            #expect((400..<500).contains(status) || status == 501 || status == 505, "\(status)")
        }
        #expect(isClosed && seconds == 0)
    }

    @Test(
        "a length that is given twice, or in no number",
        arguments: [
            "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5, 5",
            "Content-Length: +5", "Content-Length: -5", "Content-Length: 0x5", "Content-Length: 5 5",
            "Content-Length: 5x",
            "Content-Length:", "Content-Length: 1e1", "Content-Length: 99999999999999999999",
            "Content-Length: \u{FF15}",
            "Content-Length : 5", "Content-Length\t: 5", "Content-Length: \u{0B}5",
        ])
    func lengths(fields: String) async throws {
        try await expectRefusal("POST /count HTTP/1.1\r\nHost: t\r\n\(fields)\r\n\r\n0\r\n\r\n")
    }

    @Test(
        "a transfer coding that is not just chunked",
        arguments: [
            "Transfer-Encoding: xchunked", "Transfer-Encoding: chunkedx", "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: identity", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: \u{0B}chunked", "Transfer-Encoding: chunked\u{0B}",
            "Transfer-Encoding : chunked", "Transfer-Encoding: chunked;q=1", "Transfer-Encoding: \u{1}chunked",
            "Transfer-Encoding: cow\r\n chunked", "Transfer-Encoding:\r\n chunked", "Transfer-Encoding: chunked\r\n x",
            "X: a\rTransfer-Encoding: chunked", "X: a\nTransfer-Encoding: chunked", "Transfer-Encoding\u{0}: chunked",
            "X\u{0}Transfer-Encoding: chunked", "Transfer-Encoding:",
        ])
    func codings(fields: String) async throws {
        try await expectRefusal("POST /count HTTP/1.1\r\nHost: t\r\n\(fields)\r\n\r\n0\r\n\r\n")
    }

    @Test(
        "a line that is folded, broken in another way, or holds a zero byte",
        arguments: [
            "GET /a HTTP/1.1\r\nHost: t\r\nX: a\r\n b\r\n\r\n", "GET /a HTTP/1.1\r\nHost: t\r\nX: a\r\n\tb\r\n\r\n",
            "GET /a HTTP/1.1\r\n Host: t\r\n\r\n", "GET /a HTTP/1.1\r\nHost: t\r\n \r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: t\r\nContent-: 5\r\n Length\r\n\r\n", "GET /a HTTP/1.1\r\nHost:\r\n t\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: t\r\nX: a\rY: b\r\n\r\n", "GET /a HTTP/1.1\r\nHost: t\rX: b\r\n\r\n",
            "GET /a HTTP/1.1\nHost: t\n\n", "GET /a HTTP/1.1\r\nHost: t\nX: b\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: t\r\nX: b\n\r\n",
            "GET /a HTTP/1.1\r\nHost: t\r\nX: b\r\n\n", "GET /a HTTP/1.1\nHost: t\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: t\r\nX: a\u{0}b\r\n\r\n", "GET /a HTTP/1.1\r\nHost: t\r\nX: a\u{0}\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: t\u{0}.example\r\n\r\n", "GET /a\u{0}b HTTP/1.1\r\nHost: t\r\n\r\n",
            "GET\u{0} /a HTTP/1.1\r\nHost: t\r\n\r\n", "GET /a HTTP/1.1\u{0}\r\nHost: t\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: t\r\n: b\r\n\r\n", "GET /a HTTP/1.1\r\nHost: t\r\nX Y: b\r\n\r\n",
        ])
    func lines(message: String) async throws {
        try await expectRefusal(message)
    }

    @Test(
        "a request line in another form, or a host that is missing, doubled or another one",
        arguments: [
            "GET /a\r\n", "GET /a\r\nHost: t\r\n\r\n", "GET /a HTTP/0.9\r\nHost: t\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /a http/1.1\r\nHost: t\r\n\r\n", "GET /a HTTP/1.10\r\nHost: t\r\n\r\n",
            "GET /a HTTP/1\r\nHost: t\r\n\r\n",
            "GET  /a HTTP/1.1\r\nHost: t\r\n\r\n", "GET /a  HTTP/1.1\r\nHost: t\r\n\r\n",
            "GET /a HTTP/1.1 \r\nHost: t\r\n\r\n",
            " GET /a HTTP/1.1\r\nHost: t\r\n\r\n", "GET\t/a\tHTTP/1.1\r\nHost: t\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: t\r\n\r\n",
            "GET HTTP/1.1\r\nHost: t\r\n\r\n", "GET a HTTP/1.1\r\nHost: t\r\n\r\n",
            "GET /a#b HTTP/1.1\r\nHost: t\r\n\r\n",
            "GET * HTTP/1.1\r\nHost: t\r\n\r\n", "CONNECT t:80 HTTP/1.1\r\nHost: t\r\n\r\n",
            "G<T /a HTTP/1.1\r\nHost: t\r\n\r\n",
            "GET, /a HTTP/1.1\r\nHost: t\r\n\r\n", "\u{1}GET /a HTTP/1.1\r\nHost: t\r\n\r\n",
            "GET /a HTTP/1.1\r\n\r\n", "GET /a HTTP/1.1\r\nHost: t\r\nHost: t\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: t\r\nhost: u\r\n\r\n",
            "GET http://u/a HTTP/1.1\r\nHost: t\r\n\r\n", "GET http://t@u/a HTTP/1.1\r\nHost: t\r\n\r\n",
            "GET http://u@t/a HTTP/1.1\r\nHost: t\r\n\r\n", "GET ftp://t/a HTTP/1.1\r\nHost: t\r\n\r\n",
            "POST /count HTTP/1.0\r\nHost: t\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ])
    func requestLines(message: String) async throws {
        try await expectRefusal(message)
    }

    @Test(
        "chunks that do not add up",
        arguments: [
            "0x5\r\nabcde\r\n0\r\n\r\n", "+5\r\nabcde\r\n0\r\n\r\n", "-5\r\nabcde\r\n0\r\n\r\n",
            " 5\r\nabcde\r\n0\r\n\r\n",
            "5 \r\nabcde\r\n0\r\n\r\n", "5\t;a\r\nabcde\r\n0\r\n\r\n", "\r\n5\r\nabcde\r\n0\r\n\r\n",
            ";a\r\nabcde\r\n0\r\n\r\n",
            "5\r\nabcdefg\r\n0\r\n\r\n", "5\r\nabcdeX\r\n0\r\n\r\n", "5\r\nabcde\r0\r\n\r\n",
            "FFFFFFFFFFFFFFFFF\r\nabcde\r\n0\r\n\r\n", "5\u{0}\r\nabcde\r\n0\r\n\r\n", "g\r\nabcde\r\n0\r\n\r\n",
        ])
    func chunks(body: String) async throws {
        try await expectRefusal("POST /count HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
    }

    @Test(
        "what follows chunks is not taken, since others may end them elsewhere",
        arguments: [
            "5\r\nabcde\r\n0\r\n\r\n", "5;a=b\r\nabcde\r\n0\r\n\r\n", "5;\nabcde\r\n0\r\n\r\n", "5\nabcde\n0\n\n",
            "5\r\nabcde\r\n0\r\nX: a\r\n\r\n", "5\r\nabcde\r\n0\r\nX: a\n\r\n", "005\r\nabcde\r\n000\r\n\r\n",
        ])
    func afterChunks(body: String) async throws {
        let (first, seconds, isClosed) = try await answers(
            to: "POST /count HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: Chunked\r\n\r\n" + body)
        #expect(first?.text == "5" && first?.headers["Connection"]?.lowercased() == "close")
        #expect(isClosed && seconds == 0)
    }

    @Test(
        "unusual but plain: the first is understood, and so is the second",
        arguments: [
            ("GET /a HTTP/1.1\r\nHost: t\r\nX:\r\nY: \t b\r\nZ:c\r\n\r\n", 200),
            ("\r\nGET /a HTTP/1.1\r\nhOsT: t\r\n\r\n", 200),
            ("GET http://t/a HTTP/1.1\r\nHost: T\r\n\r\n", 200),
            ("GET http://t:80/a?b HTTP/1.1\r\nHost: t:80\r\n\r\n", 200),
            ("get /a HTTP/1.1\r\nHost: t\r\n\r\n", 501), ("BREW /a HTTP/1.1\r\nHost: t\r\n\r\n", 501),
            ("POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: 005\r\n\r\nabcde", 200),
            ("POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n", 200),
            ("GET /a HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nabcde", 200),
        ])
    func plain(message: String, status: Int) async throws {
        var routes = Routes()
        try routes.get("/a") { _ in .now(.text("a")) }
        try routes.post("/count") { .now(.text("\($0.body.count)")) }
        try routes.get("/second") { _ in .now(.text("second")) }
        try await withServer(routes: routes) { (server) async throws in
            let client = try SocketClient(port: server.port)
            await client.send(message + Self.second)
            #expect(try await client.receive().status.rawValue == status)
            #expect(try await client.receive().text == "second")
        }
    }
}
