import JSON
import Roadmap

/// The configuration of a running server, which can be read again.
public protocol LiveConfiguration: Sendable {
    var standing: ConfigurationStanding { get }

    /// Reads the file again and takes it up, whole or not at all.
    func reload() -> ConfigurationStanding
}

/// What a running server made of its configuration.
public struct ConfigurationStanding: Sendable, Hashable {
    /// The file's path; `nil` where there is none.
    public var file: String?
    /// When what is in force was read.
    public var loadedAt: Instant
    /// What was wrong when it was last read, with lines; empty when that was taken up.
    public var problems: [String] = []
    /// When that was.
    public var refusedAt: Instant?
    /// Settings that have changed in the file since the start and wait for the next one.
    public var waiting: [String] = []

    public init(file: String?, loadedAt: Instant) {
        self.file = file
        self.loadedAt = loadedAt
    }

    var json: JSON.Object {
        [
            "file": file.map { .string($0) } ?? .null, "loadedAt": .string(loadedAt.rfc3339),
            "refusedAt": refusedAt.map { .string($0.rfc3339) } ?? .null,
            "problems": .array(problems.map { .string($0) }), "needRestart": .array(waiting.map { .string($0) }),
        ]
    }
}
