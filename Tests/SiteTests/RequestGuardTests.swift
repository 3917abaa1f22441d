import HTTP
import Testing

@testable import Site

@Suite("Who may ask") struct RequestGuardTests {
    private let guardian = RequestGuard(hosts: RequestGuard.loopback.union(["Beast.Example"]))

    private func status(_ method: HTTP.Method, _ headers: Headers) throws -> Int {
        let request = try Request(method, "/", headers: headers)
        do {
            try guardian.check(request)
            return 200
        } catch { return error.status.rawValue }
    }

    @Test(
        "only requests that name this server are answered",
        arguments: [
            ("127.0.0.1", 200), ("127.0.0.1:8080", 200), ("localhost:1", 200), ("LOCALHOST", 200), ("[::1]:8080", 200),
            ("[::1]", 200), ("beast.example:80", 200), ("evil.example", 421), ("127.0.0.1.evil.example", 421),
            ("evil.example:8080", 421), ("localhost.evil.example", 421), ("", 421), ("127.0.0.2", 421), ("[::2]", 421),
            ("evil@127.0.0.1", 421), ("0.0.0.0", 421), ("127.0.0.1:", 200), ("127.0.0.1:80$(id)", 421),
            ("127.0.0.1:80;id", 421), ("[::1];id", 421), ("[::1]:8080;id", 421), ("[::1", 421),
            ("127.0.0.1:8080@evil.example", 421), ("127.0.0.1:\u{301}80", 421),
        ])
    func hosts(host: String, status expected: Int) throws {
        #expect(try status(.get, ["Host": host]) == expected)
    }

    @Test("a request without a host is refused") func noHost() throws {
        #expect(try status(.get, [:]) == 400)
    }

    private static let origins: [(Headers, Int)] = [
        ([:], 200), (["Sec-Fetch-Site": "same-origin"], 200), (["Sec-Fetch-Site": "none"], 200),
        (["Sec-Fetch-Site": "cross-site"], 403), (["Sec-Fetch-Site": "same-site"], 403), (["Sec-Fetch-Site": ""], 403),
        (["Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8080"], 403),
        (["Origin": "http://localhost:8080"], 200), (["Origin": "http://LOCALHOST:8080"], 200),
        (["Origin": "http://localhost:9090"], 403), (["Origin": "http://evil.example"], 403), (["Origin": "null"], 403),
        (["Origin": "http://localhost:8080.evil.example"], 403), (["Origin": ""], 403),
        (["Origin": "localhost:8080"], 403),
    ]

    @Test(
        "what changes something must not come from another site; scripts send no origin and pass",
        arguments: origins.indices)
    func writes(index: Int) throws {
        var (headers, expected) = Self.origins[index]
        headers["Host"] = "localhost:8080"
        for method in [HTTP.Method.post, .put, .delete] { #expect(try status(method, headers) == expected) }
        for method in [HTTP.Method.get, .head, .options] { #expect(try status(method, headers) == 200) }
    }

    @Test("the guard stands before every address, and nothing was changed")
    func inPlace() async throws {
        let test = try TestSite()
        let foreign = try await test.send(
            .put, "/api/v1/tasks/m1w1-fix-failed-request-tracking/completion", ["Origin": "https://evil.example"])
        #expect(foreign.status == .forbidden && foreign.headers["Content-Type"] == "application/problem+json")
        #expect(try await test.get("/api/v1" + TestSite.first).json["done"] == false)
        #expect(try await test.get("/beast.css", ["Host": "evil.example"]).status.rawValue == 421)
    }
}
