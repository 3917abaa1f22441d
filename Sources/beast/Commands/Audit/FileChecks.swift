import Configuration
import Glibc
import Roadmap

/// Who else on this machine can read or change what is kept.
struct FileChecks {
    private let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    static func hasDatabase(_ settings: Settings) -> Bool {
        access(Tracker.databasePath(in: settings.data.value), F_OK) == 0
    }

    func findings() -> [AuditFinding] {
        var findings = [user] + [folder].compactMap { $0 }
        let data = settings.data.value
        let isClosed = Self.mode(data).map { $0 & 0o077 == 0 } ?? true
        let secret = ["beast.db", "requests.db", "cache.db", "tenants.key", "serving.json"].map { "\(data)/\($0)" }
        let open = secret.compactMap { path -> AuditFinding? in
            guard let mode = Self.mode(path), mode & 0o077 != 0 else { return nil }
            let text = "\(path) can be read by others (\(Self.octal(mode)))"
            // A folder that nobody else can look into keeps them from it all the same.
            return isClosed
                ? .look("\(text), were its folder open to them.", "chmod 600 \(path)")
                : .wrong("\(text).", "chmod 600 \(path)")
        }
        findings += open
        if open.isEmpty, Self.mode(data) != nil {
            findings.append(.ok("The files in \(data) are their owner’s alone."))
        }
        findings += [configuration, roadmap].compactMap { $0 }
        return findings
    }

    private var user: AuditFinding {
        geteuid() == 0
            ? .look("This runs as root.", "Let the server run as a user of its own; `make install` makes one.")
            : .ok("It does not run as root.")
    }

    private var folder: AuditFinding? {
        let data = settings.data.value
        guard let mode = Self.mode(data) else {
            return .look("There is no data folder \(data) yet.", "`beast serve` makes it, for its owner alone.")
        }
        guard mode & 0o077 == 0 else {
            return .wrong("Others can look into \(data) (\(Self.octal(mode))).", "chmod 700 \(data)")
        }
        return .ok("\(data) is its owner’s alone.")
    }

    private var configuration: AuditFinding? {
        guard settings.file.isThere, let mode = Self.mode(settings.file.path) else { return nil }
        guard mode & 0o022 == 0 else {
            return .wrong(
                "Others can change \(settings.file.name) (\(Self.octal(mode))).", "chmod go-w \(settings.file.path)")
        }
        return .ok("\(settings.file.name) can be changed by its owner alone.")
    }

    private var roadmap: AuditFinding? {
        guard let mode = Self.mode(settings.roadmap.value), mode & 0o002 != 0 else { return nil }
        return .wrong(
            "Everybody on this machine can change \(settings.roadmap.value) (\(Self.octal(mode))).",
            "chmod o-w \(settings.roadmap.value)")
    }

    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    private static func octal(_ mode: mode_t) -> String { String(mode, radix: 8) }
}
