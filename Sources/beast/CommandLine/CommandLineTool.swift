import Backends
import Configuration
import FoundationEssentials
import HTTP
import JSON
import Markup
import Roadmap
import Spelling
import Storage

/// `beast` itself: finds the command, runs it, and turns what goes wrong into a message and an exit code.
struct CommandLineTool {
    /// 0 done, 1 failed, 2 usage.
    enum ExitCode: Int32 {
        case done = 0
        case failed = 1
        case usage = 2
    }

    private static var commands: [any Command.Type] {
        [
            ServeCommand.self, StatusCommand.self, CompleteCommand.self, ReopenCommand.self, MetricCommand.self,
            DogFoodCommand.self, ReportCommand.self, CheckCommand.self, AuditCommand.self,
            MigrateCommand.self, BackupCommand.self,
            RestoreCommand.self, UserCommand.self, TokenCommand.self, ModelsCommand.self, CacheCommand.self,
            BenchCommand.self,
        ]
    }

    private let environment: CommandEnvironment

    init() {
        let variables = ProcessInfo.processInfo.environment
        environment = CommandEnvironment(
            variables: variables, workingDirectory: FileManager.default.currentDirectoryPath,
            terminal: Terminal(environment: variables))
    }

    /// - Parameter words: the command line without the program's name.
    /// - Returns: the process's exit code.
    func run(_ words: [String]) -> Int32 {
        do {
            return try dispatch(words).rawValue
        } catch let error as UsageError {
            say(error.message, error.tip)
            return ExitCode.usage.rawValue
        } catch let error as ConfigurationError where error.problems.allSatisfy({ $0.place.hasPrefix("--") }) {
            say(error.description, "")
            return ExitCode.usage.rawValue
        } catch {
            environment.terminal.say("beast: " + Self.sentence(for: error))
            return ExitCode.failed.rawValue
        }
    }

    private func dispatch(_ words: [String]) throws -> ExitCode {
        let asksForHelp = words.first.map { ["--help", "help", "-h"].contains($0) } ?? false
        var rest = words[...]
        if asksForHelp { rest.removeFirst() }
        guard let first = rest.popFirst() else {
            if asksForHelp { try environment.terminal.write(Self.help) } else { environment.terminal.say(Self.help) }
            return asksForHelp ? .done : .usage
        }
        var command = try Self.command(first, among: Self.commands, of: "beast")
        while let group = command as? any CommandGroup.Type, let word = rest.first, !word.hasPrefix("-") {
            command = try Self.command("\(group.name) \(word)", among: group.commands, of: "beast \(group.name)")
            rest.removeFirst()
        }
        if asksForHelp || rest.contains("--help") || rest.contains("-h") {
            try environment.terminal.write(command.help)
            return .done
        }
        try command.run(
            try Arguments(Array(rest), options: command.allOptions, command: command.name), in: environment)
        return .done
    }

    private static func command(
        _ name: String, among commands: [any Command.Type], of parent: String
    ) throws(UsageError) -> any Command.Type {
        if let command = commands.first(where: { $0.name == name }) { return command }
        let closest = Spelling.closest(to: name, among: commands.map { $0.name }, limit: 1)
        throw UsageError(
            "There is no command “\(name)”.",
            tip: closest.first.map { "Did you mean `beast \($0)`?" } ?? "`\(parent) --help` lists them.")
    }

    private func say(_ message: String, _ tip: String) {
        environment.terminal.say("beast: \(message)" + (tip.isEmpty ? "" : " \(tip)"))
    }

    /// What an error says to a person: what is wrong and what to do.
    static func sentence(for error: any Error) -> String {
        switch error {
        case let error as CommandFailure: error.tip.isEmpty ? error.message : "\(error.message) \(error.tip)"
        case let error as RoadmapError: error.description
        case let error as StorageError: "\(error.message) \(error.tip)"
        case let error as ConfigurationError: error.description
        case let error as CalendarError: "\(error.message). \(error.tip)"
        case let error as TemplateError: error.description
        case let error as ServerError: error.description
        case let error as TierError: error.description
        case let error as EmbeddingError: error.description
        case let error as CocoaError: "\(error)"
        default: "\(error)"
        }
    }

    private static var help: String {
        """
        usage: beast COMMAND [options]

        The team's roadmap as a web site, with what happened to it, its metrics and its weekly report.

        \(commands.listed())
        `beast COMMAND --help` tells more. Settings come from options, then from BEAST_… in the environment, then
        from beast.yaml; data goes to standard output and messages to standard error. Exit codes: 0 done, 1 failed,
        2 not understood.

        """
    }
}
