public import Engine
import Glibc

/// Where an embedder comes from.
public protocol EmbedderSource: Sendable {
    /// Other numbers once the files have changed.
    func stamp() -> [Int64]

    /// Looks for what is wrong with the files as far as that can be seen without loading them.
    func check() throws(EmbeddingError)

    func load() throws(EmbeddingError) -> any Embedder
}

/// The folder of all-MiniLM-L6-v2: `model.safetensors` and `vocab.txt`.
public struct MiniLMFolder: EmbedderSource {
    private static let names = ["model.safetensors", "vocab.txt"]

    private let locate: @Sendable () -> String

    /// - Parameter locate: the folder's path, whether it is there or not; asked each time, as it may come later.
    public init(locate: @escaping @Sendable () -> String) {
        self.locate = locate
    }

    public func stamp() -> [Int64] {
        let folder = locate()
        return Self.names.flatMap { name -> [Int64] in
            var status = stat()
            guard stat(folder + "/" + name, &status) == 0 else { return [0] }
            return [
                Int64(status.st_ino), Int64(status.st_size), Int64(status.st_mtim.tv_sec),
                Int64(status.st_mtim.tv_nsec),
            ]
        }
    }

    public func check() throws(EmbeddingError) {
        let folder = locate()
        _ = try Vocabulary(folder + "/vocab.txt", count: MiniLMWeights.words)
        try MiniLMWeights.check(folder + "/model.safetensors")
    }

    public func load() throws(EmbeddingError) -> any Embedder { try MiniLMEmbedder(folder: locate()) }
}
