/// A date, a week or a time zone that cannot be used.
public struct CalendarError: Error, Sendable, Equatable {
    /// What is wrong, as a sentence without its full stop.
    public let message: String
    /// What to do about it, in one sentence.
    public let tip: String

    public init(message: String, tip: String) {
        self.message = message
        self.tip = tip
    }
}
