import Testing

@testable import Configuration

@Suite("Models put into beast.yaml and taken out of it")
struct ModelListEditorTests {
    private static let file = """
        # The team's own.
        port: 8081   # behind nginx

        models:
          # Cheap and quick.
          - name: custom:small
            endpoint: http://a/v1   # the old box
            price: { input: 1,
                     output: 2 }
          # The expensive one.
          -
            name: 'custom:big'
            endpoint: http://b/v1
            fallbacks:
              - custom:small
        # Above the cache.
        cache:
          memory: 64MB

        """

    private func edited(_ text: String, _ edit: (ModelListEditor) throws -> [UInt8]) throws -> String {
        let result = String(
            decoding: try edit(try ModelListEditor(file: "beast.yaml", bytes: Array(text.utf8))), as: UTF8.self)
        _ = try settings(result)
        return result
    }

    private func settings(_ text: String) throws -> Settings {
        try Settings.load(environment: [:], workingDirectory: "/srv") { _ in .bytes(Array(text.utf8)) }
    }

    private func problem(_ text: String, _ edit: (ModelListEditor) throws -> [UInt8]) -> String {
        do {
            return try edited(text, edit)
        } catch {
            return "\(error)"
        }
    }

    private let draft = ModelDraft(name: "custom:new", endpoint: "http://c/v1")

    @Test("a model is put behind the last one, in the list's own columns, and nothing else changes")
    func add() throws {
        let text = try edited(Self.file) { try $0.adding(draft) }
        let lines = "  - name: custom:new\n    endpoint: http://c/v1\n"
        #expect(text.contains("      - custom:small\n" + lines + "# Above the cache."))
        #expect(text.replacing(lines, with: "") == Self.file)
        #expect(try settings(text).models.map(\.name) == ["custom:small", "custom:big", "custom:new"])
    }

    @Test("everything that can be said of a model is read back as it was said")
    func everything() throws {
        var draft = ModelDraft(name: "custom:\"q\" # ü:", endpoint: "https://c.example/v1?a=b")
        draft.set("model", text: "123")
        draft.set("key_env", text: "KEY")
        draft.set("price", plain: [("input", "0.15"), ("cached_input", "0.075"), ("output", "0.60")])
        draft.set("context", plain: "8192")
        draft.set("weight", plain: "2.5")
        draft.set("fallbacks", names: ["custom:small", "local:roadmap"])
        draft.set("shared", plain: "true")
        let model = try #require(try settings(try edited(Self.file) { try $0.adding(draft) }).models.last)
        #expect(model.name == "custom:\"q\" # ü:" && model.endpoint == "https://c.example/v1?a=b")
        #expect(model.model == "123" && model.keyVariable == "KEY" && model.context == 8192 && model.weight == 2.5)
        #expect(model.price == .init(input: 0.15, cachedInput: 0.075, output: 0.6))
        #expect(model.fallbacks == ["custom:small", "local:roadmap"] && model.isShared)
    }

    @Test(
        "whatever surrounds the list stays",
        arguments: [
            ("", "models:\n  - name: n\n    endpoint: http://c\n"),
            ("# nothing yet", "# nothing yet\nmodels:\n  - name: n\n    endpoint: http://c\n"),
            ("port: 1\n", "port: 1\nmodels:\n  - name: n\n    endpoint: http://c\n"),
            ("port: 1\r\ndata: x", "port: 1\r\ndata: x\r\nmodels:\r\n  - name: n\r\n    endpoint: http://c\r\n"),
            ("  port: 1\n", "  port: 1\n  models:\n    - name: n\n      endpoint: http://c\n"),
            ("models: [] # none\nport: 1\n", "models: # none\n  - name: n\n    endpoint: http://c\nport: 1\n"),
            (
                "models:\n- {name: a, endpoint: http://a} # in one line\n# end",
                "models:\n- {name: a, endpoint: http://a} # in one line\n- name: n\n  endpoint: http://c\n# end"
            ),
        ])
    func surroundings(text: String, expected: String) throws {
        let draft = ModelDraft(name: "n", endpoint: "http://c")
        #expect(try edited(text) { try $0.adding(draft) } == expected)
    }

    @Test("a model that is removed takes its own lines with it and leaves every other")
    func remove() throws {
        let small = """
              - name: custom:small
                endpoint: http://a/v1   # the old box
                price: { input: 1,
                         output: 2 }

            """
        let big = """
              -
                name: 'custom:big'
                endpoint: http://b/v1
                fallbacks:
                  - custom:small

            """
        let withoutBig = try edited(Self.file) { try $0.removing("custom:big") }
        #expect(withoutBig == Self.file.replacing(big, with: ""))
        let none = try edited(withoutBig) { try $0.removing("custom:small") }
        #expect(none == withoutBig.replacing(small, with: "").replacing("models:", with: "models: []"))
        #expect(try edited(none) { try $0.adding(draft) }.contains("models:\n  - name: custom:new\n"))
    }

    @Test("what was added is gone without a trace when it is removed")
    func backAndForth() throws {
        let text = try edited(Self.file) { try $0.adding(draft) }
        #expect(try edited(text) { try $0.removing("custom:new") } == Self.file)
    }

    @Test("a twin, a name that is not there and a list in brackets are refused with their place")
    func refused() {
        let twin = ModelDraft(name: "custom:big", endpoint: "http://c")
        #expect(
            problem(Self.file) { try $0.adding(twin) }.hasPrefix("beast.yaml:12: there is a model “custom:big” already")
        )
        #expect(
            problem(Self.file) { try $0.removing("custom:bgi") }
                == "beast.yaml: there is no model “custom:bgi” in it. Did you mean custom:big or custom:small?")
        #expect(problem("port: 1") { try $0.removing("x") }.hasSuffix("It lists no models."))
        let flow = "models: [{name: a, endpoint: http://a}]"
        #expect(problem(flow) { try $0.adding(draft) }.hasPrefix("beast.yaml:1: this is written in brackets"))
        #expect(problem(flow) { try $0.removing("a") }.hasPrefix("beast.yaml:1: this is written in brackets"))
        #expect(problem("{port: 1}") { try $0.adding(draft) }.hasPrefix("beast.yaml:1: this is written in brackets"))
        #expect(problem("models: none") { try $0.adding(draft) }.hasPrefix("beast.yaml:1: “models” takes a list"))
        #expect(problem("port: [") { try $0.adding(draft) }.hasPrefix("beast.yaml:2: not valid YAML"))
    }
}
