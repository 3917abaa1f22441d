import HTTP
import JSON
import Roadmap
import Testing

@testable import Site

@Suite("The API") struct APITests {
    private let test: TestSite
    private static let task = "/api/v1/tasks/m1w1-fix-failed-request-tracking"

    init() throws { test = try TestSite() }

    @Test(
        "a reading comes as a bare value, as JSON or as a form",
        arguments: [
            (nil, "83.5"), ("text/plain", " 83.5\n"), ("text/plain; charset=utf-8", "83.5"),
            ("application/json", "83.5"),
            ("application/json", "{\"value\": 83.5}"), ("application/json", "\"83.5\""), ("application/json", "8.35e1"),
            ("application/json", "{\"value\":\"83.5\",\"note\":null}"), ("application/x-www-form-urlencoded", "83.5"),
            ("application/x-www-form-urlencoded", "value=83.5&by=cron"), ("Application/JSON;charset=utf-8", "83.5"),
        ] as [(String?, String)])
    func bodies(type: String?, body: String) async throws {
        var headers: Headers = [:]
        headers["Content-Type"] = type
        let answer = try await test.send(.post, "/api/v1/metrics/cacheHitRate", headers, body: Array(body.utf8))
        #expect(answer.status == .created && answer.json["value"] == 83.5, "\(answer.text)")
        #expect(answer.json["source"] == "script")
    }

    private static let wrong: [(type: String, body: String, status: Int, field: String?)] = [
        ("application/json", "{\"value\": 1, \"valeu\": 2}", 422, "valeu"),
        ("application/json", "{\"value\": 1, \"valeu\": null}", 422, "valeu"), ("application/json", "{}", 422, "value"),
        ("application/json", "", 422, "value"), ("application/json", "{\"value\": 1, \"value\": 2}", 400, nil),
        ("application/json", "{\"value\": }", 400, nil), ("application/json", "NaN", 400, nil),
        ("application/json", "true", 422, "value"),
        ("application/json", "1e999", 400, nil), ("application/json", "{\"value\":\"\"}", 422, "value"),
        ("application/json", "{\"value\":5,\"at\":\"yesterday\"}", 422, "at"),
        ("application/json", "{\"value\":5,\"at\":\"2026-01-09T12:02:00Z\"}", 422, "at"),
        ("application/json", "{\"value\":5,\"source\":\"guess\"}", 422, "source"),
        ("application/json", "{\"value\":5,\"note\":7}", 422, "note"), ("application/json", "[83.5]", 422, "value"),
        ("text/plain", "eighty", 422, "value"), ("text/plain", "101", 422, "value"), ("text/plain", "", 422, "value"),
        ("text/plain", "inf", 422, "value"), ("text/plain", "1e999", 422, "value"),
        ("application/xml", "<value>5</value>", 415, nil), ("multipart/form-data; boundary=x", "--x", 415, nil),
        ("application/x-www-form-urlencoded", "value=%ZZ", 400, nil),
        ("application/json", String(repeating: "[", count: 20), 400, nil),
    ]

    @Test(
        "a body that cannot be meant is refused with the field that is wrong, and nothing is written",
        arguments: wrong.indices)
    func wrongBodies(index: Int) async throws {
        let (type, body, status, field) = Self.wrong[index]
        let answer = try await test.send(
            .post, "/api/v1/metrics/cacheHitRate", ["Content-Type": type], body: Array(body.utf8))
        #expect(answer.status.rawValue == status, "\(type) \(body): \(answer.text)")
        #expect(answer.headers["Content-Type"] == "application/problem+json")
        #expect(
            answer.json["status"]?.integerValue == Int64(status) && answer.json["field"]?.stringValue == field,
            "\(answer.text)")
        #expect(answer.json["detail"]?.stringValue?.isEmpty == false)
        #expect(try await test.get("/api/v1/metrics/cacheHitRate").json["readings"]?.arrayValue?.isEmpty == true)
    }

    @Test(
        "a body that is not UTF-8 is refused",
        arguments: ["text/plain", "application/json", "application/x-www-form-urlencoded"])
    func notUTF8(type: String) async throws {
        let answer = try await test.send(
            .post, "/api/v1/metrics/cacheHitRate", ["Content-Type": type], body: [0x38, 0xFF])
        #expect(answer.status == .badRequest)
    }

    @Test("a task is ticked by its name, for whoever is said, and its version is its tag")
    func tasks() async throws {
        let open = try await test.get(Self.task)
        #expect(open.headers["ETag"] == "\"0\"" && open.json["done"] == false)
        let done = try await test.json(.put, Self.task + "/completion", "{\"by\":\"Ada\"}", ["If-Match": "\"0\""])
        #expect(done.status == .ok && done.headers["ETag"] == "\"1\"" && done.json["completedBy"] == "Ada")
        let late = try await test.json(.put, Self.task + "/completion", "{\"by\":\"Bob\"}")
        #expect(late.status == .ok && late.json["completedBy"] == "Ada" && late.json["version"] == 1)
        let stale = try await test.send(.delete, Self.task + "/completion", ["If-Match": "\"0\""])
        #expect(stale.status == .preconditionFailed)
        for condition in ["1", "W/\"1\"", "\"1", "\"x\"", "\"0\", \"2\""] {
            let answer = try await test.send(.delete, Self.task + "/completion", ["If-Match": condition])
            #expect(answer.status == .preconditionFailed, "\(condition)")
        }
        let reopened = try await test.send(.delete, Self.task + "/completion", ["If-Match": "*"])
        #expect(reopened.status == .ok && reopened.json["done"] == false && reopened.json["version"] == 2)
    }

    @Test("tasks can be narrowed down, in the order of the plan")
    func lists() async throws {
        _ = try await test.send(.put, Self.task + "/completion")
        func titles(_ query: String) async throws -> [String] {
            try await test.get("/api/v1/tasks" + query).json["tasks"]?.arrayValue?.compactMap {
                $0["title"]?.stringValue
            } ?? []
        }
        #expect(try await titles("").count == 4)
        #expect(try await titles("?done=true") == ["Fix failed request tracking"])
        #expect(try await titles("?month=1&week=1&done=false") == ["Quote \"it\", keep a<b & ship 🚀"])
        #expect(try await titles("?month=9") == [])
        for query in ["?month=one", "?done=yes", "?week="] {
            #expect(try await test.get("/api/v1/tasks" + query).status == .unprocessableContent)
        }
    }

    @Test("the same key and request changes once; another request under it is refused")
    func idempotency() async throws {
        let key: Headers = ["Idempotency-Key": "k1"]
        let first = try await test.json(.post, "/api/v1/metrics/cacheHitRate", "5", key)
        let again = try await test.json(.post, "/api/v1/metrics/cacheHitRate", "5", key)
        #expect(first.status == .created && again.status == .created && again.body == first.body)
        let other = try await test.json(.post, "/api/v1/metrics/cacheHitRate", "6", key)
        #expect(other.status == .unprocessableContent)
        #expect(try await test.get("/api/v1/metrics/cacheHitRate").json["readings"]?.arrayValue?.count == 1)
        let ticked = try await test.send(.put, Self.task + "/completion", ["Idempotency-Key": "k2"])
        _ = try await test.send(.delete, Self.task + "/completion")
        let replay = try await test.send(.put, Self.task + "/completion", ["Idempotency-Key": "k2"])
        #expect(replay.body == ticked.body && replay.headers["ETag"] == "\"1\"")
        #expect(try await test.get(Self.task).json["done"] == false)
        for bad in ["", "a b", "ü", String(repeating: "k", count: 256)] {
            let answer = try await test.json(.post, "/api/v1/metrics/cacheHitRate", "5", ["Idempotency-Key": bad])
            #expect(answer.status == .badRequest)
        }
    }

    @Test(
        "what does not exist is named with what is close",
        arguments: [
            ("/api/v1/metrics/cacheHitRat", "cacheHitRate"), ("/api/v1/dogfood/tests", "test"),
        ])
    func closest(path: String, name: String) async throws {
        let answer = try await test.json(.post, path, "{}")
        #expect(answer.status == .notFound && answer.json["closest"]?[0]?.stringValue == name)
    }

    @Test("reports come in every format by their name")
    func reports() async throws {
        let types = [
            "json": "application/json", "md": "text/markdown; charset=utf-8", "csv": "text/csv; charset=utf-8",
            "html": "text/html; charset=utf-8",
        ]
        for (suffix, type) in types {
            let answer = try await test.get("/api/v1/reports/2026-W02.\(suffix)")
            #expect(answer.status == .ok && answer.headers["Content-Type"] == type)
            #expect(try await test.get("/reports/2026-W02.\(suffix)").body == answer.body)
        }
        #expect(try await test.get("/api/v1/reports/2026-W02").status == .notFound)
        #expect(try await test.get("/api/v1/reports/2026-W02.pdf").status == .notFound)
        #expect(try await test.get("/api/v1/reports/2025-W53.json").status == .badRequest)
        #expect(try await test.get("/api/v1/reports/2026-W03.json").status == .unprocessableContent)
    }

    @Test("a method that an address does not know is refused with the ones it does")
    func methods() async throws {
        let answer = try await test.json(.put, "/api/v1/metrics/cacheHitRate", "5")
        #expect(answer.status == .methodNotAllowed && answer.headers["Allow"]?.contains("POST") == true)
        #expect(answer.headers["Content-Type"] == "application/problem+json")
        #expect(try await test.get("/api/v1/nothing").headers["Content-Type"] == "application/problem+json")
    }

    @Test("search asks for words, and a limit for a number")
    func parameters() async throws {
        #expect(try await test.get("/api/v1/search").status == .unprocessableContent)
        #expect(try await test.get("/api/v1/search?q=").json["documents"]?.arrayValue?.isEmpty == true)
        for limit in ["0", "1001", "ten", "-1", ""] {
            #expect(try await test.get("/api/v1/metrics/cacheHitRate?limit=\(limit)").status == .unprocessableContent)
        }
    }
}
