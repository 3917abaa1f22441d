/// What keeps the journal from doing all it should, in words, and what to do about it.
public struct JournalProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    public let tip: String

    public var description: String { "\(message) \(tip)" }
}
