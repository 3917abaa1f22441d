/// `beast models`
enum ModelsCommand: CommandGroup {
    static let name = "models"
    static let summary = "Lists, tests, adds and removes the models that chat requests go to."
    static var commands: [any Command.Type] {
        [ModelsListCommand.self, ModelsTestCommand.self, ModelsAddCommand.self, ModelsRemoveCommand.self]
    }
}
