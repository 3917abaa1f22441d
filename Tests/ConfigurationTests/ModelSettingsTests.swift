import Testing

@testable import Configuration

@Suite("Models in beast.yaml")
struct ModelSettingsTests {
    private func load(_ file: String) throws -> Settings {
        try Settings.load(environment: [:], workingDirectory: "/srv") { path in
            path == "/srv/beast.yaml" ? .bytes(Array(file.utf8)) : .absent
        }
    }

    private func problems(_ file: String) -> [String] {
        do {
            _ = try load(file)
            return []
        } catch let error as ConfigurationError {
            return error.problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test("a model has what is written of it, and defaults for the rest")
    func read() throws {
        let settings = try load(
            """
            reference_model: custom:big
            models:
              - name: custom:your-model
                endpoint: http://127.0.0.1:11434/v1
                model: llama3.1:8b
                key_env: YOUR_MODEL_KEY
                price: { input: 0.15, cached_input: 0.075, output: 0.60 }
                context: 8192
                fallbacks: [local:roadmap]
                timeout: 12.5
              - name: custom:big
                endpoint: https://big.example/v1
            cache:
              memory: 256MB
              semantic: { threshold: 0.9 }
            """)
        let model = try #require(settings.models.first)
        #expect(model.name == "custom:your-model" && model.model == "llama3.1:8b")
        #expect(model.keyVariable == "YOUR_MODEL_KEY" && model.context == 8192 && model.timeout == 12.5)
        #expect(model.price == .init(input: 0.15, cachedInput: 0.075, output: 0.6))
        #expect(model.fallbacks == ["local:roadmap"] && model.weight == 1 && model.concurrency == 32)
        #expect(settings.models.last?.model == "custom:big" && settings.models.last?.isShared == false)
        #expect(settings.referenceModel?.value == "custom:big")
        #expect(settings.cache.memory.value == 256 << 20 && settings.cache.semanticThreshold.value == 0.9)
    }

    @Test(
        "what is wrong is named with its line",
        arguments: [
            ("models: none", "beast.yaml:1: “models” takes a list"),
            ("models:\n  - endpoint: http://a/v1", "beast.yaml:2: “name” is missing"),
            ("models:\n  - name: a", "beast.yaml:2: “endpoint” is missing"),
            ("models:\n  - name: a\n    endpoint: ftp://a", "beast.yaml:3: “endpoint”: “ftp://a” is no http address"),
            (
                "models:\n  - name: a\n    endpoint: http://me:secret@a/v1",
                "beast.yaml:3: “endpoint”: the address holds a user or a password"
            ),
            (
                "models:\n  - name: a\n    endpoint: http://a\n    key_env: sk-abc",
                "beast.yaml:4: “key_env”: it takes the name of an environment variable"
            ),
            (
                "models:\n  - name: a\n    endpoint: http://a\n    wieght: 2",
                "beast.yaml:4: unknown key “wieght”. Did you mean weight?"
            ),
            (
                "models:\n  - name: a\n    endpoint: http://a\n    context: many",
                "beast.yaml:4: “context”: expected a number"
            ),
            (
                "models:\n  - name: a\n    endpoint: http://a\n    price: { input: -1 }",
                "beast.yaml:4: “input”: expected a number"
            ),
            (
                "models:\n  - name: a\n    endpoint: http://a\n  - name: a\n    endpoint: http://b",
                "beast.yaml:4: the model “a” stands twice"
            ),
            (
                "models:\n  - name: local:roadmap\n    endpoint: http://a",
                "beast.yaml:2: “name”: “local:roadmap” is a name of the program's own"
            ),
            (
                "models:\n  - name: custom:a\n    endpoint: http://a\n    fallbacks: [local:roadmap, custom:aa]",
                "beast.yaml:2: “custom:a” falls back to “custom:aa”, which is no model. Did you mean custom:a?"
            ),
            (
                "reference_model: custom:bgi\nmodels:\n  - name: custom:big\n    endpoint: http://a",
                "beast.yaml:1: “reference_model”: there is no model “custom:bgi”. Did you mean custom:big?"
            ),
            ("cache:\n  memory: lots", "beast.yaml:2: “cache.memory”: expected a size"),
            ("cache:\n  semantic:\n    threshold: 2", "beast.yaml:3: “cache.semantic.threshold”: expected a number"),
        ])
    func wrong(file: String, start: String) {
        let found = problems(file)
        #expect(found.count == 1 && found.first?.hasPrefix(start) == true, "\(found)")
    }
}
