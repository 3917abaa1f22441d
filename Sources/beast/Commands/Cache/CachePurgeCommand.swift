import Glibc
import HTTP
import JSON

enum CachePurgeCommand: Command {
    static let name = "cache purge"
    static let summary = "Forgets every kept answer, in all tiers and in the index of questions."
    static let options = [Option.flag("yes", "do not ask first")]
    static let details = """
        Requests go on meanwhile and are slower and dearer for a while: what was kept is asked for again. A tier that could
        not be emptied is named, and the exit code is 1.
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else {
            throw UsageError("`beast cache purge` takes options alone.", tip: "For example: beast cache purge --yes")
        }
        let terminal = environment.terminal
        let data = try environment.settings(arguments).data.value
        guard try arguments.has("yes") || agrees(terminal) else { return terminal.say("Nothing was forgotten.") }
        let failures: [(tier: String, error: String)]
        if let server = try RunningServer.find(data: data) {
            failures = (try server.call(.delete, "/api/v1/cache")["failures"]?.arrayValue ?? []).map {
                ($0["tier"]?.stringValue ?? "", $0["error"]?.stringValue ?? "")
            }
        } else {
            let cache = try IdleCache(data: data, variables: environment.variables)
            defer { cache.close() }
            failures = try cache.purge()
        }
        guard failures.isEmpty else {
            throw CommandFailure(
                message: failures.map { "\($0.tier) could not be emptied: \($0.error)" }.joined(separator: "\n"),
                tip: "What else there is was emptied.")
        }
        try terminal.write("The cache is empty.\n")
    }

    /// - Throws: `UsageError` when there is nobody to ask.
    private static func agrees(_ terminal: Terminal) throws -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            throw UsageError("`beast cache purge` asks before it forgets.", tip: "Without a terminal, say --yes.")
        }
        terminal.say("Forget every kept answer? [y/N]")
        let answer = readLine() ?? ""
        return ["y", "yes"].contains(answer.lowercased())
    }
}
