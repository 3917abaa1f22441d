import JSON

enum CacheWarmCommand: Command {
    static let name = "cache warm"
    static let summary = "Asks requests in advance, so that whoever asks them first is answered from the cache."
    static let operands = "[FILE]"
    static let options = [
        Option.value("budget", "DOLLARS", "what it may cost (what is left of the day's budget)"),
        Option.value("limit", "NUMBER", "how many requests to warm at most"),
        Option.value("key-env", "VARIABLE", "the variable with the API key that askers of the file's requests show"),
        Option.flag("dry-run", "print what would be warmed, and what it would cost"),
        Option.flag("json", "print everything as JSON"),
    ]
    static let details = """
        FILE has the body of a chat request on each line, {"model": …, "messages": […]}. Without one the requests of
        the last days that are most valuable (frequency × cost × latency) are warmed. A line that cannot be used is
        told by its number, the others go on, and the exit code is 1. Answers are given to those alone who show the same
        API key, or none. It works with a server that runs.

          beast cache warm questions.jsonl --budget 0.50
          beast cache warm --limit 20 --dry-run
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count <= 1 else {
            throw UsageError("`beast cache warm` takes one file.", tip: "Put all requests into it, one a line.")
        }
        var body: JSON.Object = ["dryRun": .bool(arguments.has("dry-run"))]
        if let budget = try number(arguments, "budget", "an amount of dollars such as 0.50") {
            body["budget"] = .number(budget)
        }
        if let limit = try number(arguments, "limit", "a whole number") {
            guard limit == limit.rounded() else { throw refused("limit", "\(limit)", "a whole number") }
            body["limit"] = .integer(Int64(limit))
        }
        if let variable = arguments["key-env"] {
            guard let key = environment.variables[variable], !key.isEmpty else {
                throw CommandFailure(message: "The variable \(variable) is not set.", tip: "Set it to the API key.")
            }
            body["key"] = .string(key)
        }
        let settings = try environment.settings(arguments)
        let file = try arguments.operands.first.map { name in
            try WarmingFile(at: name.hasPrefix("/") ? name : environment.workingDirectory + "/" + name, named: name)
        }
        guard let server = try RunningServer.find(data: settings.data.value) else {
            throw CommandFailure(
                message: "No server runs on \(settings.data.value): only a running server can warm its cache.",
                tip: "Start it with `beast serve`, or name its data folder with --data DIR.")
        }
        // Slow models may take their time for each of many requests.
        func send(_ body: JSON) throws -> JSON {
            try server.call(.post, "/api/v1/cache/warm", body, patience: .seconds(6 * 3600))
        }
        let report = try file?.warm(body, send) ?? send(.object(body))
        let table = WarmingTable()
        try environment.terminal.write(arguments.has("json") ? report.pretty : table.text(report))
        guard report["hasFailures"]?.boolValue != true else {
            throw CommandFailure(message: table.failures(report), tip: "")
        }
    }

    private static func number(_ arguments: Arguments, _ option: String, _ expected: String) throws -> Double? {
        guard let text = arguments[option] else { return nil }
        let isPlain = !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard isPlain, let number = Double(text), number <= 1_000_000 else { throw refused(option, text, expected) }
        return number
    }

    private static func refused(_ option: String, _ text: String, _ expected: String) -> UsageError {
        UsageError("--\(option) \(text.prefix(40)) is not \(expected).", tip: "Give it up to 1000000.")
    }
}
