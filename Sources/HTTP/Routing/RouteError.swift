/// A route that cannot be added: the program's own mistake, found when it starts.
public struct RouteError: Error, Sendable, CustomStringConvertible {
    public let message: String
    public let tip: String

    public var description: String { "\(message) \(tip)" }
}
