/// How alerts stand at a moment, for pages.
public struct AlertStanding: Sendable {
    /// Something that fires, and what is the case just now.
    public struct Firing: Sendable, Hashable {
        public let alert: Alert
        /// As it is now; as it was at the beginning where nothing is known now.
        public let message: String
        public let reason: String
        public let tip: String
        public let silence: AlertSilence?
    }

    /// How a hook is doing.
    public struct Hook: Sendable, Hashable {
        public let hook: AlertHook
        public let waiting: Int
        /// Milliseconds since 1970.
        public let lastDelivered: Int64?
        public let lastFailure: String?
        /// Deliveries given up since the last success.
        public let failed: Int
    }

    /// The newest first.
    public let firing: [Firing]
    /// What is over, the newest first.
    public let past: [Alert]
    /// Silences that last, of what fires and of what does not.
    public let silences: [AlertSilence]
    public let hooks: [Hook]
    /// What keeps alerts from being kept, in a sentence.
    public let problem: String?
    public let rules: [AlertRule]
}
