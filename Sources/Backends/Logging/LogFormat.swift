/// What the lines of a log look like.
public enum LogFormat: Sendable, Hashable {
    /// The program's messages as they are, and no requests.
    case messages
    /// Messages and requests, one readable line each.
    case text
    /// The same as JSON lines.
    case json

    public var hasRequests: Bool { self != .messages }
}
