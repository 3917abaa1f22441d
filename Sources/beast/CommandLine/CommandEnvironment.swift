import Configuration
import Glibc
import Roadmap
import Storage

/// What a command works with: where it was called, by whom, and the tracker that its settings lead to.
struct CommandEnvironment {
    let variables: [String: String]
    let workingDirectory: String
    let terminal: Terminal

    /// - Parameter read: gives the configuration file's bytes.
    func settings(
        _ arguments: Arguments, read: (String) -> FileContents = FileContents.read
    ) throws(ConfigurationError) -> Settings {
        try Settings.load(
            flags: arguments.settings, environment: variables.filter { $0.key.hasPrefix("BEAST_") },
            workingDirectory: workingDirectory, read: read)
    }

    /// Whether an environment variable holds something.
    func isSet(_ variable: String) -> Bool { !(variables[variable] ?? "").isEmpty }

    func calendar(_ settings: Settings) throws -> ReportingCalendar {
        do {
            return ReportingCalendar(zone: try TimeZoneRules(named: settings.timeZone.value))
        } catch {
            throw ConfigurationError([settings.timeZone.problem(error.message, tip: error.tip)])
        }
    }

    /// Opens the tracker. Whoever calls has to close it.
    func tracker(_ settings: Settings) throws -> Tracker {
        // Looked up first: settings that cannot be right leave no folder behind.
        let calendar = try calendar(settings)
        try DataFolder.create(at: settings.data.value)
        return try Tracker(
            data: settings.data.value, library: Library(folder: settings.roadmap.value), calendar: calendar,
            clock: .system)
    }

    /// Opens the tracker for the time of `body`, and says on standard error what is wrong with the documents.
    func withTracker<T>(_ arguments: Arguments, _ body: (Tracker) throws -> T) throws -> T {
        let tracker = try tracker(try settings(arguments))
        defer { tracker.close() }
        let documents = tracker.library.current
        for problem in documents.problems { terminal.say("\(tracker.library.folder)/\(problem)") }
        guard documents.hasPlan else {
            throw CommandFailure(
                message: "The roadmap documents make no plan.",
                tip: "Mend what is listed above, or name their folder with --roadmap DIR.")
        }
        return try body(tracker)
    }

    /// Who runs the command: `--by NAME`, else the login name.
    func author(_ arguments: Arguments) -> Author {
        let login = variables["USER"] ?? variables["LOGNAME"] ?? ""
        return Author(
            arguments["by"] ?? login, by: .commandLine, credential: "login \(login.isEmpty ? "\(getuid())" : login)")
    }

    static let byOption = Option.value("by", "NAME", "who it is recorded for (your login name)")
}
