/// A command that has commands of its own, such as `beast cache stats`. Their names begin with its name.
protocol CommandGroup: Command {
    static var commands: [any Command.Type] { get }
}

extension CommandGroup {
    static var help: String {
        var text = "usage: beast \(name) COMMAND [options]\n\n\(summary)\n"
        if !details.isEmpty { text += "\n\(details)\n" }
        text += "\n" + commands.listed(without: name + " ") + "\n`beast \(name) COMMAND --help` tells more.\n"
        return text
    }

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        throw UsageError("`beast \(name)` takes a command.", tip: "`beast \(name) --help` lists them.")
    }
}

extension [any Command.Type] {
    /// A line for each, with its name and what it does.
    func listed(without prefix: String = "") -> String {
        let width = (map { $0.name.count }.max() ?? 0) - prefix.count
        return map { "  \(padded(String($0.name.dropFirst(prefix.count)), width))  \($0.summary)\n" }.joined()
    }
}
