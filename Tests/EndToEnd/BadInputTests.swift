import Foundation
import Testing

@Suite("Bad input over HTTP")
struct BadInputTests {
    /// A request that has to be refused, and how.
    struct Case: CustomTestStringConvertible {
        let name: String
        var method = "POST"
        var target = "/api/v1/metrics/cacheHitRate"
        var type: String? = "application/json"
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        let status: Int

        var testDescription: String { name }

        init(_ name: String, _ status: Int, method: String = "GET", _ target: String, headers: [String: String] = [:]) {
            (self.name, self.status, self.method, self.target, self.headers) = (name, status, method, target, headers)
            type = nil
        }

        init(_ name: String, _ status: Int, of metric: String = "cacheHitRate", value: String) {
            (self.name, self.status, type) = (name, status, "text/plain")
            target = "/api/v1/metrics/\(metric)"
            body = Array(value.utf8)
        }

        init(_ name: String, _ status: Int, json: String, type: String? = "application/json") {
            (self.name, self.status, self.type, body) = (name, status, type, Array(json.utf8))
        }

        init(_ name: String, _ status: Int, type: String, bytes: [UInt8]) {
            (self.name, self.status, self.type, body) = (name, status, type, bytes)
        }
    }

    private static let completion = "/api/v1/tasks/m1w1-fix-failed-request-tracking/completion"

    static let cases: [Case] = [
        Case("unknown metric", 404, of: "cacheHitRat", value: "1"),
        Case("unknown metric asked for", 404, "/api/v1/metrics/nothing"),
        Case("unknown kind", 404, method: "POST", "/api/v1/dogfood/improvment"),
        Case("unknown task", 404, "/api/v1/tasks/m1w1-nothing"),
        Case("unknown task ticked", 404, method: "PUT", "/api/v1/tasks/m13w1-nothing/completion"),
        Case("unknown report format", 404, "/api/v1/reports/2026-W03.pdf"),
        Case("unknown address", 404, "/api/v1/nothing"),
        Case("month that is none", 422, "/api/v1/tasks?month=one"),
        Case("flag that is none", 422, "/api/v1/tasks?done=perhaps"),
        Case("limit out of range", 422, "/api/v1/metrics/latency?limit=100000"),
        Case("no search words", 422, "/api/v1/search"),
        Case("week 53 of 2025", 400, "/api/v1/reports/2025-W53.json"),
        Case("week 54", 400, "/api/v1/reports/2026-W54.json"),
        Case("week 0", 400, "/api/v1/reports/2026-W00.json"),
        Case("no week at all", 400, "/api/v1/reports/yesterday.json"),
        Case("week in the future", 422, "/api/v1/reports/2999-W01.json"),
        Case("wrong method", 405, method: "PUT", "/api/v1/status"),
        Case("method nobody knows", 501, method: "BREW", "/api/v1/status"),

        Case("empty value", 422, value: ""),
        Case("blank value", 422, value: " \r\n"),
        Case("NaN", 422, value: "NaN"),
        Case("inf", 422, value: "inf"),
        Case("-infinity", 422, value: "-infinity"),
        Case("1e400", 422, value: "1e400"),
        Case("hexadecimal", 422, value: "0x10"),
        Case("words", 422, value: "forty"),
        Case("two numbers", 422, value: "1 2"),
        Case("decimal comma", 422, value: "83,5"),
        Case("Arabic digits", 422, value: "٤٠"),
        Case("1e13", 422, of: "throughput", value: "1e13"),
        Case("101 %", 422, value: "101"),
        Case("negative latency", 422, of: "latency", value: "-1"),

        Case("at in the future", 422, json: #"{"value": 1, "at": "2999-01-01T00:00:00Z"}"#),
        Case("at in 1999", 422, json: #"{"value": 1, "at": "1999-12-31T23:59:59Z"}"#),
        Case("at on 30 February", 422, json: #"{"value": 1, "at": "2026-02-30T00:00:00Z"}"#),
        Case("at without a zone", 422, json: #"{"value": 1, "at": "2026-02-14T00:00:00"}"#),
        Case("at as a number", 422, json: #"{"value": 1, "at": 1700000000}"#),
        Case("unknown source", 422, json: #"{"value": 1, "source": "guess"}"#),
        Case("unknown field", 422, json: #"{"value": 1, "vlaue": 2}"#),
        Case("value as a truth value", 422, json: #"{"value": true}"#),
        Case("value as a list", 422, json: #"{"value": [1]}"#),
        Case("value missing", 422, json: #"{"note": "x"}"#),
        Case("value null", 422, json: #"{"value": null}"#),
        Case("body a list", 422, json: "[1]"),
        Case("duplicate keys", 400, json: #"{"value": 1, "value": 2}"#),
        Case("duplicate keys, one escaped", 400, json: #"{"value": 1, "\u0076alue": 2}"#),
        Case("JSON cut off", 400, json: #"{"value": 1,"#),
        Case("JSON with a comment", 400, json: #"{"value": 1} // one"#),
        Case("JSON NaN", 400, json: #"{"value": NaN}"#),
        Case("JSON too deep", 400, json: #"{"value": "# + String(repeating: "[", count: 5000)),
        Case("lone surrogate", 400, json: #"{"value": 1, "note": "\ud800"}"#),
        Case("XML", 415, json: "<value>1</value>", type: "application/xml"),
        Case("multipart", 415, json: "--x--", type: "multipart/form-data; boundary=x"),
        Case("form field twice", 400, json: "value=1&value=2", type: "application/x-www-form-urlencoded"),
        Case("form field unknown", 422, json: "value=1&x=2", type: "application/x-www-form-urlencoded"),
        Case("form escape cut off", 400, json: "value=1&note=%4", type: "application/x-www-form-urlencoded"),
        Case("text that is not UTF-8", 400, type: "text/plain", bytes: [0x31, 0xFF]),
        Case("JSON that is not UTF-8", 400, type: "application/json", bytes: Array(#"{"note":""#.utf8) + [0xC3, 0x28]),
        Case("path that is not UTF-8", 400, "/api/v1/metrics/%ff"),
        Case("query that is not UTF-8", 400, "/api/v1/search?q=%c3%28"),
        Case("escape cut off in the path", 400, "/api/v1/metrics/%4"),
        Case("body too large", 413, type: "text/plain", bytes: [UInt8](repeating: 0x31, count: 1_048_577)),

        Case("key with a space", 400, method: "PUT", completion, headers: ["Idempotency-Key": "a b"]),
        Case(
            "key too long", 400, method: "PUT", completion,
            headers: ["Idempotency-Key": String(repeating: "k", count: 256)]),
        Case("old version", 412, method: "PUT", completion, headers: ["If-Match": "\"7\""]),
        Case("malformed version", 412, method: "PUT", completion, headers: ["If-Match": "seven"]),
        Case("weak version", 412, method: "PUT", completion, headers: ["If-Match": "W/\"0\""]),

        Case("foreign host", 421, "/api/v1/status", headers: ["Host": "evil.example"]),
        Case("foreign host that begins like ours", 421, "/api/v1/status", headers: ["Host": "127.0.0.1.evil.example"]),
        Case("sent by another site", 403, method: "PUT", completion, headers: ["Sec-Fetch-Site": "cross-site"]),
        Case("sent by a sister site", 403, method: "PUT", completion, headers: ["Sec-Fetch-Site": "same-site"]),
        Case("sent from another origin", 403, method: "PUT", completion, headers: ["Origin": "http://evil.example"]),
        Case("sent from nowhere", 403, method: "PUT", completion, headers: ["Origin": "null"]),
        Case("sent from another port", 403, method: "DELETE", completion, headers: ["Origin": "http://127.0.0.1:1"]),
    ]

    @Test("every refusal of the API is a problem that says what to do, and changes nothing")
    func refusals() throws {
        let place = try Workplace()
        let server = try place.serve()
        for entry in Self.cases {
            var headers = entry.headers
            if let type = entry.type { headers["Content-Type"] = type }
            let answer = try server.connect().send(entry.method, entry.target, headers, entry.body)
            expectProblem(answer, entry.status, entry.name)
        }
        expectProblem(
            try server.connect().raw("GET /api/v1/status HTTP/1.1\r\n\r\n"), 400, "no Host")
        expectProblem(
            try server.connect().raw("GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n"), 400,
            "two hosts")
        expectProblem(
            try server.connect().raw(
                "POST /api/v1/metrics/latency HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400, "two lengths")
        let changes = """
            SELECT (SELECT COUNT(*) FROM reading), (SELECT COUNT(*) FROM task WHERE completed_at IS NOT NULL),
                (SELECT COUNT(*) FROM task_event), (SELECT COUNT(*) FROM dogfood_entry)
            """
        #expect(try place.query(changes) == "0|0|0|0\n")
        // It is none the worse for it.
        #expect(try server.record("83.5", of: "cacheHitRate").status == 201)
        #expect(try server.stop().code == 0)
    }

    private func expectProblem(_ answer: Answer, _ status: Int, _ name: String) {
        #expect(answer.status == status, "\(name): \(answer.status) \(answer.text.prefix(300))")
        #expect(answer.type == "application/problem+json", "\(name): \(answer.type)")
        let problem = (try? answer.json) ?? [:]
        #expect(problem["status"] as? Int == status, "\(name)")
        for member in ["title", "detail"] {
            #expect((problem[member] as? String ?? "").isEmpty == false, "\(name) has no \(member)")
        }
        if status == 405 { #expect(answer.headers["allow"] == "GET, HEAD, OPTIONS", "\(name)") }
    }

    @Test("a control character in a name or a note does not reach the database")
    func controlCharacters() throws {
        let place = try Workplace()
        let server = try place.serve()
        let answer = try server.send(
            "POST", "/api/v1/metrics/latency", ["Content-Type": "application/json"],
            #"{"value": 1, "by": "a\u0000b\u001b[31m", "note": "c\u0000d\u0007"}"#)
        #expect(answer.status == 201)
        #expect(try answer.json["by"] as? String == "a b [31m")
        #expect(try answer.json["note"] as? String == "c d ")
        #expect(try place.query("SELECT recorded_by || '|' || note FROM reading") == "a b [31m|c d \n")
    }

    @Test(
        "pages refuse with a page",
        arguments: [
            ("GET", "/nothing", 404), ("GET", "/roadmap/month/13", 404), ("GET", "/roadmap/month/one", 404),
            ("GET", "/targets/nothing", 404), ("GET", "/docs/NOTHING", 404), ("GET", "/reports/2025-W53", 400),
            ("GET", "/reports/2999-W01", 422), ("PUT", "/roadmap", 405), ("DELETE", "/", 405), ("GET", "/%ff", 400),
        ])
    func pages(method: String, target: String, status: Int) throws {
        let place = try Workplace()
        let server = try place.serve()
        let answer = try server.send(method, target)
        #expect(answer.status == status)
        #expect(answer.type == "text/html; charset=utf-8")
        #expect(answer.text.contains("data-problem"))
        if status == 405 { #expect(answer.headers["allow"] == "GET, HEAD, OPTIONS") }
    }

    @Test("no path leads out of the folder of static files")
    func traversal() throws {
        let place = try Workplace()
        let server = try place.serve()
        let secret = "swift-tools-version"
        for path in [
            "/../Package.swift", "/%2e%2e/Package.swift", "/..%2fPackage.swift", "/%2e%2e%2fPackage.swift",
            "/x/../../Package.swift", "/..%5cPackage.swift", "//Package.swift", "/./../Package.swift",
            "/%252e%252e/Package.swift", "/beast.css/../../Package.swift", "/beast.css%00.html",
            "/docs/..%2f..%2fPackage", "/docs/%2e%2e/README",
        ] {
            let answer = try server.get(path)
            #expect([400, 404].contains(answer.status), "\(path): \(answer.status)")
            #expect(!answer.text.contains(secret), "\(path)")
        }
    }
}
