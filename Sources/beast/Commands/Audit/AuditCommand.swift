import Configuration
import JSON
import Roadmap

enum AuditCommand: Command {
    static let name = "audit"
    static let summary = "Checks the installation for what lets in too many, and says how to mend it."
    static let options = [Option.flag("json", "print the findings as JSON")]
    static let settings: [SettingKey] = SettingKey.all.filter { $0.flag == "host" || $0.flag.hasPrefix("access-") }
    static let details = """
        It looks at the files' permissions, at who can reach the server and what they may do there, at accounts and at
        tokens. Exit code 1 when something is wrong; what only deserves a look is no failure.

          beast audit --config /etc/beast/beast.yaml
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else { throw UsageError("`beast audit` takes options alone.", tip: "") }
        let settings = try environment.settings(arguments)
        var findings = FileChecks(settings).findings() + ExposureChecks(settings).findings()
        if FileChecks.hasDatabase(settings) {
            let tracker = try environment.tracker(settings)
            defer { tracker.close() }
            findings += try AccountChecks(tracker, settings).findings()
        }
        try show(findings, arguments, environment.terminal)
        let wrong = findings.count { $0.grade == .wrong }
        if wrong > 0 {
            throw CommandFailure(message: "\(counted(wrong, "thing")) to mend.", tip: "Mend what is listed above.")
        }
    }

    private static func show(_ findings: [AuditFinding], _ arguments: Arguments, _ terminal: Terminal) throws {
        if arguments.has("json") {
            return try terminal.write(JSON.array(findings.map(\.json)).pretty + "\n")
        }
        for finding in findings {
            let mark = terminal.styled(padded(finding.grade.rawValue, 6), finding.grade.style)
            try terminal.write("\(mark)\(finding.text)\n")
            if let tip = finding.tip { try terminal.write("      \(tip)\n") }
        }
    }
}

/// Something that was looked at.
struct AuditFinding {
    enum Grade: String {
        case ok, look, wrong

        var style: Terminal.Style {
            switch self {
            case .ok: .good
            case .look: .attention
            case .wrong: .bad
            }
        }
    }

    let grade: Grade
    let text: String
    /// How to mend it; nil when nothing is to be mended.
    let tip: String?

    static func ok(_ text: String) -> AuditFinding { AuditFinding(grade: .ok, text: text, tip: nil) }
    static func look(_ text: String, _ tip: String) -> AuditFinding { AuditFinding(grade: .look, text: text, tip: tip) }
    static func wrong(_ text: String, _ tip: String) -> AuditFinding {
        AuditFinding(grade: .wrong, text: text, tip: tip)
    }

    var json: JSON {
        ["grade": .string(grade.rawValue), "finding": .string(text), "tip": tip.map { .string($0) } ?? .null]
    }
}
