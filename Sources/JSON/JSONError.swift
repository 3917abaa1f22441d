/// Where a text stops being JSON, and what was expected there.
public struct JSONError: Error, Sendable, Equatable {
    /// From 1.
    public let line: Int
    /// From 1, in characters (Unicode scalars) of the line.
    public let column: Int
    /// What was expected and what was found, without the place: `expected "," or "}", found "]"`.
    public let reason: String
    /// What to do about it, in one sentence.
    public let tip: String

    public var message: String { "Not valid JSON at line \(line), column \(column): \(reason)" }
}

extension JSONError: CustomStringConvertible {
    public var description: String { message + ". " + tip }
}
