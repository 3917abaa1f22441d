import Foundation

@testable import Backends

/// Where the tests find the model, and small imitations of its files.
enum ModelFolder {
    /// The folder that `make weights` fills.
    static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".models/minilm").path

    /// Loaded once for all tests; `nil` without the weights.
    static let embedder: MiniLMEmbedder? = try? MiniLMEmbedder(folder: path)

    static var isThere: Bool { FileManager.default.fileExists(atPath: path + "/model.safetensors") }

    /// Runs the body with a folder of its own that holds these files.
    static func with<Result>(_ files: [String: Data], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, content) in files { try content.write(to: folder.appendingPathComponent(name)) }
        return try body(folder.path)
    }

    /// A safetensors file: the header's length, the header, the numbers.
    static func safetensors(header: String, numbers: [Float] = [], length: UInt64? = nil) -> Data {
        var data = Data()
        withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: header.utf8)
        numbers.withUnsafeBytes { data.append(contentsOf: $0) }
        return data
    }
}
