import Foundation
import Glibc
import Testing

@Suite("A configuration that changes under a running server")
struct ReloadTests {
    private func standing(_ place: Workplace) throws -> [String: Any] {
        let outcome = try place.beast("models", "list", "--json", environment: ["BEAST_CONFIG": "none.yaml"])
        let listing = try JSONSerialization.jsonObject(with: Data(outcome.bytes)) as? [String: Any]
        return try #require(listing?["configuration"] as? [String: Any])
    }

    private func names(_ server: RunningServer) throws -> [String] {
        let models = try server.get("/v1/models").json["data"] as? [[String: Any]]
        // The embedder is among them where its weights are.
        return (models ?? []).compactMap { $0["id"] as? String }.filter { $0 != "local:minilm" }
    }

    @Test("SIGHUP takes up its models and names what has to wait for the next start")
    func taken() throws {
        let place = try Workplace()
        try place.write("models:\n  - name: custom:a\n    endpoint: http://127.0.0.1:1/v1\n", to: "beast.yaml")
        try place.write("", to: "none.yaml")
        let server = try place.serve()
        let before = try standing(place)
        #expect(before["refusedAt"] is NSNull)
        #expect(try names(server) == ["custom:a", "local:roadmap"])

        try place.write(
            """
            cache: { memory: 32MB }
            models:
              - name: custom:a
                endpoint: http://127.0.0.1:2/v1
              - name: custom:b
                endpoint: http://127.0.0.1:1/v1
            """, to: "beast.yaml")
        server.child.signal(SIGHUP)
        try server.child.say("cache.memory")
        #expect(server.child.messages.contains("Read beast.yaml again: 3 models, new: custom:b; changed: custom:a."))
        #expect(server.child.messages.contains("Changed, and taken up at the next start: cache.memory."))
        #expect(try names(server) == ["custom:a", "custom:b", "local:roadmap"])
        let after = try standing(place)
        #expect(after["needRestart"] as? [String] == ["cache.memory"])
        #expect(try #require(after["loadedAt"] as? String) > #require(before["loadedAt"] as? String))
        #expect(try server.stop().code == 0)
    }

    @Test("a file that is wrong changes nothing, and its problems are told with their lines")
    func refused() throws {
        let place = try Workplace()
        try place.write("", to: "none.yaml")
        try place.write("models:\n  - name: custom:a\n    endpoint: http://127.0.0.1:1/v1\n", to: "beast.yaml")
        let server = try place.serve()
        let before = try standing(place)
        try place.write(
            "models:\n  - name: custom:b\n    endpoint: http://127.0.0.1:1/v1\n  - name: custom:c\nprot: 1\n",
            to: "beast.yaml")
        server.child.signal(SIGHUP)
        try server.child.say("prot")
        #expect(server.child.messages.contains("was not taken up; everything stays as it was."))
        #expect(server.child.messages.contains("beast.yaml:4: “endpoint” is missing"))
        #expect(server.child.messages.contains("beast.yaml:5: unknown key “prot”. Did you mean port?"))
        #expect(try names(server) == ["custom:a", "local:roadmap"])
        let after = try standing(place)
        #expect(after["loadedAt"] as? String == before["loadedAt"] as? String)
        #expect((after["problems"] as? [String])?.count == 2 && after["refusedAt"] is String)

        // Mended, it is taken up by whoever asks next.
        try place.write("models: []\n", to: "beast.yaml")
        #expect(try place.beast("models", "add", "custom:d", "--endpoint", "http://127.0.0.1:1/v1").code == 0)
        #expect(try names(server) == ["custom:d", "local:roadmap"])
        #expect((try standing(place)["problems"] as? [String])?.isEmpty == true)
        try server.stop()
    }

    @Test("a server whose terminal is closed stops")
    func hangUp() throws {
        let place = try Workplace()
        // script gives the server a terminal; when script is gone, so is the terminal.
        let terminal = try Child(
            ["script", "-qec", "exec \(Workplace.program) serve --port 0", "/dev/null"], in: place.folder,
            environment: ["TERM": "xterm"])
        #expect(try terminal.line()?.contains("BEAST MODE is at") == true)
        let note = try JSONSerialization.jsonObject(with: Data(try place.read("data/serving.json").utf8))
        let process = try #require((note as? [String: Any])?["process"] as? Int)
        defer { kill(pid_t(process), SIGKILL) }
        terminal.signal(SIGKILL)
        // The lock of the data folder is free when the server has come to its end.
        #expect(try place.run("flock", "data/server.lock", "true").code == 0)
        #expect(!place.exists("data/serving.json"))
    }
}
