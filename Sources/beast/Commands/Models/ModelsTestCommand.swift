import Backends
import Configuration
import Engine
import HTTP
import JSON
import Roadmap
import Site
import Spelling

enum ModelsTestCommand: Command {
    static let name = "models test"
    static let summary = "Sends a model one tiny request and says what came back."
    static let operands = "NAME"
    static let options = [Option.flag("json", "print the outcome as JSON")]
    static let details = """
        The request goes past the cache and is paid like any other. A running server sends it, with its own keys, and has
        it on record; otherwise it is sent from here.

          beast models test custom:your-model
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError(
                "`beast models test` takes one name.", tip: "For example: beast models test custom:your-model")
        }
        let name = arguments.operands[0]
        let settings = try environment.settings(arguments)
        let outcome: JSON
        if let server = try RunningServer.find(data: settings.data.value) {
            let timeout = settings.models.first { $0.name == name }?.timeout ?? 60
            outcome = try server.call(
                .post, "/api/v1/models/test", ["model": .string(name)], patience: .seconds(timeout + 15))
        } else {
            outcome = try test(name, settings, environment)
        }
        if arguments.has("json") { try environment.terminal.write(outcome.pretty) }
        if let error = outcome["error"] {
            throw CommandFailure(
                message: error["message"]?.stringValue ?? "The model does not answer.",
                tip: error["tip"]?.stringValue ?? "")
        }
        if !arguments.has("json") { try environment.terminal.write(text(outcome, of: name)) }
    }

    private static func test(_ name: String, _ settings: Settings, _ environment: CommandEnvironment) throws -> JSON {
        let models = ChatService.models(settings)
        guard let model = models.first(where: { $0.name == name }) else {
            let closest = Spelling.closest(to: name, among: models.map(\.name), limit: 3)
            throw CommandFailure(
                message: "There is no model “\(name)”.",
                tip: closest.isEmpty
                    ? "`beast models list` lists them." : "Did you mean \(closest.joined(separator: " or "))?")
        }
        let client = Client()
        defer { client.close() }
        let test = ModelTest(
            upstream: try ChatService.upstream(
                library: Library(folder: settings.roadmap.value), client: client, variables: environment.variables),
            clock: SystemClock())
        do {
            return try waiting { try await test.run(model) }.json
        } catch let error as RouterError {
            return error.json
        }
    }

    private static func text(_ outcome: JSON, of name: String) -> String {
        let milliseconds = Figure.text((outcome["milliseconds"]?.doubleValue ?? 0).rounded())
        let tokens = (outcome["inputTokens"]?.integerValue ?? 0, outcome["outputTokens"]?.integerValue ?? 0)
        var text = "\(name) answered in \(milliseconds) ms: \(counted(Int(tokens.0), "token")) in, \(tokens.1) out, "
        text += "$\(Dollars.text(outcome["cost"]?.doubleValue ?? 0))\n"
        // What a stranger says may not steer the terminal.
        let words = (outcome["text"]?.stringValue ?? "").unicodeScalars.prefix(200)
            .map { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) ? " " : String($0) }.joined()
        return text + (words.isEmpty ? "It said nothing.\n" : "“\(words)”\n")
    }
}
