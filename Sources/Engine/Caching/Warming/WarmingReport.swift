/// What became, or would become, of the requests that were to be warmed.
public struct WarmingReport: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        /// The line of the file that the request came from, from 1.
        public var number: Int?
        /// `nil` for what is no request.
        public var key: CacheKey?
        public var model: String?
        /// Asks a day, where they are known.
        public var frequency: Double?
        /// Micro-cents × milliseconds a day, where it is known.
        public var value: Double?
        /// In micro-cents.
        public var expectedCost: Int64 = 0
        /// What the upstream took the last time, in milliseconds, where that is known.
        public var latency: Int64?
        public var outcome: Outcome
    }

    public enum Outcome: Sendable, Hashable {
        /// A dry run: it would be asked.
        case wouldAsk
        /// A dry run: it would be brought from a slower tier, for nothing.
        case wouldPromote
        /// - Parameter cost: micro-cents.
        case warmed(cost: Int64)
        case promoted
        case skipped(WarmingSkip)
        /// No prompt is in either.
        case failed(message: String, tip: String)

        /// Why it was passed over, where it was.
        public var skip: WarmingSkip? { if case .skipped(let reason) = self { reason } else { nil } }
    }

    public var lines: [Line]

    /// Some line is no request, or got no answer.
    public var hasFailures: Bool {
        lines.contains { if case .failed = $0.outcome { true } else { false } }
    }

    /// In micro-cents: of a dry run, what it would cost.
    public var cost: Int64 {
        lines.reduce(0) { sum, line in
            switch line.outcome {
            case .warmed(let cost): sum + cost
            case .wouldAsk: sum + line.expectedCost
            default: sum
            }
        }
    }
}
