import Configuration

enum ModelsAddCommand: Command {
    static let name = "models add"
    static let summary = "Adds a model to the configuration file, and tells a running server."
    static let operands = "NAME"
    static let options = [
        Option.value("endpoint", "URL", "the base address of its OpenAI-compatible API; needed"),
        Option.value("model", "ID", "the endpoint's own id for it (NAME)"),
        Option.value("key-env", "VARIABLE", "the environment variable that holds its key, never the key itself"),
        Option.value("input-price", "DOLLARS", "for a million tokens of input (0)"),
        Option.value("cached-input-price", "DOLLARS", "for a million tokens of input that were cached (as input)"),
        Option.value("output-price", "DOLLARS", "for a million tokens of output (0)"),
        Option.value("context", "TOKENS", "its context window"),
        Option.value("weight", "NUMBER", "its share of the requests for auto, relative to the others (1)"),
        Option.value("fallbacks", "NAMES", "models that take over when it fails, with commas between them"),
        Option.value("timeout", "SECONDS", "how long an answer may take to begin (30)"),
        Option.value("concurrency", "NUMBER", "how many requests it gets at a time (32)"),
        Option.flag("shared", "give its answers to every tenant who asks the same"),
    ]
    static let details = """
        The file is beast.yaml, or what --config names; it is made where there is none. What stands in it stays as it is.

          beast models add custom:your-model --endpoint http://127.0.0.1:11434/v1 --model llama3.1:8b
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        let example = "For example: beast models add custom:your-model --endpoint http://127.0.0.1:11434/v1"
        guard arguments.operands.count == 1 else {
            throw UsageError("`beast models add` takes one name.", tip: example)
        }
        guard let endpoint = arguments["endpoint"] else {
            throw UsageError("`beast models add` needs an --endpoint.", tip: example)
        }
        let draft = try draft(arguments, endpoint: endpoint)
        let edit = ConfigurationEdit(arguments, in: environment)
        let settings = try edit.apply("server.model-added", of: draft.name) { editor throws(ConfigurationError) in
            try editor.adding(draft)
        }
        try environment.terminal.write("Added \(draft.name) to \(settings.file.name).\n")
        try edit.announce(settings, model: draft.name)
    }

    private static func draft(_ arguments: Arguments, endpoint: String) throws -> ModelDraft {
        var draft = ModelDraft(name: arguments.operands[0], endpoint: endpoint)
        if let model = arguments["model"] { draft.set("model", text: model) }
        if let variable = arguments["key-env"] { draft.set("key_env", text: variable) }
        let prices = try [("input", "input-price"), ("cached_input", "cached-input-price"), ("output", "output-price")]
            .compactMap { key, option in try number(arguments, option).map { (key: key, value: $0) } }
        if !prices.isEmpty { draft.set("price", plain: prices) }
        for key in ["context", "weight"] {
            if let value = try number(arguments, key) { draft.set(key, plain: value) }
        }
        if let names = arguments["fallbacks"] {
            draft.set("fallbacks", names: names.split(separator: ",").map { String($0.filter { $0 != " " }) })
        }
        for key in ["timeout", "concurrency"] {
            if let value = try number(arguments, key) { draft.set(key, plain: value) }
        }
        if arguments.has("shared") { draft.set("shared", plain: "true") }
        return draft
    }

    /// A number as it was written.
    private static func number(_ arguments: Arguments, _ option: String) throws(UsageError) -> String? {
        guard let text = arguments[option] else { return nil }
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), Double(text) != nil else {
            throw UsageError("--\(option) takes a number, found “\(text)”.", tip: "Write it with digits, such as 0.15.")
        }
        return text
    }
}
