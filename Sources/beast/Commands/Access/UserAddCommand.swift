import Access
import Roadmap
import Secrets

enum UserAddCommand: Command {
    static let name = "user add"
    static let summary = "Makes an account."
    static let operands = "NAME"
    static let options = [
        Option.value("role", "ROLE", "viewer, editor or administrator (viewer)"), PasswordInput.option,
    ]
    static let details = """
        It asks for the password, or reads it from the first line of a file.

          beast user add mia --role editor
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError("`beast user add` takes a name.", tip: "For example: beast user add mia --role editor")
        }
        let role = try role(arguments["role"] ?? Role.viewer.rawValue)
        let name = try Account.checked(name: arguments.operands[0])
        let tracker = try environment.tracker(try environment.settings(arguments))
        defer { tracker.close() }
        let password = try PasswordInput(arguments, environment).read(for: name)
        let account = try tracker.perform(
            AddAccount(
                name, role: role, hash: try PasswordInput.hash(password), by: environment.author(arguments),
                at: tracker.now))
        environment.terminal.say("“\(account.name)” can sign in, as \(account.role.rawValue).")
    }

    static func role(_ text: String) throws -> Role {
        guard let role = Role(rawValue: text) else {
            throw UsageError(
                "“\(text)” is not a role.",
                tip: "The roles are \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return role
    }
}

enum UserListCommand: Command {
    static let name = "user list"
    static let summary = "Lists the accounts."
    static let options = [Option.flag("json", "print them as JSON")]

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else { throw UsageError("`beast user list` takes options alone.", tip: "") }
        let tracker = try environment.tracker(try environment.settings(arguments))
        defer { tracker.close() }
        let accounts = try Account.all(in: tracker)
        if arguments.has("json") {
            return try environment.terminal.write(AccessJSON.list(accounts).pretty + "\n")
        }
        if accounts.isEmpty { environment.terminal.say("There are no accounts yet: `beast user add NAME` makes one.") }
        let width = accounts.map(\.name.count).max() ?? 0
        for account in accounts {
            try environment.terminal.write(
                "\(padded(account.name, width))  \(padded(account.role.rawValue, 13))  since \(account.createdAt.rfc3339.prefix(10))\n"
            )
        }
    }
}

enum UserRoleCommand: Command {
    static let name = "user role"
    static let summary = "Gives an account another role."
    static let operands = "NAME ROLE"

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 2 else {
            throw UsageError(
                "`beast user role` takes a name and a role.", tip: "For example: beast user role mia administrator")
        }
        let role = try UserAddCommand.role(arguments.operands[1])
        let tracker = try environment.tracker(try environment.settings(arguments))
        defer { tracker.close() }
        let account = try tracker.perform(
            ChangeRole(of: arguments.operands[0], to: role, by: environment.author(arguments), at: tracker.now))
        environment.terminal.say("“\(account.name)” is \(account.role.rawValue) from now on.")
    }
}

enum UserPasswordCommand: Command {
    static let name = "user password"
    static let summary = "Gives an account another password and signs it out everywhere."
    static let operands = "NAME"
    static let options = [PasswordInput.option]

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError("`beast user password` takes a name.", tip: "For example: beast user password mia")
        }
        let tracker = try environment.tracker(try environment.settings(arguments))
        defer { tracker.close() }
        let name = arguments.operands[0]
        let password = try PasswordInput(arguments, environment).read(for: name)
        try tracker.perform(
            ChangePassword(
                of: name, to: try PasswordInput.hash(password), by: environment.author(arguments), at: tracker.now))
        environment.terminal.say("“\(name)” has another password and is signed out everywhere.")
    }
}

enum UserRemoveCommand: Command {
    static let name = "user remove"
    static let summary = "Removes an account, ends its sessions and revokes the tokens it made."
    static let operands = "NAME"

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError("`beast user remove` takes a name.", tip: "For example: beast user remove mia")
        }
        let tracker = try environment.tracker(try environment.settings(arguments))
        defer { tracker.close() }
        try tracker.perform(
            RemoveAccount(arguments.operands[0], by: environment.author(arguments), at: tracker.now))
        environment.terminal.say("“\(arguments.operands[0])” is removed. What it did stays on record.")
    }
}
