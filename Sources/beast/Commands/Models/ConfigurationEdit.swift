import Configuration
import FoundationEssentials
import Glibc
import HTTP
import JSON
import Roadmap
import Storage

/// A change of the configuration file: whole and valid or not at all, and told to the server that runs on it.
struct ConfigurationEdit {
    private let arguments: Arguments
    private let environment: CommandEnvironment

    init(_ arguments: Arguments, in environment: CommandEnvironment) {
        self.arguments = arguments
        self.environment = environment
    }

    /// Changes the file, which is made where there is none, and puts a line into the audit where there is one.
    /// - Parameters:
    ///   - action: what the audit calls it.
    ///   - model: the one that it is about.
    /// - Returns: the settings as they are now.
    /// - Throws: when the file is wrong already, would be, or cannot be written; it is as it was then.
    func apply(
        _ action: String, of model: String, _ edit: (ModelListEditor) throws(ConfigurationError) -> [UInt8]
    ) throws -> Settings {
        let file = try load(nil).file
        // Two who change it at once take turns.
        let turn = try FolderTurn(of: file.path)
        defer { turn.end() }
        let settings = try load(nil)
        var bytes: [UInt8] = []
        if case .bytes(let found) = FileContents.read(file.path) { bytes = found }
        let edited = try edit(try ModelListEditor(file: file.name, bytes: bytes))
        let changed: Settings
        do {
            changed = try load(edited)
        } catch {
            throw CommandFailure(
                message: "\(settings.file.name) stays as it is, for with this change it would be wrong:\n"
                    + error.problems.map { $0.message + "." }.joined(separator: "\n"), tip: error.tip)
        }
        try DurableFile.rewrite(edited, at: file.path)
        try note(action, of: model, changed)
        return changed
    }

    private func note(_ action: String, of model: String, _ settings: Settings) throws {
        // A data folder that is not there yet is not made for this.
        guard FileChecks.hasDatabase(settings) else { return }
        let tracker = try environment.tracker(settings)
        defer { tracker.close() }
        try tracker.perform(
            RecordWrite(
                action, subject: model, after: settings.file.name, by: environment.author(arguments), at: tracker.now))
    }

    /// Has a running server take the file up, and says what came of it.
    /// - Parameter model: whose key's variable is looked for there.
    /// - Throws: `CommandFailure` with what the server refused.
    func announce(_ settings: Settings, model: String?) throws {
        guard let server = try RunningServer.find(data: settings.data.value) else {
            environment.terminal.say("No server runs on this data; the next one reads it.")
            return
        }
        let standing: JSON
        do {
            standing = try server.call(.post, "/api/v1/reload")
        } catch let error as CommandFailure {
            throw CommandFailure(
                message: "\(settings.file.name) has changed, and the running server says: \(error.message)",
                tip: error.tip)
        }
        if let read = standing["file"]?.stringValue, Self.real(read) == Self.real(settings.file.path) {
            environment.terminal.say("The running server has taken it up.")
        } else {
            environment.terminal.say(
                "The running server reads \(standing["file"]?.stringValue ?? "no configuration file") and does not know of this."
            )
        }
        let models = try model.map { _ in try server.call(.get, "/api/v1/models") }?["models"]?.arrayValue
        if let found = models?.first(where: { $0["name"]?.stringValue == model }),
            found["isKeySet"]?.boolValue == false,
            let variable = found["keyVariable"]?.stringValue
        {
            environment.terminal.say("\(variable) is not set there: start the server again with the key in it.")
        }
    }

    /// - Parameter bytes: instead of what is in the file.
    private func load(_ bytes: [UInt8]?) throws(ConfigurationError) -> Settings {
        try environment.settings(arguments) { path in
            if let bytes { return .bytes(bytes) }
            let contents = FileContents.read(path)
            // A file that is named and not there is to be made.
            return contents == .absent ? .bytes([]) : contents
        }
    }

    private static func real(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// A turn at the files of a folder, among programs that ask for one.
private struct FolderTurn {
    private let descriptor: Int32

    /// Waits for it.
    init(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure(
                message: "The folder \(folder) cannot be opened: \(String(cString: strerror(errno))).",
                tip: "Make it, or name another file with --config FILE.")
        }
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
    }

    func end() { close(descriptor) }
}
