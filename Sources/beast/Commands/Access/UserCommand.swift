/// `beast user`
enum UserCommand: CommandGroup {
    static let name = "user"
    static let summary = "Makes and removes accounts, and says what they may do."
    static let details = """
        Viewers look, editors work on the plan, administrators do everything. A running server knows of a change within a
        second.
        """
    static var commands: [any Command.Type] {
        [
            UserAddCommand.self, UserListCommand.self, UserRoleCommand.self, UserPasswordCommand.self,
            UserRemoveCommand.self,
        ]
    }
}
