import Roadmap
import Site

enum ReportCommand: Command {
    static let name = "report"
    static let summary = "Prints the weekly report."
    static let options = [
        Option.value("week", "WEEK", "an ISO week such as 2026-W03 (this week)"),
        Option.value("format", "FORMAT", "json, md, html or csv (json)"),
    ]
    static let details = """
          beast report > report.json
          beast report --week 2026-W03 --format md
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else {
            throw UsageError("`beast report` takes options alone.", tip: "Name the week with --week 2026-W03.")
        }
        let name = arguments["format"] ?? "json"
        guard let format = ReportFormat(rawValue: name) else {
            throw UsageError(
                "“\(name)” is not a format.",
                tip: "The formats are \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        try environment.withTracker(arguments) { tracker in
            let week = try arguments["week"].map { try ISOWeek(parsing: $0) } ?? ISOWeek(containing: tracker.today)
            let report = try tracker.read { try $0.report(of: week) }
            let settings = try environment.settings(arguments)
            let folders = try AssetFolders(settings)
            let sheet = try ReportSheet(templates: folders.templates, files: folders.files)
            try environment.terminal.write(format.bytes(of: report, sheet: sheet))
        }
    }
}
