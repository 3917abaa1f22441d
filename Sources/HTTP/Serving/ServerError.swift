/// Why a server cannot start.
public struct ServerError: Error, Sendable, CustomStringConvertible {
    public let message: String
    public let tip: String

    public var description: String { "\(message) \(tip)" }
}
