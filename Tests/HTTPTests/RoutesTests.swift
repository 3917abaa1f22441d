import HTTP
import Testing

@Suite("Routes")
struct RoutesTests {
    private func text(_ routes: Routes, _ method: HTTP.Method, _ target: String) throws -> String {
        guard case .now(let response) = try routes.respond(to: Request(method, target)) else { return "later" }
        return response.content.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "\(response.status)"
    }

    private func built() throws -> Routes {
        var routes = Routes()
        try routes.get("/") { _ in .now(.text("root")) }
        try routes.get("/docs/new") { _ in .now(.text("fixed")) }
        try routes.get("/docs/:name") { .now(.text("name \($0.parameters["name"] ?? "")")) }
        try routes.put("/docs/:id") { .now(.text("put \($0.parameters["id"] ?? "") \($0.parameters["name"] ?? "-")")) }
        try routes.get("/docs/new/history") { _ in .now(.text("history")) }
        try routes.get("/docs/:name/raw") { .now(.text("raw \($0.parameters["name"] ?? "")")) }
        try routes.get("/*rest") { .now(.text("rest \($0.parameters["rest"] ?? "")")) }
        return routes
    }

    @Test("a fixed segment wins over a parameter, a parameter over the rest, and a dead end is left again")
    func precedence() throws {
        let routes = try built()
        #expect(try text(routes, .get, "/") == "root")
        #expect(try text(routes, .get, "/docs/new") == "fixed")
        #expect(try text(routes, .get, "/docs/%6eew") == "fixed")
        #expect(try text(routes, .get, "/docs/old") == "name old")
        #expect(try text(routes, .put, "/docs/new") == "put new -")
        #expect(try text(routes, .get, "/docs/new/raw") == "raw new")
        #expect(try text(routes, .get, "/docs/new/other") == "rest docs/new/other")
        #expect(try text(routes, .get, "/docs/") == "rest docs/")
        #expect(try text(routes, .head, "/docs/new") == "fixed")
    }

    @Test("the methods of every route that matches a path are allowed")
    func allowed() throws {
        let error = #expect(throws: HTTPError.self) { try text(try built(), .delete, "/docs/new") }
        #expect(error?.headers["Allow"] == "GET, HEAD, PUT, OPTIONS")
    }

    @Test("the pattern that answers a request is known, whoever asks")
    func patterns() throws {
        let routes = try built()
        func pattern(_ method: HTTP.Method, _ target: String) throws -> String? {
            routes.pattern(for: try Request(method, target))
        }
        #expect(try pattern(.get, "/docs/some?q=1") == "/docs/:name")
        #expect(try pattern(.head, "/docs/new") == "/docs/new" && pattern(.put, "/docs/new") == "/docs/:id")
        #expect(try pattern(.delete, "/docs/new") == nil && pattern(.get, "/none/at/all") == "/*rest")
    }

    @Test("the map can be read")
    func map() throws {
        let all = try built().all
        #expect(all.count == 7)
        #expect(all[3].method == .put)
        #expect(all[3].pattern == "/docs/:id")
    }

    @Test("a route that is there already or cannot be is refused")
    func refused() throws {
        var routes = try built()
        for pattern in ["/docs/:other", "/docs/new", "docs", "/a/*rest/b", "/:a/:a", "/:", "/x/*"] {
            #expect(throws: RouteError.self, "\(pattern)") { try routes.get(pattern) { _ in .now(.text("")) } }
        }
        #expect(throws: RouteError.self) { try routes.add(.head, "/h") { _ in .now(.text("")) } }
        try routes.post("/docs/:other") { _ in .now(.text("")) }
    }
}
