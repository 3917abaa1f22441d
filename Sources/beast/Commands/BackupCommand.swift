import Access
import Configuration
import FoundationEssentials
import Roadmap
import Storage

enum BackupCommand: Command {
    static let name = "backup"
    static let summary = "Copies the database into a file, while others use it, and checks the copy."
    static let operands = "FILE | --into FOLDER"
    static let options = [
        Option.value("into", "FOLDER", "make a file of a new name there, and print the name"),
        Option.value("keep", "NUMBER", "with --into: remove all but the newest of them"),
    ]
    static let details = """
        The copy holds the plan's history, accounts and tokens; requests to models are in requests.db, and cached answers in
        cache.db, which may be lost.

          beast backup beast-2026-01-09.db
          beast backup --into /var/backups/beast --keep 14
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        let rotation = try BackupRotation(arguments)
        guard arguments.operands.count == (rotation == nil ? 1 : 0) else {
            throw UsageError(
                "`beast backup` takes a file, or a folder with --into.",
                tip: "For example: beast backup beast-2026-01-09.db")
        }
        let tracker = try environment.tracker(try environment.settings(arguments))
        defer { tracker.close() }
        guard let rotation else {
            try tracker.backup(to: arguments.operands[0])
            return environment.terminal.say("Backed up into \(arguments.operands[0]).")
        }
        let file = try rotation.file(at: tracker.now)
        try tracker.backup(to: file)
        try environment.terminal.write(file + "\n")
        for removed in try rotation.removeOld() { environment.terminal.say("Removed \(removed).") }
    }
}

enum RestoreCommand: Command {
    static let name = "restore"
    static let summary = "Puts a backup in the database's place, after checking it."
    static let operands = "FILE"
    static let options = [Option.flag("replace", "replace the database that is there; it is kept beside it")]

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError("`beast restore` takes a file.", tip: "For example: beast restore beast-2026-01-09.db")
        }
        let settings = try environment.settings(arguments)
        let folder = settings.data.value
        try DataFolder.create(at: folder)
        // A server that runs on the same data would go on writing into the file that is moved away.
        let lock = try FolderLock(folder: folder)
        defer { lock.release() }
        let kept = try Restore(from: arguments.operands[0], to: Tracker.databasePath(in: folder))
            .run(replacing: arguments.has("replace"))
        environment.terminal.say("Restored." + (kept.map { " The former database is \($0)." } ?? ""))
        if try signOutEverybody(settings, in: environment) {
            environment.terminal.say(
                "Everybody has to sign in again. Tokens are those of the backup: `beast token list` shows which are good."
            )
        }
    }
}

extension RestoreCommand {
    /// Sessions that have ended since the backup was made must not go on again.
    /// - Returns: whether there were any.
    private static func signOutEverybody(_ settings: Settings, in environment: CommandEnvironment) throws -> Bool {
        let tracker = try environment.tracker(settings)
        defer { tracker.close() }
        let author = Author("restore", by: .commandLine)
        return try tracker.perform(EndAllSessions(by: author, at: tracker.now)) > 0
    }
}

/// Replaces a database file by a backup in one step, keeping what was there.
private struct Restore {
    let source: String
    let target: String

    init(from source: String, to target: String) {
        self.source = source
        self.target = target
    }

    /// - Returns: where the former database is, if there was one.
    func run(replacing: Bool) throws -> String? {
        let files = FileManager.default
        guard files.fileExists(atPath: source) else {
            throw CommandFailure(message: "There is no file \(source).", tip: "Name a file that `beast backup` made.")
        }
        let exists = files.fileExists(atPath: target)
        guard !exists || replacing else {
            throw CommandFailure(
                message: "There is a database already: \(target).",
                tip: "With --replace the backup takes its place and it is kept beside it.")
        }
        // The copy is opened and checked before anything is moved; the backup itself is not touched.
        let copy = target + ".restoring"
        if files.fileExists(atPath: copy) { try files.removeItem(atPath: copy) }
        try files.copyItem(atPath: source, toPath: copy)
        do {
            try check(copy)
        } catch {
            try files.removeItem(atPath: copy)
            throw error
        }
        return try exchange(copy, exists: exists, files)
    }

    private func check(_ copy: String) throws {
        // An empty file would be taken for a new database.
        guard try !Database.migrationState(at: copy, migrations: Schema.migrations).applied.isEmpty else {
            throw CommandFailure(message: "\(source) holds no data.", tip: "Use another backup.")
        }
        let database = try Database(at: copy, migrations: Schema.migrations)
        defer { database.close() }
        if let problem = try database.integrityProblems().first {
            throw CommandFailure(message: "The backup is damaged: \(problem).", tip: "Use another backup.")
        }
    }

    /// The database's name always leads to a whole database: the former one is linked to its new name before the copy is
    /// moved over it.
    private func exchange(_ copy: String, exists: Bool, _ files: FileManager) throws -> String? {
        var kept: String?
        if exists {
            foldLog()
            let place = target + ".before-restore-" + WallClock.system.now.rfc3339.filter { $0.isNumber }
            try files.linkItem(atPath: target, toPath: place)
            for suffix in ["-wal", "-shm"] where files.fileExists(atPath: target + suffix) {
                try files.moveItem(atPath: target + suffix, toPath: place + suffix)
            }
            kept = place
        }
        try DurableFile.move(copy, to: target)
        return kept
    }

    /// Brings what stands in the former database's log into its file. One that is damaged keeps its log beside it.
    private func foldLog() {
        do {
            try Database(at: target, migrations: Schema.migrations).close()
        } catch {
            // It is being replaced because something is wrong with it; its log goes with it.
        }
    }
}
