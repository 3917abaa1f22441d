/// How much of its limits a key has left at an instant.
public struct KeyStanding: Sendable, Hashable {
    public struct Rate: Sendable, Hashable {
        /// A minute.
        public let limit: Int64
        public let remaining: Int64
        /// Milliseconds until all of the limit is there again, if nothing is used meanwhile.
        public let reset: Int64
    }

    /// `nil` where they are not limited.
    public let requests: Rate?
    public let tokens: Rate?
}
