/// Why sentences cannot be embedded, and what the person reading it can do about it.
public struct EmbeddingError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        /// A file of the model is not there.
        case missing
        /// A file of the model is there but cannot be read.
        case unreadable
        /// A file of the model is not what it should be: truncated, damaged, or another model's.
        case damaged
    }

    public let kind: Kind
    /// One sentence that says what happened.
    public let message: String
    /// One sentence that says what to do.
    public let tip: String

    public var description: String { "\(message) \(tip)" }

    static func missing(_ path: String) -> EmbeddingError {
        EmbeddingError(
            kind: .missing, message: "The embedding model's file \(path) is not there.",
            tip: "Run `make weights` to fetch it; without it only exact repeats are answered from the cache.")
    }

    static func unreadable(_ path: String, reason: String) -> EmbeddingError {
        EmbeddingError(
            kind: .unreadable, message: "The embedding model's file \(path) cannot be read: \(reason).",
            tip: "Let the account that runs this program read it.")
    }

    static func damaged(_ path: String, reason: String) -> EmbeddingError {
        EmbeddingError(
            kind: .damaged, message: "The embedding model's file \(path) is damaged: \(reason).",
            tip: "Delete it and run `make weights` to fetch it again.")
    }
}
