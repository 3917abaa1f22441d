/// What a request asked and was answered, in words.
public struct RequestContent: Sendable, Hashable {
    /// The request's number in the journal.
    public let number: UInt64
    /// The request's body, UTF-8 JSON.
    public let prompt: [UInt8]
    /// The answer's JSON, of a stream too; nothing when there was none.
    public let answer: [UInt8]

    public init(number: UInt64, prompt: [UInt8], answer: [UInt8]) {
        self.number = number
        self.prompt = prompt
        self.answer = answer
    }
}

/// Keeps what requests asked and were answered, where somebody has switched that on.
public protocol ContentKeeper: Sendable {
    /// Returns at once. What is kept may be cut, and is lost when there is too much of it or the program is killed.
    func keep(_ content: RequestContent)
}
