/// How much a line of the log matters.
public enum LogLevel: String, Sendable, CaseIterable {
    case info
    /// Something goes on less well than it should.
    case warning = "warn"
    case error
}
