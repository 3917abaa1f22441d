import Configuration

enum ModelsRemoveCommand: Command {
    static let name = "models remove"
    static let summary = "Takes a model out of the configuration file, and tells a running server."
    static let operands = "NAME"
    static let details = """
        The file is beast.yaml, or what --config names. Requests that are under way come to their end.

          beast models remove custom:your-model
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError(
                "`beast models remove` takes one name.", tip: "For example: beast models remove custom:your-model")
        }
        let name = arguments.operands[0]
        let edit = ConfigurationEdit(arguments, in: environment)
        let settings = try edit.apply("server.model-removed", of: name) { editor throws(ConfigurationError) in
            try editor.removing(name)
        }
        try environment.terminal.write("Removed \(name) from \(settings.file.name).\n")
        try edit.announce(settings, model: nil)
    }
}
