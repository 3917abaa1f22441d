import HTTP
import Roadmap

/// The formats a weekly report comes in besides its page; the raw value is the file's suffix.
public enum ReportFormat: String, Sendable, CaseIterable {
    case html
    case markdown = "md"
    case csv, json

    var label: String {
        switch self {
        case .html: "Printable"
        case .markdown: "Markdown"
        case .csv: "CSV"
        case .json: "JSON"
        }
    }

    var type: MediaType {
        switch self {
        case .html: .html
        case .markdown: .markdown
        case .csv: .csv
        case .json: .json
        }
    }

    /// The report in this format, UTF-8. The same report gives the same bytes.
    public func bytes(of report: WeeklyReport, sheet: ReportSheet) -> [UInt8] {
        switch self {
        case .html: Array(sheet.html(of: report).markup.utf8)
        case .markdown: Array(report.markdown.utf8)
        case .csv: Array(report.csv.utf8)
        case .json: Array((report.json.pretty + "\n").utf8)
        }
    }

    /// The week and format that a file's name such as `2026-W03.md` asks for; `nil` when it names no format.
    /// - Throws: `CalendarError` when the name before the suffix is no ISO week.
    static func file(named name: String) throws -> (week: ISOWeek, format: ReportFormat)? {
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let format = ReportFormat(rawValue: String(parts[1])) else { return nil }
        return (try ISOWeek(parsing: String(parts[0])), format)
    }
}

extension Site {
    func report(_ request: Request, _ file: (week: ISOWeek, format: ReportFormat)) throws -> Reply {
        try self.file(request, type: file.format.type) { progress in
            file.format.bytes(of: try progress.report(of: file.week), sheet: sheet)
        }
    }
}
