import Foundation
import Testing

@Suite("Warming the cache of a server")
struct WarmingTests {
    private let place: Workplace
    private let upstream: CountingUpstream

    init() throws {
        place = try Workplace()
        upstream = try CountingUpstream(delay: .milliseconds(40))
        try place.write(upstream.settings, to: "beast.yaml")
    }

    private func body(_ question: String) -> String {
        #"{"model":"custom:a","max_tokens":500,"messages":[{"role":"user","content":"\#(question)"}]}"#
    }

    private func ask(_ question: String, _ server: RunningServer) throws -> String? {
        let answer = try server.send(
            "POST", "/v1/chat/completions", ["Content-Type": "application/json"], body(question))
        #expect(answer.status == 200)
        return answer.headers["x-beast-cache"]
    }

    @Test("a file's requests are asked once, and the first ask of each is a hit")
    func file() throws {
        let server = try place.serve()
        try place.write("\(body("one"))\nnot JSON\n\n\(body("two"))\n", to: "list.jsonl")
        let dry = try place.beast("cache", "warm", "list.jsonl", "--budget", "0.01", "--dry-run")
        #expect(dry.code == 1 && dry.output.contains("2 would be warmed for $0.002"), "\(dry.output)")
        #expect(dry.messages.hasPrefix("beast: line 2: "), "\(dry.messages)")
        #expect(upstream.calls == 0)
        let outcome = try place.beast("cache", "warm", "list.jsonl", "--budget", "0.01", "--json")
        #expect(outcome.code == 1)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.bytes)) as? [String: Any])
        let lines = try #require(report["lines"] as? [[String: Any]])
        #expect(lines.map { $0["line"] as? Int } == [1, 2, 4])
        #expect(lines.map { $0["outcome"] as? String } == ["warmed", "failed", "warmed"])
        // 1,000 and 500 tokens each, at one and two dollars a million.
        #expect(report["cost"] as? Double == 0.004)
        #expect(upstream.calls == 2)
        #expect(try ask("one", server) == "hit-l1")
        #expect(try ask("two", server) == "hit-l1")
        #expect(try ask("three", server) == "miss")
        #expect(upstream.calls == 3)
        try server.stop()
        // What was warmed was no request.
        let recorded = try place.query("SELECT COUNT(*) FROM request", in: place.data + "/requests.db")
        #expect(recorded == "3\n")
    }

    @Test("a file's answers are given to those alone who show the key they were asked for")
    func tenants() throws {
        let server = try place.serve()
        try place.write(body("one"), to: "list.jsonl")
        let variables = ["TEAM_KEY": "sk-team"]
        let unset = try place.beast("cache", "warm", "list.jsonl", "--key-env", "OTHER_KEY", environment: variables)
        #expect(unset.code == 1 && unset.messages.contains("OTHER_KEY is not set"))
        let outcome = try place.beast(
            "cache", "warm", "list.jsonl", "--budget", "1", "--key-env", "TEAM_KEY", environment: variables)
        #expect(outcome.code == 0 && upstream.calls == 1, "\(outcome.messages)")
        func ask(_ headers: [String: String]) throws -> String? {
            let headers = headers.merging(["Content-Type": "application/json"]) { $1 }
            return try server.send("POST", "/v1/chat/completions", headers, body("one")).headers["x-beast-cache"]
        }
        #expect(try ask(["Authorization": "Bearer sk-team"]) == "hit-l1")
        #expect(try ask(["Authorization": "Bearer sk-others"]) == "miss")
        #expect(try ask([:]) == "miss")
        #expect(upstream.calls == 3)
        try server.stop()
    }

    @Test("the budget is not exceeded, and the limit is kept")
    func bounds() throws {
        let server = try place.serve()
        try place.write((1...9).map { body("question \($0)") + "\n" }.joined(), to: "list.jsonl")
        let none = try place.beast("cache", "warm", "list.jsonl")
        #expect(none.code == 0 && none.output.contains("over the budget") && upstream.calls == 0, "\(none.output)")
        let limited = try place.beast("cache", "warm", "list.jsonl", "--budget", "1", "--limit", "2")
        #expect(limited.output.contains("2 asked for $0.004, 0 promoted, 7 passed over."), "\(limited.output)")
        let spent = try place.beast("cache", "warm", "list.jsonl", "--budget", "0.005")
        #expect(spent.code == 0 && upstream.calls >= 3 && upstream.calls <= 7, "\(spent.output)")
        #expect(spent.output.contains("is warm"))
        try server.stop()
    }

    @Test("after a start what was asked often is in memory again, without a call")
    func restart() throws {
        let first = try place.serve()
        for _ in 0..<3 { _ = try ask("often", first) }
        _ = try ask("once", first)
        try first.stop()
        let second = try place.serve()
        let list = try place.beast("cache", "warm", "--json")
        #expect(list.code == 0, "\(list.messages)")
        #expect(try ask("often", second) == "hit-l1")
        #expect(try ask("once", second) == "hit-l3")
        #expect(upstream.calls == 2)
    }

    @Test("the file of the cache may be deleted meanwhile")
    func deleted() throws {
        let server = try place.serve()
        for _ in 0..<3 { _ = try ask("often", server) }
        for suffix in ["", "-wal", "-shm"] { unlink(place.data + "/cache.db" + suffix) }
        #expect(try place.beast("cache", "warm", "--budget", "1").code == 0)
        #expect(try ask("often", server) == "hit-l1")
        #expect(try ask("another", server) == "miss")
        try server.stop()
    }

    @Test("nothing is remembered where that is switched off")
    func disabled() throws {
        let first = try place.serve()
        _ = try ask("secret words", first)
        try first.stop()
        func bodies() throws -> String {
            try place.query("SELECT CAST(body AS TEXT) FROM asked_request", in: place.data + "/cache.db")
        }
        #expect(try bodies().contains("secret words"))
        try place.write(upstream.settings + "cache:\n  warming: { enabled: false }\n", to: "beast.yaml")
        let second = try place.serve()
        _ = try ask("more secret words", second)
        let outcome = try place.beast("cache", "warm")
        #expect(outcome.code == 1 && outcome.messages.contains("switched off"), "\(outcome.messages)")
        try second.stop()
        #expect(try bodies().isEmpty)
    }

    @Test("without a server, a file, or a figure it says so")
    func refused() throws {
        let alone = try place.beast("cache", "warm")
        #expect(alone.code == 1 && alone.messages.contains("No server runs"), "\(alone.messages)")
        #expect(try place.beast("cache", "warm", "absent.jsonl").messages.contains("no file absent.jsonl"))
        #expect(try place.beast("cache", "warm", "--budget", "much").code == 2)
        #expect(try place.beast("cache", "warm", "--limit", "1.5").code == 2)
        #expect(try place.beast("cache", "warm", "a", "b").code == 2)
    }
}
