import HTTP
import Roadmap

/// The formats a weekly report comes in besides its page; the raw value is the file's suffix.
public enum ReportFormat: String, Sendable, CaseIterable {
    case html, markdown = "md", csv, json

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
    public func bytes(of report: WeeklyReport, by site: Site) -> [UInt8] {
        switch self {
        case .html: Array(site.sheet(of: report).markup.utf8)
        case .markdown: Array(report.markdown.utf8)
        case .csv: Array(report.csv.utf8)
        case .json: Array(report.json.pretty.utf8)
        }
    }
}
