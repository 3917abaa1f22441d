import Configuration
import FoundationEssentials
import Roadmap
import Site

enum CheckCommand: Command {
    static let name = "check"
    static let summary = "Checks the configuration, the roadmap documents, the page templates and the database."
    static let settings: [SettingKey] = SettingKey.all.filter { ["templates", "public"].contains($0.flag) }

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        let settings = try environment.settings(arguments)
        let terminal = environment.terminal
        var failures = 0
        func report(_ what: String, _ problems: [String]) throws {
            failures += problems.count
            try terminal.write(
                (problems.isEmpty ? terminal.styled("ok    ", .good) : terminal.styled("wrong ", .bad)) + what + "\n")
            for problem in problems { try terminal.write("      \(problem)\n") }
        }
        try report("configuration, time zone \(try environment.calendar(settings).zone.name)", [])

        if let files = CertificateFiles(settings) {
            do {
                try report(CertificateFiles.warning(try files.read()) ?? "certificate and key", [])
            } catch {
                try report("certificate", [CommandLineTool.sentence(for: error)])
            }
        }

        let library = Library(folder: settings.roadmap.value)
        let documents = library.current
        try report(
            "\(counted(documents.all.count, "document")) in \(library.folder)"
                + (documents.hasPlan
                    ? ": \(counted(documents.plan.tasks.count, "task")), \(counted(documents.plan.metrics.count, "metric"))"
                    : ""),
            documents.problems.map { "\(library.folder)/\($0)" })
        do {
            let folders = try AssetFolders(settings)
            try Site.checkTemplates(in: folders.templates)
            try report("templates in \(folders.templates)", [])
        } catch {
            try report("templates", [CommandLineTool.sentence(for: error)])
        }
        let path = Tracker.databasePath(in: settings.data.value)
        var isFolder = false
        if FileManager.default.fileExists(atPath: path) {
            do {
                let tracker = try environment.tracker(settings)
                defer { tracker.close() }
                try report("database \(path)", try tracker.integrityProblems())
            } catch {
                try report("database \(path)", [CommandLineTool.sentence(for: error)])
            }
        } else if FileManager.default.fileExists(atPath: settings.data.value, isDirectory: &isFolder), !isFolder {
            try report("data", ["\(settings.data.value) is a file, not a folder. Name a folder for the data."])
        } else {
            try report("no database yet; the first command makes \(path)", [])
        }
        if failures > 0 {
            throw CommandFailure(message: "\(counted(failures, "problem")) found.", tip: "Mend what is listed above.")
        }
    }
}
