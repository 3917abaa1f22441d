import Configuration
import FoundationEssentials

/// Where the page templates and the files for browsers are.
struct AssetFolders {
    let templates: String
    let files: String

    /// As the settings say; else beside where the program was called, beside the program, or where it was installed.
    /// - Throws: `CommandFailure` naming what was not found.
    init(_ settings: Settings) throws {
        templates = try Self.find("Templates", setting: settings.templates?.value, flag: "templates")
        files = try Self.find("Public", setting: settings.publicFolder?.value, flag: "public")
    }

    private static func find(_ name: String, setting: String?, flag: String) throws -> String {
        if let setting { return setting }
        if let folder = try locate(name) { return folder }
        throw CommandFailure(
            message: "The folder \(name) is not where the program looks for it.",
            tip: "Name it with --\(flag) DIR.")
    }

    /// A folder beside where the program was called, beside the program, or where it was installed.
    static func locate(_ name: String) throws -> String? {
        var candidates = [name]
        // The program may lie in the build folder of a checkout, some levels below the folder that is wanted.
        var folder = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        for _ in 0..<5 {
            guard let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else { break }
            folder = String(folder[..<slash])
            candidates += ["\(folder)/\(name)", "\(folder)/share/beast/\(name)"]
        }
        var isFolder = false
        for candidate in candidates
        where FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder) && isFolder {
            return candidate
        }
        return nil
    }
}
