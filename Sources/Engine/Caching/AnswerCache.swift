/// The tiers as one: the fastest that has an answer gives it, and the faster ones take it up.
public final class AnswerCache: Sendable {
    /// How long answers are kept, in milliseconds.
    public struct Lifetimes: Sendable, Hashable {
        public var l1: Int64 = 3_600_000
        public var l2: Int64 = 7_200_000
        public var l3: Int64 = 86_400_000

        public init() {}
    }

    public let memory: MemoryTier
    public let l2: TierSwitch?
    public let l3: TierSwitch?
    private let lifetimes: Lifetimes
    private let clock: any EngineClock

    public init(
        memory: MemoryTier, l2: TierSwitch?, l3: TierSwitch?, lifetimes: Lifetimes = Lifetimes(), clock: any EngineClock
    ) {
        self.memory = memory
        self.l2 = l2
        self.l3 = l3
        self.lifetimes = lifetimes
        self.clock = clock
    }

    /// What memory has, without waiting for anything.
    func remembered(_ key: CacheKey) -> KeptAnswer? { memory.answer(for: key, at: clock.milliseconds) }

    /// What any tier has, and which.
    func answer(for key: CacheKey) async -> (answer: KeptAnswer, outcome: CacheOutcome)? {
        if let answer = remembered(key) { return (answer, .hitL1) }
        if let answer = await l2?.answer(for: key) {
            memory.keep(bounded(answer, lifetimes.l1), for: key, asks: 1)
            return (answer, .hitL2)
        }
        if let answer = await l3?.answer(for: key) {
            memory.keep(bounded(answer, lifetimes.l1), for: key, asks: 1)
            await l2?.keep(bounded(answer, lifetimes.l2), for: key)
            return (answer, .hitL3)
        }
        return nil
    }

    /// Gives an answer to every tier.
    /// - Parameter lifetime: milliseconds, where the request asked for other than the tiers' own.
    /// - Returns: when the last of the tiers forgets it, in milliseconds since 1970.
    @discardableResult
    func keep(
        _ answer: ReadyAnswer, question: String, latency: Int64, lifetime: Int64?, for key: CacheKey
    ) async -> Int64 {
        let now = clock.milliseconds
        func kept(_ own: Int64) -> KeptAnswer {
            KeptAnswer(
                body: answer.body, question: question, storedAt: now, expiresAt: now + min(own, lifetime ?? own),
                cost: answer.cost, latency: latency, facts: answer.facts)
        }
        memory.keep(kept(lifetimes.l1), for: key)
        await l2?.keep(kept(lifetimes.l2), for: key)
        await l3?.keep(kept(lifetimes.l3), for: key)
        return now + min(longestLifetime, lifetime ?? longestLifetime)
    }

    /// How long the slowest of the tiers that there are keeps an answer, in milliseconds.
    var longestLifetime: Int64 { l3 != nil ? lifetimes.l3 : l2 != nil ? lifetimes.l2 : lifetimes.l1 }

    /// Whether no tier is switched off for having failed.
    var isWhole: Bool { [l2, l3].allSatisfy { $0?.standing.state != .off } }

    /// Whether L2 or L3 has an answer, without anybody having asked for it.
    func isInSlowerTier(_ key: CacheKey) async -> Bool {
        if await l2?.answer(for: key, isAsked: false) != nil { return true }
        return await l3?.answer(for: key, isAsked: false) != nil
    }

    /// Brings an answer from a slower tier into memory without anybody having asked for it.
    /// - Returns: the answer as the slower tier has it; `nil` when none of them does.
    func promote(_ key: CacheKey) async -> KeptAnswer? {
        if let answer = await l2?.answer(for: key, isAsked: false) {
            memory.keep(bounded(answer, lifetimes.l1), for: key)
            return answer
        }
        guard let answer = await l3?.answer(for: key, isAsked: false) else { return nil }
        memory.keep(bounded(answer, lifetimes.l1), for: key)
        await l2?.keep(bounded(answer, lifetimes.l2), for: key)
        return answer
    }

    /// A tier that could not be emptied, and what it says.
    public struct PurgeFailure: Sendable {
        public let tier: String
        public let error: any Error
    }

    /// Forgets everything, in every tier that can.
    /// - Returns: the tiers that could not.
    public func purge() async -> [PurgeFailure] {
        memory.purge()
        var failures: [PurgeFailure] = []
        for tier in [l2, l3] {
            guard let tier else { continue }
            do {
                try await tier.purge()
            } catch {
                failures.append(PurgeFailure(tier: tier.name, error: error))
            }
        }
        return failures
    }

    /// A copy in a faster tier lives no longer than there, nor than the original.
    private func bounded(_ answer: KeptAnswer, _ lifetime: Int64) -> KeptAnswer {
        KeptAnswer(
            body: answer.body, question: answer.question, storedAt: answer.storedAt,
            expiresAt: min(answer.expiresAt, clock.milliseconds + lifetime), cost: answer.cost, latency: answer.latency,
            facts: AnswerFacts(of: answer))
    }
}
