import Foundation
import Glibc
import Testing

@Suite("Commands for the models")
struct ModelCommandTests {
    private static let file = """
        # Ours.
        port: 0   # any
        models:
          - name: custom:small   # quick
            endpoint: http://127.0.0.1:1/v1
            key_env: SMALL_KEY
            price: { input: 0.15, output: 0.60 }
            context: 8192
        cache:
          memory: 32MB

        """

    private func models(_ place: Workplace) throws -> [[String: Any]] {
        let outcome = try place.beast("models", "list", "--json")
        let listing = try JSONSerialization.jsonObject(with: Data(outcome.bytes)) as? [String: Any]
        return try #require(listing?["models"] as? [[String: Any]])
    }

    @Test("list shows each model with what it costs and whether its key is set, with and without a server")
    func list() throws {
        let place = try Workplace()
        try place.write(Self.file, to: "beast.yaml")
        let without = try place.beast("models", "list", environment: ["SMALL_KEY": "sk-secret"])
        #expect(without.code == 0 && without.output.contains("SMALL_KEY is set"))
        #expect(without.output.contains("$0.15 in, $0.60 out a million, 8192 tokens, weight 1"))
        #expect(!(without.output + without.messages).contains("sk-secret"))

        let server = try place.serve()
        let with = try place.beast("models", "list", environment: ["SMALL_KEY": "sk-secret"])
        #expect(with.output.contains("SMALL_KEY is not set") && with.output.contains("circuit closed, 0 in flight"))
        let small = try #require(try models(place).first)
        #expect(small["name"] as? String == "custom:small" && small["isKeySet"] as? Bool == false)
        #expect(
            small["circuit"] as? String == "closed" && (small["price"] as? [String: Any])?["output"] as? Double == 0.6)
        #expect(try models(place).last?["name"] as? String == "local:roadmap")
        try server.stop()
    }

    @Test("add makes the file where there is none, and a model that a running server serves at once")
    func add() throws {
        let place = try Workplace()
        let upstream = try ChatUpstream()
        let server = try place.serve()
        let outcome = try place.beast(
            "models", "add", "custom:new", "--endpoint", upstream.address, "--model", "llama3.1:8b", "--input-price",
            "0.15", "--output-price", "0.60", "--key-env", "NEW_KEY")
        #expect(outcome.code == 0 && outcome.output == "Added custom:new to beast.yaml.\n")
        #expect(outcome.messages.contains("has taken it up") && outcome.messages.contains("NEW_KEY is not set there"))
        #expect(
            try place.read("beast.yaml") == """
                models:
                  - name: custom:new
                    endpoint: \(upstream.address)
                    model: llama3.1:8b
                    key_env: NEW_KEY
                    price: { input: 0.15, output: 0.60 }

                """)
        let body = #"{"model": "custom:new", "messages": [{"role": "user", "content": "hello"}]}"#
        let answer = try server.send("POST", "/v1/chat/completions", ["Content-Type": "application/json"], body)
        #expect(answer.status == 200 && answer.headers["x-beast-model"] == "custom:new")
        #expect(answer.text.contains("You said hello"))

        #expect(try place.beast("models", "remove", "custom:new").output == "Removed custom:new from beast.yaml.\n")
        #expect(try place.read("beast.yaml") == "models: []\n")
        let other = body.replacingOccurrences(of: "hello", with: "hello again")
        #expect(try server.send("POST", "/v1/chat/completions", [:], other).status == 404)
        try server.stop()
    }

    @Test("the rest of the file, its permissions and a link to it stay as they are")
    func keeps() throws {
        let place = try Workplace()
        try place.write(Self.file, to: "real.yaml")
        chmod(place.path("real.yaml"), 0o640)
        symlink("real.yaml", place.path("beast.yaml"))
        let outcome = try place.beast("models", "add", "custom:big", "--endpoint", "https://big.example/v1", "--shared")
        #expect(outcome.code == 0 && outcome.messages.contains("No server runs"))
        let added = "  - name: custom:big\n    endpoint: https://big.example/v1\n    shared: true\n"
        #expect(
            try place.read("real.yaml")
                == Self.file.replacingOccurrences(of: "    context: 8192\n", with: "    context: 8192\n" + added))
        let link = try FileManager.default.attributesOfItem(atPath: place.path("beast.yaml"))[.type]
        #expect(link as? FileAttributeType == .typeSymbolicLink)
        let permissions = try FileManager.default.attributesOfItem(atPath: place.path("real.yaml"))[.posixPermissions]
        #expect(permissions as? Int == 0o640)
        #expect(try place.names(in: "").filter { $0.hasSuffix(".partial") } == [])
        #expect(try place.beast("models", "remove", "custom:big").code == 0)
        #expect(try place.read("real.yaml") == Self.file)
    }

    @Test("a file that --config names is made there, and a running server that reads another says so")
    func config() throws {
        let place = try Workplace()
        let server = try place.serve()
        let outcome = try place.beast(
            "models", "add", "custom:a", "--endpoint", "http://127.0.0.1:1/v1", "--config", "other.yaml")
        #expect(outcome.code == 0 && place.exists("other.yaml") && !place.exists("beast.yaml"))
        #expect(outcome.messages.contains("The running server reads no configuration file and does not know of this"))
        try server.stop()
    }

    @Test(
        "what would not be valid is refused, and the file stays as it is",
        arguments: [
            (
                ["add", "custom:small", "--endpoint", "http://a/v1"], 1,
                "beast.yaml:4: there is a model “custom:small” already"
            ),
            (["add", "local:mine", "--endpoint", "http://a/v1"], 1, "is a name of the program's own"),
            (["add", "a", "--endpoint", "ftp://a"], 1, "is no http address"),
            (["add", "a", "--endpoint", "http://u:p@a/v1"], 1, "holds a user or a password"),
            (["add", "a", "--endpoint", "http://a", "--key-env", "sk-123"], 1, "never a key itself"),
            (["add", "a", "--endpoint", "http://a", "--fallbacks", "custom:smal"], 1, "Did you mean custom:small?"),
            (["add", "a", "--endpoint", "http://a", "--context", "0"], 1, "expected a number"),
            (["add", "a\nb", "--endpoint", "http://a"], 1, "expected one line"),
            (["add", "a", "--endpoint", "http://a", "--input-price", "1 }"], 2, "takes a number"),
            (["add", "a"], 2, "needs an --endpoint"),
            (["add"], 2, "takes one name"),
            (["remove", "custom:smal"], 1, "Did you mean custom:small?"),
            (["remove"], 2, "takes one name"),
            (["test", "custom:smal"], 1, "Did you mean custom:small?"),
            (["test"], 2, "takes one name"),
            (["lsit"], 2, "Did you mean `beast models list`?"),
            ([], 2, "`beast models --help`"),
        ])
    func refused(words: [String], code: Int32, message: String) throws {
        let place = try Workplace()
        try place.write(Self.file, to: "beast.yaml")
        let outcome = try Child([Workplace.program, "models"] + words, in: place.folder, environment: [:]).finish()
        #expect(outcome.code == code && outcome.messages.contains(message), "\(outcome.code) \(outcome.messages)")
        #expect(outcome.output.isEmpty)
        #expect(try place.read("beast.yaml") == Self.file)
    }

    @Test("a file that is wrong already is named with its line and not touched")
    func wrongAlready() throws {
        let place = try Workplace()
        try place.write("prot: 1\n", to: "beast.yaml")
        let outcome = try place.beast("models", "add", "a", "--endpoint", "http://a/v1")
        #expect(outcome.code == 1 && outcome.messages.contains("beast.yaml:1: unknown key “prot”"))
        #expect(try place.read("beast.yaml") == "prot: 1\n")
    }

    @Test("many who add at once lose nothing")
    func concurrent() throws {
        let place = try Workplace()
        let children = try (1...8).map { number in
            try Child(
                [
                    Workplace.program, "models", "add", "custom:\(number)", "--endpoint",
                    "http://127.0.0.1:\(number)/v1",
                ],
                in: place.folder, environment: [:])
        }
        for child in children { #expect(try child.finish().code == 0) }
        let names = try models(place).compactMap { $0["name"] as? String }
        #expect(Set(names) == Set((1...8).map { "custom:\($0)" } + ["local:roadmap"]))
    }

    @Test("test says what a model answered and took, or what is wrong with it, with and without a server")
    func test() throws {
        let place = try Workplace()
        let upstream = try ChatUpstream()
        try place.write(
            Self.file.replacingOccurrences(
                of: "cache:",
                with:
                    "  - name: custom:live\n    endpoint: \(upstream.address)\n    price: { input: 0.15, output: 0.60 }\ncache:"
            ), to: "beast.yaml")
        func check() throws {
            let live = try place.beast("models", "test", "custom:live")
            #expect(live.code == 0 && live.output.hasPrefix("custom:live answered in "), "\(live.messages)")
            #expect(live.output.contains("1000 tokens in, 500 out, $0.00045\n“You said "))
            let json = try place.beast("models", "test", "custom:live", "--json")
            let outcome = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any]
            #expect(outcome?["cost"] as? Double == 0.00045 && outcome?["outputTokens"] as? Int == 500)
            let dead = try place.beast("models", "test", "custom:small")
            #expect(dead.code == 1 && dead.messages.contains("refuses the connection"))
            #expect(dead.messages.contains("Verify the endpoint's address"), "the tip is told")
            #expect(try place.beast("models", "test", "local:roadmap").code == 0)
        }
        try check()
        let server = try place.serve()
        try check()
        try server.stop()
        // Through the server it is paid for on record.
        #expect(
            try place.query(
                "SELECT outcome, COUNT(*) FROM request GROUP BY outcome", in: place.path("data/requests.db"))
                == "failed|1\nsucceeded|3\n")
    }
}
