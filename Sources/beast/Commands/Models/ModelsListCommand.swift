import Engine
import JSON
import Site

enum ModelsListCommand: Command {
    static let name = "models list"
    static let summary = "Lists the models; of a running server also how they are doing."
    static let options = [Option.flag("json", "print everything as JSON")]

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else {
            throw UsageError("`beast models list` takes options alone.", tip: "")
        }
        let settings = try environment.settings(arguments)
        let server = try RunningServer.find(data: settings.data.value)
        let listing: JSON
        if let server {
            listing = try server.call(.get, "/api/v1/models")
        } else {
            let registry = ModelRegistry(ChatService.models(settings))
            listing = [
                "configuration": nil,
                "models": .array(
                    registry.standings(at: 0).map { standing in
                        standing.json { !(environment.variables[$0] ?? "").isEmpty }
                    }),
            ]
        }
        if arguments.has("json") {
            try environment.terminal.write(listing.pretty)
        } else {
            try environment.terminal.write(ModelTable(environment.terminal, isServed: server != nil).text(listing))
        }
    }
}
