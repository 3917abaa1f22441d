import Foundation
import Testing

/// A folder of its own for one test: a copy of the roadmap documents, and the data beside it.
final class Workplace: Sendable {
    let folder: String
    var data: String { folder + "/data" }
    var roadmap: String { folder + "/roadmap" }
    var database: String { data + "/beast.db" }

    /// The checkout that is tested.
    static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false)

    /// The program as it was built with the tests, beside them.
    static let program: String = {
        if let path = ProcessInfo.processInfo.environment["BEAST_PROGRAM"] { return path }
        let runner = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return runner.deletingLastPathComponent().appending(path: "beast").path(percentEncoded: false)
    }()

    init() throws {
        folder =
            FileManager.default.temporaryDirectory.path(percentEncoded: false)
            + "/beast-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.checkout + "/roadmap", toPath: roadmap)
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    /// Puts a file in place as an editor does: written beside it, then moved over it.
    func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

    func write(_ bytes: Data, to name: String) throws {
        try bytes.write(to: URL(filePath: path(name)), options: .atomic)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// The names in a folder, sorted.
    func names(in name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
    }

    /// Runs a command in this folder until it ends.
    func beast(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
        try Child([Self.program] + arguments, in: folder, environment: environment).finish()
    }

    /// Runs any other program in this folder until it ends.
    func run(_ words: String..., environment: [String: String] = [:]) throws -> Outcome {
        try Child(words, in: folder, environment: environment).finish()
    }

    /// Starts a server on a port of its own and waits until it says where it is.
    func serve(
        _ arguments: String..., prefix: [String] = [], environment: [String: String] = [:]
    ) throws -> RunningServer {
        try RunningServer(
            Child(prefix + [Self.program, "serve", "--port", "0"] + arguments, in: folder, environment: environment))
    }

    /// What sqlite3 answers to a query on this folder's database.
    func query(_ sql: String, in database: String? = nil) throws -> String {
        let outcome = try run("sqlite3", database ?? self.database, sql)
        try #require(outcome.code == 0, "\(outcome.messages)")
        return outcome.output
    }
}
