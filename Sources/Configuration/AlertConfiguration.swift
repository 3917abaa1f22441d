extension Settings {
    /// `alerts:` in the file.
    public struct Alerts: Sendable, Equatable {
        /// Where alerts are posted to: an address, or the variable that holds it.
        public struct Webhook: Sendable, Equatable {
            public let url: String?
            public let urlVariable: String?
            /// The variable that holds what posts are signed with.
            public let secretVariable: String?
            /// `beast.yaml:7`
            public let place: String
        }

        public enum Metric: String, Sendable, CaseIterable {
            case requestCoverage, errorRate, latency, firstByte, cacheHitRate, semanticHitRate, throughput, costRate
            case costPerRequest, tier, circuit, traffic

            /// Whether it is compared with a bound.
            public var isMeasured: Bool { self != .tier && self != .circuit && self != .traffic }

            /// The costs of an hour and the first byte have no row in TARGETS.md.
            var hasTarget: Bool { isMeasured && self != .costRate && self != .firstByte }
        }

        public enum Bound: Sendable, Equatable {
            case value(Double)
            /// This month's target of the plan.
            case target
        }

        public struct Rule: Sendable, Equatable {
            public let name: String
            public let metric: Metric
            /// One of the two for what is measured; neither for what is not.
            public let above: Bound?
            public let below: Bound?
            /// Seconds: 60, 900 or 3,600.
            public let window: Int
            /// Seconds.
            public let duration: Int
            public let clear: Double?
            /// Requests.
            public let minimum: Int?
            /// `beast.yaml:7`
            public let place: String
        }

        public enum Anomalies: String, Sendable, CaseIterable {
            case off, show, announce
        }

        public var webhooks: [Webhook] = []
        public var rules: [Rule] = []
        /// The built-in rules hold for metrics that no rule of the file is about.
        public var usesDefaults = true
        public var anomalies = Anomalies.show
    }
}
