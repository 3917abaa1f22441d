import Access
import HTTP
import JSON
import Testing

@testable import Site

@Suite("The description of the API") struct OpenAPITests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    private func document() async throws -> JSON {
        let answer = try await test.get("/api/openapi.json")
        #expect(answer.status == .ok && answer.headers["Content-Type"] == "application/json")
        return answer.json
    }

    @Test("every operation is described, nothing else is, and every name is used once")
    func complete() async throws {
        let document = try await document()
        #expect(document["openapi"] == "3.1.0")
        let described = (document["paths"]?.objectValue ?? [:]).flatMap { path in
            (path.value.objectValue ?? [:]).map { "\($0.name) \(path.name)" }
        }
        let answered = Operation.all.map { operation in
            let path = operation.path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : "\($0)" }
            return "\(operation.method.rawValue.lowercased()) /\(path.joined(separator: "/"))"
        }
        #expect(described.sorted() == answered.sorted() && Set(answered).count == answered.count)
        #expect(Set(Operation.all.map(\.name)).count == Operation.all.count)
    }

    @Test("every described path is answered by the server, every parameter of a path is described")
    func routes() async throws {
        for operation in Operation.all {
            let names = operation.path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
            #expect(operation.parameters.filter { $0.place == .path }.map(\.name) == names)
            let target = operation.path.split(separator: "/").map { $0.hasPrefix(":") ? "x" : String($0) }
            let answer = try await test.send(.options, "/" + target.joined(separator: "/"))
            #expect(answer.headers["Allow"]?.contains(operation.method.rawValue) == true, "\(operation.name)")
        }
    }

    @Test("every reference leads to a schema, and every schema is used")
    func references() async throws {
        let document = try await document()
        let checker = SchemaChecker(document: document)
        let references = Set(document.references)
        for reference in references { #expect(checker.resolve(reference) != nil, "\(reference)") }
        let names = ["schemas", "responses"].flatMap { kind in
            (document["components"]?[kind]?.objectValue?.names ?? []).map { "#/components/\(kind)/\($0)" }
        }
        #expect(Set(names) == references)
    }

    /// What an operation is said to answer with a status.
    private func response(_ document: JSON, _ method: HTTP.Method, _ path: String, _ status: Status) -> JSON? {
        let operation = document["paths"]?["/api/v1" + path]?[method.rawValue.lowercased()]
        let response = operation?["responses"]?["\(status)"]
        guard let reference = response?["$ref"]?.stringValue else { return response }
        return SchemaChecker(document: document).resolve(reference)
    }

    @Test("every operation says what it takes, and that it is refused without", arguments: [true, false])
    func security(isOpen: Bool) async throws {
        let test = try TestSite(policy: AccessPolicy(readingIsOpen: isOpen, writingIsOpen: false, chatIsOpen: false))
        let reader: Headers = ["Authorization": "Bearer \(try await test.token("reader", TokenGrant(.read)))"]
        let document = try await test.get("/api/openapi.json", reader).json
        for operation in Operation.all where operation.name != "streamMonitoring" {
            let path =
                "/"
                + operation.path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : $0 }
                .joined(separator: "/")
            let described = document["paths"]?[path]?[operation.method.rawValue.lowercased()]
            let scope = JSON.array([.string(operation.scope.rawValue)])
            let isFree = isOpen && operation.scope == .read
            let shown: [JSON] = [["token": scope], ["session": scope]] + (isFree ? [[:]] : [])
            #expect(described?["security"] == .array(shown), "\(operation.name)")
            #expect(described?["description"]?.stringValue?.contains("`\(operation.scope.rawValue)`") == true)
            let target = path.replacing("{id}", with: "x").replacing("{name}", with: "x").replacing("{kind}", with: "x")
            let nobody = try await test.json(operation.method, target)
            #expect((nobody.status == .unauthorized) == !isFree, "\(operation.name)")
            let over = try await test.json(operation.method, target, "", ["Authorization": "Bearer beast_none"])
            #expect(over.status == .unauthorized && over.headers["WWW-Authenticate"] == "Bearer")
            if operation.scope != .read {
                #expect(try await test.json(operation.method, target, "", reader).status == .forbidden)
            }
            for status in Problem.anywhere { #expect(described?["responses"]?["\(status)"] != nil) }
        }
    }

    @Test("what is said to have an entity tag is answered 304 to it, and nothing else is")
    func tags() async throws {
        let document = try await document()
        for operation in Operation.all where operation.method == .get && operation.name != "streamMonitoring" {
            let target =
                operation.path.replacing(":id", with: "m1w1-fix-failed-request-tracking")
                .replacing(":name", with: "cacheHitRate").replacing(":file", with: "2026-W02.json")
                + (operation.name == "search" ? "?q=cache" : "")
            let tag = try await test.get(target).headers["ETag"] ?? ""
            let again = try await test.get(target, ["If-None-Match": tag])
            #expect(again.status == (operation.isTagged ? .notModified : .ok), "\(operation.name)")
            let path = operation.path.replacing(":id", with: "{id}").replacing(":name", with: "{name}")
                .replacing(":file", with: "{file}")
            #expect((document["paths"]?[path]?["get"]?["responses"]?["304"] != nil) == operation.isTagged)
        }
    }

    @Test("what every operation really answers fits its description, before and after something happened")
    func answers() async throws {
        let checker = SchemaChecker(document: try await document())
        let calls: [(HTTP.Method, String, String, String)] = [
            (.get, "/status", "/status", ""), (.get, "/tasks", "/tasks", ""),
            (.get, "/tasks/{id}", "/tasks/m1w1-fix-failed-request-tracking", ""),
            (.put, "/tasks/{id}/completion", "/tasks/m1w1-fix-failed-request-tracking/completion", "{\"by\":\"Ada\"}"),
            (.delete, "/tasks/{id}/completion", "/tasks/m1w1-fix-failed-request-tracking/completion", ""),
            (.get, "/metrics", "/metrics", ""), (.get, "/metrics/{name}", "/metrics/cacheHitRate", ""),
            (.post, "/metrics/{name}", "/metrics/cacheHitRate", "{\"value\":40,\"note\":\"n\",\"source\":\"engine\"}"),
            (.get, "/dogfood", "/dogfood", ""), (.post, "/dogfood/{kind}", "/dogfood/test", "{\"byHand\":true}"),
            (.get, "/reports/{file}", "/reports/2026-W02.json", ""), (.get, "/search", "/search?q=cache", ""),
            (.put, "/tasks/{id}/completion", "/tasks/m1w1-fix-failed-request-tracking/completion", ""),
            (.get, "/monitoring", "/monitoring", ""),
        ]
        #expect(Set(calls.map { "\($0.0) \($0.1)" }).count == Operation.all.count - 1, "all but the stream")
        for round in 1...2 {
            if round == 2 {
                try test.folder.write(TestSite.plan + "\n- [ ] Another one\n", to: "roadmap/PLAN.md")
                _ = try await test.json(.post, "/api/v1/metrics/modelR2", "-0.5")
                try test.folder.write(TestSite.plan + "\n- [ ] Broken\n- [ ] Broken\n", to: "roadmap/PLAN.md")
            }
            for (method, path, target, body) in calls {
                let answer = try await test.json(method, "/api/v1" + target, body)
                let response = response(checker.document, method, path, answer.status)
                let schema = response?["content"]?["application/json"]?["schema"]
                #expect(
                    answer.status.rawValue < 300 && checker.problems(answer.json, schema) == [],
                    "\(method) \(target): \(answer.text)")
            }
        }
    }

    @Test("what is refused fits the description of problems, with a status that the operation names")
    func problems() async throws {
        let checker = SchemaChecker(document: try await document())
        let calls: [(HTTP.Method, String, String, String)] = [
            (.get, "/tasks", "/tasks?month=x", ""), (.get, "/tasks/{id}", "/tasks/none", ""),
            (.put, "/tasks/{id}/completion", "/tasks/none/completion", ""),
            (.put, "/tasks/{id}/completion", "/tasks/m1w1-fix-failed-request-tracking/completion", "[]"),
            (.get, "/metrics/{name}", "/metrics/none", ""), (.get, "/metrics/{name}", "/metrics/latency?limit=x", ""),
            (.post, "/metrics/{name}", "/metrics/latency", "-1"), (.post, "/metrics/{name}", "/metrics/latency", "{"),
            (.post, "/dogfood/{kind}", "/dogfood/none", ""), (.get, "/reports/{file}", "/reports/2026-W02.doc", ""),
            (.get, "/reports/{file}", "/reports/2025-W53.md", ""),
            (.get, "/reports/{file}", "/reports/2027-W01.md", ""),
            (.get, "/search", "/search", ""),
        ]
        for (method, path, target, body) in calls {
            let answer = try await test.json(method, "/api/v1" + target, body)
            let response = response(checker.document, method, path, answer.status)
            let schema = response?["content"]?["application/problem+json"]?["schema"]
            #expect(
                answer.status.rawValue >= 400 && checker.problems(answer.json, schema) == [],
                "\(method) \(target): \(answer.text)")
        }
    }

    @Test("the check itself finds what is missing, too much, of another type or not allowed")
    func checker() throws {
        let checker = SchemaChecker(document: ["components": ["schemas": Schema.all]])
        let good: JSON = ["kind": "test", "withBeastMode": 1, "byHand": 0, "share": 12.5, "goal": nil]
        func problems(_ change: (inout JSON.Object) -> Void) -> Int {
            var object = good.objectValue ?? [:]
            change(&object)
            return checker.problems(.object(object), ["$ref": "#/components/schemas/DogFooding"]).count
        }
        #expect(problems { _ in } == 0)
        #expect(problems { $0["goal"] = nil as JSON? } == 1)
        #expect(problems { $0["extra"] = 1 } == 1)
        #expect(problems { $0["byHand"] = 0.5 } == 1)
        #expect(problems { $0["share"] = "12" } == 1)
        #expect(problems { $0["kind"] = "bug" } == 1)
    }
}
