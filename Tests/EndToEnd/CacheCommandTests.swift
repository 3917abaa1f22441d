import Foundation
import Glibc
import Testing

@Suite("Commands for the cache")
struct CacheCommandTests {
    private let place: Workplace
    private let upstream: ChatUpstream

    init() throws {
        place = try Workplace()
        upstream = try ChatUpstream()
        try place.write("models:\n  - name: custom:a\n    endpoint: \(upstream.address)\n", to: "beast.yaml")
    }

    private func ask(_ server: RunningServer, _ question: String) throws -> String {
        let body = #"{"model": "custom:a", "messages": [{"role": "user", "content": "\#(question)"}]}"#
        let answer = try server.send("POST", "/v1/chat/completions", ["Content-Type": "application/json"], body)
        #expect(answer.status == 200)
        return answer.headers["x-beast-cache"] ?? ""
    }

    /// Each tier's figures by its name, and those of the index.
    private func stats() throws -> (tiers: [String: [String: Any]], semantic: [String: Any]?) {
        let outcome = try place.beast("cache", "stats", "--json")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.bytes)) as? [String: Any])
        let tiers = try #require(json["tiers"] as? [[String: Any]])
        return (
            Dictionary(uniqueKeysWithValues: tiers.map { ($0["tier"] as? String ?? "", $0) }),
            json["semantic"] as? [String: Any]
        )
    }

    @Test("stats count what was kept and asked for; purge empties every tier of a running server")
    func running() throws {
        let server = try place.serve()
        #expect(try ask(server, "one") == "miss")
        #expect(try ask(server, "one") == "hit-l1")
        #expect(try ask(server, "two") == "miss")
        let before = try stats().tiers
        let l1 = try #require(before["l1"])
        #expect(l1["entries"] as? Int == 2 && l1["hits"] as? Int == 1 && l1["state"] as? String == "on")
        #expect(try #require(l1["misses"] as? Int) >= 2)
        #expect(try #require(before["l3"]?["capacity"] as? Int) > 0)
        let text = try place.beast("cache", "stats")
        #expect(text.code == 0 && text.output.contains("2 answers in") && text.output.contains("l2        none"))

        let purge = try place.beast("cache", "purge", "--yes")
        #expect(purge.code == 0 && purge.output == "The cache is empty.\n")
        let after = try stats()
        #expect(after.tiers["l1"]?["entries"] as? Int == 0 && after.tiers["l3"]?["entries"] as? Int == 0)
        #expect(after.semantic?["entries"] as? Int == 0)
        #expect(try ask(server, "one") == "miss")
        try server.stop()
    }

    @Test("without a server they work on what is on the disk")
    func stopped() throws {
        #expect(try place.beast("cache", "stats").output.contains("no file yet"))
        #expect(!place.exists("data"), "looking makes no data folder")
        let server = try place.serve()
        #expect(try ask(server, "one") == "miss")
        try server.stop()
        let tiers = try stats().tiers
        #expect(tiers["l3"]?["entries"] as? Int == 1 && tiers["l1"] == nil)
        #expect(try place.beast("cache", "purge", "--yes").code == 0)
        #expect(try stats().tiers["l3"]?["entries"] as? Int == 0)
        let next = try place.serve()
        #expect(try ask(next, "one") == "miss")
        try next.stop()
    }

    @Test("a tier that cannot be emptied is named, the others are empty")
    func failing() throws {
        // Nothing listens there.
        let variables = ["REDIS_URL": "redis://:hidden@127.0.0.1:1"]
        let server = try RunningServer(
            Child([Workplace.program, "serve", "--port", "0"], in: place.folder, environment: variables))
        #expect(try ask(server, "one") == "miss")
        for isServed in [true, false] {
            let outcome = try place.beast("cache", "purge", "--yes", environment: variables)
            #expect(outcome.code == 1 && outcome.messages.contains("l2 could not be emptied: "), "\(isServed)")
            #expect(!outcome.messages.contains("hidden"))
            if isServed {
                #expect(try stats().tiers["l1"]?["entries"] as? Int == 0)
                #expect(try stats().tiers["l2"]?["state"] as? String == "off")
                #expect(try place.beast("cache", "stats").output.contains("last error: "))
                try server.stop()
            }
        }
        #expect(try stats().tiers["l3"]?["entries"] as? Int == 0)
    }

    @Test("purge asks a person and wants --yes of a script")
    func asks() throws {
        let script = try place.beast("cache", "purge")
        #expect(script.code == 2 && script.messages.contains("--yes"))
        let person = try place.run(
            "sh", "-c", "echo n | script -qec '\(Workplace.program) cache purge' /dev/null",
            environment: ["TERM": "xterm"])
        #expect(person.code == 0 && person.output.contains("Nothing was forgotten."), "\(person.output)")
    }

    @Test("explain says what the guard saw, and without the weights that it is the guard alone")
    func explain() throws {
        let off = try place.beast("cache", "explain", "How do I turn caching on?", "How do I turn caching off?")
        #expect(off.code == 0 && off.output.contains("opposite") && off.output.contains("miss: "))
        let json = try place.beast("cache", "explain", "Is 3 more than 2?", "Is 5 more than 2?", "--json")
        let verdict = try #require(try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
        #expect(verdict["isHit"] as? Bool == false && verdict["isSameQuestion"] as? Bool == false)
        let finding = try #require((verdict["findings"] as? [[String: Any]])?.first)
        #expect(finding["kind"] as? String == "number" && finding["asked"] as? String == "3")
        #expect(try place.beast("cache", "explain", "one").code == 2)

        // A copy elsewhere finds no weights beside it.
        try FileManager.default.copyItem(atPath: Workplace.program, toPath: place.path("beast"))
        let alone = try place.run(place.path("beast"), "cache", "explain", "What is due?", "What is due")
        #expect(alone.code == 0 && alone.messages.contains("`make weights` fetches them"))
        #expect(alone.output.contains("similarity  not known") && alone.output.contains("open: "))
    }

    @Test("evaluate measures a file of labelled pairs and names a line that is none")
    func evaluate() throws {
        let file = place.path("pairs.tsv")
        try "1\tWhat is a mutex?\twhat is a mutex\n0\tIs 3 enough?\tIs 5 enough?\n"
            .write(toFile: file, atomically: true, encoding: .utf8)
        let measured = try place.beast("cache", "evaluate", file, "--json")
        let figures = try #require(try JSONSerialization.jsonObject(with: Data(measured.bytes)) as? [String: Any])
        #expect(figures["pairs"] as? Int == 2 && figures["same"] as? Int == 1)
        let rows = try #require(figures["thresholds"] as? [[String: Any]])
        #expect(rows.allSatisfy { ($0["guarded"] as? [String: Any])?["precision"] as? Double == 1 })
        #expect(try place.beast("cache", "evaluate", file).output.contains("with the guard"))
        #expect(try place.beast("cache", "evaluate", file, "--pairs").output.contains("number 3 vs 5"))
        #expect(try place.beast("cache", "evaluate", file, "--sample", "0").code == 2)
        #expect(try place.beast("cache", "evaluate").code == 2)
        try "1\tWhat?".write(toFile: file, atomically: true, encoding: .utf8)
        let wrong = try place.beast("cache", "evaluate", file)
        #expect(wrong.code == 1 && wrong.messages.contains("Line 1"))
    }
}
