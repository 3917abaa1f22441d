import FoundationEssentials
import Roadmap
import Storage

/// Backups in a folder, the oldest of which go when there are more than are to be kept.
struct BackupRotation {
    private let folder: String
    /// Nil keeps all.
    private let keep: Int?

    private static let (start, end) = ("beast-", ".db")

    /// - Returns: nil where no folder is named.
    /// - Throws: `UsageError`.
    init?(_ arguments: Arguments) throws(UsageError) {
        guard let folder = arguments["into"] else {
            guard !arguments.has("keep") else {
                throw UsageError("--keep goes with --into.", tip: "For example: beast backup --into backups --keep 14")
            }
            return nil
        }
        self.folder = folder
        guard let text = arguments["keep"] else {
            keep = nil
            return
        }
        guard let number = Int(text), number > 0 else {
            throw UsageError("“\(text)” is not a number of backups.", tip: "Keep at least 1.")
        }
        keep = number
    }

    /// Where the next backup goes: `beast-20260109T120000123Z.db`, so that names sort by time. The folder is made.
    func file(at now: Instant) throws -> String {
        try DataFolder.create(at: folder)
        let digits = now.rfc3339.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        return "\(folder)/\(Self.start)\(digits)\(Self.end)"
    }

    /// Removes what is too many, now that the newest is whole.
    /// - Returns: the files that are gone.
    func removeOld() throws -> [String] {
        guard let keep else { return [] }
        let own = try FileManager.default.contentsOfDirectory(atPath: folder).filter(Self.isOwn).sorted()
        return try own.dropLast(keep).map { name in
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            return "\(folder)/\(name)"
        }
    }

    /// Whether a file bears a name of ours; others are none of its business.
    private static func isOwn(_ name: String) -> Bool {
        guard name.hasPrefix(start), name.hasSuffix(end) else { return false }
        let stamp = name.dropFirst(start.count).dropLast(end.count)
        return stamp.count == 19 && stamp.last == "Z" && stamp.dropFirst(8).first == "T"
            && stamp.count(where: \.isNumber) == 17
    }
}
