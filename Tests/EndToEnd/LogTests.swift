import Foundation
import Glibc
import Testing

@Suite("The log")
struct LogTests {
    private static func lines(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
    }

    private static func chat(_ question: String, key: String = "Bearer sk-secret") -> (
        headers: [String: String], body: String
    ) {
        (
            ["Content-Type": "application/json", "Authorization": key, "X-Request-Id": "asked-1"],
            #"{"model": "custom:a", "messages": [{"role": "user", "content": "\#(question)"}]}"#
        )
    }

    @Test("JSON lines tell of every request and every message, and nothing of what was asked, answered or shown")
    func json() throws {
        let place = try Workplace()
        let upstream = try CountingUpstream()
        defer { upstream.close() }
        try place.write(upstream.settings, to: "beast.yaml")
        let server = try place.serve("--log", "json")
        let (headers, body) = Self.chat("What is the secret prompt?")
        for _ in 0..<2 { #expect(try server.send("POST", "/v1/chat/completions", headers, body).status == 200) }
        #expect(try server.send("POST", "/v1/chat/completions", headers, "{secret").status == 400)
        _ = try server.get("/docs/secret-name?token=secret")
        #expect(try server.get("/metrics").text.contains("beast_log_lost_lines_total 0\n"))

        let messages = try server.stop().messages
        let lines = try Self.lines(messages)
        #expect(!messages.contains("secret") && !messages.contains("Hello"))
        #expect(lines.allSatisfy { $0["timestamp"] is String && $0["level"] is String })
        let requests = lines.filter { $0["event"] as? String == "request" }
        #expect(requests.map { $0["beast.cache"] as? String } == ["miss", "hit-l1", "bypass"])
        let first = try #require(requests.first)
        #expect(first["beast.request.id"] as? String == "asked-1" && first["beast.cost"] as? Double == 0.002)
        #expect(first["gen_ai.request.model"] as? String == "custom:a")
        #expect(first["gen_ai.usage.input_tokens"] as? Int == 1000)
        #expect((first["beast.tenant"] as? String)?.hasPrefix("key-") == true)
        #expect(requests.last?["error.type"] as? String == "invalid_json")
        let routes = lines.filter { $0["event"] as? String == "http" }.map { $0["http.route"] as? String }
        // Each came over a connection of its own; which of two that follow closely is told of first is left open.
        #expect(
            routes.compactMap { $0 }.sorted()
                == ["/docs/:name", "/metrics"] + Array(repeating: "/v1/chat/completions", count: 3))
        #expect(lines.contains { ($0["message"] as? String)?.hasPrefix("Stopping") == true })
    }

    @Test("without being asked for it says messages alone, and no request")
    func off() throws {
        let server = try Workplace().serve()
        _ = try server.get("/healthz")
        #expect(try server.stop().messages.split(separator: "\n").last == "Stopping; running requests may finish.")
    }

    @Test("nobody who reads the log, or nowhere to write it, holds up requests or the end")
    func slowReader() throws {
        let place = try Workplace()
        let server = try place.serve("--log", "json")
        let client = try server.connect()
        // A pipe holds 64 KB, which are some hundred lines.
        for _ in 0..<2_000 { #expect(try client.send("GET", "/healthz").status == 200) }
        #expect(try server.stop().code == 0)

        let deaf = try RunningServer(
            Child(
                ["sh", "-c", #"exec "$0" serve --port 0 --log json 2>&-"#, Workplace.program], in: place.folder,
                environment: [:]))
        #expect(try deaf.record("212", of: "latency").status == 201)
        #expect(try deaf.stop().code == 0)
        #expect(try place.query("PRAGMA integrity_check; SELECT value FROM reading") == "ok\n212.0\n")
    }

    @Test("a file that was moved aside for SIGHUP keeps what it has, and a new one takes up the rest")
    func rotation() throws {
        let place = try Workplace()
        let server = try place.serve("--log", "text", "--log-file", "log")
        _ = try server.get("/healthz", ["X-Request-Id": "before"])
        while try !place.read("log").contains("before") { sched_yield() }
        try FileManager.default.moveItem(atPath: place.path("log"), toPath: place.path("log.1"))
        server.child.signal(SIGHUP)
        while !place.exists("log") { sched_yield() }
        _ = try server.get("/healthz", ["X-Request-Id": "after"])
        #expect(try server.stop().messages.isEmpty)
        #expect(try place.read("log.1").hasSuffix("before\n"))
        let after = try place.read("log")
        #expect(after.contains(" info http GET /healthz 200 ") && after.contains("after\n"))
        #expect(after.contains(" info Stopping") && !after.contains("before"))
    }

    @Test("a log that cannot be opened keeps the server from starting, and a format nobody knows is refused")
    func wrongSettings() throws {
        let place = try Workplace()
        let unopened = try place.beast("serve", "--log", "json", "--log-file", "nowhere/log")
        #expect(unopened.code == 1 && unopened.messages.contains("nowhere/log cannot be opened"))
        let unknown = try place.beast("serve", "--log", "xml")
        #expect(unknown.code == 2 && unknown.messages.contains("--log: expected one of text, json, off, found “xml”"))
    }
}
