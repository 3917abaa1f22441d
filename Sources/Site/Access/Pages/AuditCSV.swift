import CSV
import Roadmap

/// Lines of the audit as CSV (RFC 4180).
enum AuditCSV {
    static let head = "id,at,who,credential,via,address,action,subject,before,after\r\n"

    static func line(_ entry: AuditEntry) -> String {
        CSV.line([
            String(entry.id), entry.at.rfc3339, entry.author.name, entry.author.credential, entry.author.way.rawValue,
            entry.author.address, entry.action, entry.subject, entry.before, entry.after,
        ])
    }
}
