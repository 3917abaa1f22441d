import Glibc
import HTTP
import Testing

@Suite("What a request is answered, in process and over a socket", .plainAndTLS)
struct AnswerTests {
    static let long = String(repeating: "All the text of a page. ", count: 100)

    let routes: Routes

    init() throws {
        var routes = Routes()
        let page = Content(Self.long, type: .html, lastModified: HTTPDate(seconds: 784_111_777))
        try routes.get("/page") { _ in .now(Response(content: page)) }
        try routes.get("/hello/:name") { .now(.text("Hello \($0.parameters["name"] ?? "?")")) }
        try routes.post("/page") { .now(.text("\($0.body.count) bytes", status: .created)) }
        try routes.post("/form") { .now(.text(try $0.form["title"] ?? "none")) }
        try routes.get("/later") { request in .later { .text("later \(request.query["q"] ?? "")") } }
        try routes.get("/fails") { _ in throw Secret() }
        try routes.get("/fails/later") { _ in .later { throw Secret() } }
        try routes.get("/moved") { _ in .now(.redirect(to: "/page")) }
        try routes.get("/split") { _ in .now(Response(headers: ["X-Split": "a\r\nX-Injected: b"])) }
        self.routes = routes
    }

    struct Secret: Error { let password = "hunter2" }

    @Test("a page carries its type, tag, cache rule and the standing headers", arguments: Transport.allCases)
    func page(transport: Transport) async throws {
        var configuration = Server.Configuration()
        configuration.headers = ["Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff"]
        try await withServer(configuration, routes) { (server) async throws in
            let answer = try await transport.ask(server, .get, "/page")
            #expect(answer.status == .ok)
            #expect(answer.text == Self.long)
            #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
            #expect(answer.headers["Cache-Control"] == "no-cache")
            #expect(answer.headers["Vary"] == "Accept-Encoding")
            #expect(answer.headers["Last-Modified"] == "Sun, 06 Nov 1994 08:49:37 GMT")
            #expect(answer.headers["ETag"]?.utf8.count == 34)
            #expect(answer.headers["Content-Security-Policy"] == "default-src 'self'")
            #expect(answer.headers.values(of: "X-Content-Type-Options") == ["nosniff"])
            #expect(answer.headers["Content-Encoding"] == nil)
        }
    }

    @Test("HEAD is GET without the body", arguments: Transport.allCases)
    func head(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            let get = try await transport.ask(server, .get, "/page")
            let head = try await transport.ask(server, .head, "/page")
            #expect(head.status == .ok)
            #expect(head.body.isEmpty)
            for name in ["ETag", "Content-Type", "Vary", "Content-Length"] {
                #expect(head.headers[name] == get.headers[name])
            }
        }
    }

    @Test("gzip is given to whom it is acceptable, with a tag of its own", arguments: Transport.allCases)
    func gzip(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            let plain = try await transport.ask(server, .get, "/page")
            for accepted in ["gzip", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*", "X-GZIP", "identity;q=0.5, gzip"] {
                let packed = try await transport.ask(server, .get, "/page", ["Accept-Encoding": accepted])
                #expect(packed.headers["Content-Encoding"] == "gzip", "\(accepted)")
                #expect(packed.body.starts(with: [0x1F, 0x8B]))
                #expect(packed.body.count < plain.body.count)
                #expect(packed.headers["ETag"] != plain.headers["ETag"])
                #expect(packed.headers["Vary"] == "Accept-Encoding")
            }
            for refused in ["gzip;q=0", "gzip; Q=0.000", "*;q=0", "br", "identity, gzip;q=0.5", "gzip;q=2", ""] {
                let answer = try await transport.ask(server, .get, "/page", ["Accept-Encoding": refused])
                #expect(answer.body == plain.body, "\(refused)")
                #expect(answer.headers["Content-Encoding"] == nil)
            }
        }
    }

    @Test("a condition that still holds is answered 304 without a body", arguments: Transport.allCases)
    func unmodified(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            let plain = try await transport.ask(server, .get, "/page")
            let tag = try #require(plain.headers["ETag"])
            let packed = try await transport.ask(server, .get, "/page", ["Accept-Encoding": "gzip"])
            let packedTag = try #require(packed.headers["ETag"])
            for condition in [tag, "W/\(tag)", "\"a,b\", \(tag)", "*", packedTag, "\"x\" ,\tW/\(packedTag)"] {
                for method in [HTTP.Method.get, .head] {
                    let answer = try await transport.ask(server, method, "/page", ["If-None-Match": condition])
                    #expect(answer.status == .notModified, "\(condition)")
                    #expect(answer.body.isEmpty)
                    #expect(answer.headers["ETag"] == tag)
                    #expect(answer.headers["Vary"] == "Accept-Encoding")
                    #expect(answer.headers["Content-Type"] == nil)
                }
            }
            for condition in ["\"other\"", String(tag.dropFirst().dropLast()), "\"a, \(tag.dropFirst())"] {
                let answer = try await transport.ask(server, .get, "/page", ["If-None-Match": condition])
                #expect(answer.status == .ok, "\(condition)")
            }
        }
    }

    @Test("If-Modified-Since counts unless If-None-Match is there", arguments: Transport.allCases)
    func modifiedSince(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            func status(_ headers: Headers) async throws -> Status {
                try await transport.ask(server, .get, "/page", headers).status
            }
            let then = "Sun, 06 Nov 1994 08:49:37 GMT"
            #expect(try await status(["If-Modified-Since": then]) == .notModified)
            #expect(try await status(["If-Modified-Since": "Sun, 06 Nov 1994 08:49:36 GMT"]) == .ok)
            #expect(try await status(["If-Modified-Since": "yesterday"]) == .ok)
            #expect(try await status(["If-Modified-Since": then, "If-None-Match": "\"other\""]) == .ok)
        }
    }

    @Test("what is answered to POST or with another status has no tag", arguments: Transport.allCases)
    func untagged(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            let answer = try await transport.ask(server, .post, "/page", ["If-None-Match": "*"], body: [1, 2, 3])
            #expect(answer.status == .created)
            #expect(answer.text == "3 bytes")
            #expect(answer.headers["ETag"] == nil)
        }
    }

    @Test("parameters arrive decoded, an escaped slash inside its segment", arguments: Transport.allCases)
    func parameters(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            #expect(try await transport.ask(server, .get, "/hello/J%C3%BCrgen").text == "Hello Jürgen")
            #expect(try await transport.ask(server, .get, "/hello/a%2Fb?x=1").text == "Hello a/b")
            #expect(try await transport.ask(server, .get, "/hello/a/b").status == .notFound)
            #expect(try await transport.ask(server, .get, "/hello/").status == .notFound)
        }
    }

    @Test("a form's fields are decoded, and one that cannot be is refused", arguments: Transport.allCases)
    func form(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            func post(_ body: String, _ type: String = "application/x-www-form-urlencoded") async throws
                -> SocketClient.Message
            {
                try await transport.ask(server, .post, "/form", ["Content-Type": type], body: Array(body.utf8))
            }
            #expect(try await post("a=1&title=Fix+%22it%22+%F0%9F%90%9E&b").text == "Fix \"it\" 🐞")
            #expect(try await post("title=%zz").status == .badRequest)
            #expect(try await post("title=%ff").status == .badRequest)
            #expect(try await post("title=a", "text/plain").status == .unsupportedMediaType)
            #expect(
                try await post("title=a", "application/x-www-form-urlencoded;charset=latin1").status.rawValue == 415)
            #expect(try await post("title=a", "Application/X-WWW-Form-Urlencoded; charset=\"UTF-8\"").text == "a")
        }
    }

    @Test("OPTIONS and 405 name the methods, 404 and 501 refuse", arguments: Transport.allCases)
    func methods(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            let options = try await transport.ask(server, .options, "/page")
            #expect(options.status == .noContent)
            #expect(options.headers["Allow"] == "GET, HEAD, POST, OPTIONS")
            let refused = try await transport.ask(server, .delete, "/page")
            #expect(refused.status == .methodNotAllowed)
            #expect(refused.headers["Allow"] == "GET, HEAD, POST, OPTIONS")
            #expect(refused.text.contains("Use one of GET"))
            #expect(try await transport.ask(server, .get, "/nowhere").status == .notFound)
            #expect(try await transport.ask(server, .options, "/nowhere").status == .notFound)
            #expect(try await transport.ask(server, HTTP.Method(rawValue: "BREW"), "/page").status == .notImplemented)
            for method in ["TRACE", "QUERY"] {
                let known = try await transport.ask(server, HTTP.Method(rawValue: method), "/page")
                #expect(known.status == .methodNotAllowed && known.headers["Allow"] == "GET, HEAD, POST, OPTIONS")
            }
        }
    }

    @Test("later answers and redirects arrive", arguments: Transport.allCases)
    func later(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            #expect(try await transport.ask(server, .get, "/later?q=a+b%26c&q=d").text == "later a b&c")
            let moved = try await transport.ask(server, .get, "/moved")
            #expect(moved.status == .seeOther)
            #expect(moved.headers["Location"] == "/page")
        }
    }

    @Test("an error of the program says nothing about its inside", arguments: Transport.allCases)
    func failure(transport: Transport) async throws {
        try await withServer(routes: routes) { (server) async throws in
            for path in ["/fails", "/fails/later"] {
                let answer = try await transport.ask(server, .get, path, ["X-Request-Id": "abc-1"])
                #expect(answer.status == .internalServerError)
                #expect(!answer.text.contains("hunter2"))
                #expect(!answer.text.contains("Secret"))
                #expect(answer.text.contains("abc-1"))
                #expect(answer.headers["Cache-Control"] == "no-store")
            }
        }
    }

    @Test("a field with a line break is never sent")
    func splitting() async throws {
        try await withServer(routes: routes) { (server) async throws in
            let answer = try await Transport.socket.ask(server, .get, "/split")
            #expect(answer.status == .internalServerError)
            #expect(answer.headers["X-Injected"] == nil)
        }
    }

    @Test("an address that is malformed or climbs is refused before any handler sees it")
    func addresses() async throws {
        var routes = Routes()
        try routes.get("/*rest") { .now(.text($0.parameters["rest"] ?? "")) }
        try await withServer(routes: routes) { (server) async throws in
            for target in [
                "/../etc/passwd", "/a/..", "/./a", "/%2e%2e/etc/passwd", "/a/%2E%2e%2Fb", "/..%5cb", "/%00", "/a%0a",
                "/%", "/%4", "/%zz", "/%ff", "/a?b=%zz", "/a?b=%ff", "/a#b", "a", "*",
            ] {
                let answer = try await Transport.socket.ask(server, .get, target)
                #expect(answer.status == .badRequest, "\(target)")
            }
            #expect(try await Transport.socket.ask(server, .get, "http://test/a/b").text == "a/b")
            #expect(try await Transport.socket.ask(server, .get, "/...").text == "...")
            #expect(try await Transport.socket.ask(server, .get, "/ä").text == "ä")
        }
    }
}

/// A server with these routes and everything else as usual.
func withServer<Value>(routes: Routes, _ body: (Server) async throws -> Value) async throws -> Value {
    try await withServer(Server.Configuration(), routes, body)
}
