import Synchronization

/// A tier that may fail without failing a request: it is switched off at an error and tried again after a pause that
/// doubles up to a minute.
public final class TierSwitch: Sendable {
    public enum State: String, Sendable {
        case on, off
    }

    public struct Standing: Sendable {
        public let name: String
        public let state: State
        public let hits: UInt64
        public let misses: UInt64
        public let failures: UInt64
        /// What the last failure said; no key and no prompt is in it.
        public let lastError: String?
    }

    private struct Status {
        var pause = TierSwitch.firstPause
        var triesAgainAt: Int64 = 0
        var isOff = false
        var hits: UInt64 = 0
        var misses: UInt64 = 0
        var failures: UInt64 = 0
        var lastError: String?
    }

    private static let firstPause: Int64 = 500
    private static let longestPause: Int64 = 60_000

    private let tier: any CacheTier
    private let clock: any EngineClock
    private let status = Mutex(Status())

    public init(_ tier: any CacheTier, clock: any EngineClock) {
        self.tier = tier
        self.clock = clock
    }

    public var name: String { tier.name }

    public var standing: Standing {
        status.withLock {
            Standing(
                name: tier.name, state: $0.isOff ? .off : .on, hits: $0.hits, misses: $0.misses, failures: $0.failures,
                lastError: $0.lastError)
        }
    }

    func answer(for key: CacheKey) async -> KeptAnswer? {
        guard let trial else { return nil }
        do {
            let answer = try await tier.answer(for: key)
            works { status in
                if answer == nil { status.misses += 1 } else { status.hits += 1 }
            }
            return answer
        } catch {
            fails(error, trial)
            return nil
        }
    }

    func keep(_ answer: KeptAnswer, for key: CacheKey) async {
        guard let trial else { return }
        do {
            try await tier.keep(answer, for: key)
            works { _ in }
        } catch {
            fails(error, trial)
        }
    }

    /// - Throws: what the tier says; a purge that did not happen must not look like one that did.
    public func purge() async throws { try await tier.purge() }

    /// What the tier holds; `nil` when it cannot tell, for whatever reason.
    func contents() async -> TierContents? {
        do {
            return try await tier.contents()
        } catch {
            // Why it does not work shows with the next request.
            return nil
        }
    }

    private enum Trial {
        case ordinary
        /// Sees whether a tier that was off is well again.
        case probe
    }

    /// As what the tier is asked now; `nil` when it is not. Of the callers that come when a pause is over, one is let
    /// through to try.
    private var trial: Trial? {
        let now = clock.milliseconds
        return status.withLock { status in
            guard status.isOff else { return .ordinary }
            guard now >= status.triesAgainAt else { return nil }
            status.triesAgainAt = now + status.pause
            return .probe
        }
    }

    private func works(_ note: (inout Status) -> Void) {
        status.withLock { status in
            status.isOff = false
            status.pause = Self.firstPause
            note(&status)
        }
    }

    /// Of many calls that were under way when the tier went down, each fails; only a failed probe makes the pause longer.
    private func fails(_ error: any Error, _ trial: Trial) {
        guard !(error is CancellationError) else { return }
        let now = clock.milliseconds
        status.withLock { status in
            status.failures += 1
            if trial == .probe {
                status.pause = min(status.pause * 2, Self.longestPause)
            } else if status.isOff {
                return
            }
            status.isOff = true
            status.triesAgainAt = now + status.pause
            status.lastError = String("\(error)".prefix(300))
        }
    }
}
