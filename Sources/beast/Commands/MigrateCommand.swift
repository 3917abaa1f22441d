import Roadmap
import Storage

enum MigrateCommand: Command {
    static let name = "migrate"
    static let summary = "Brings the database up to this version. Other commands do so too when they need to."
    static let options = [Option.flag("status", "only list the steps")]

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        let settings = try environment.settings(arguments)
        let path = Tracker.databasePath(in: settings.data.value)
        let terminal = environment.terminal
        if !arguments.has("status") {
            try environment.tracker(settings).close()
        }
        let state = try Database.migrationState(at: path, migrations: Schema.migrations)
        for step in state.applied { try terminal.write("applied  \(step.name)  \(step.at)\n") }
        for name in state.pending { try terminal.write("pending  \(name)\n") }
    }
}
