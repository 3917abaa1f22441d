import Roadmap

enum BenchCommand: Command {
    static let name = "bench"
    static let summary = "Placeholder"
    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {}
}
