import Synchronization

/// Keeps the most valuable answers warm: brings those that slower tiers still have into memory, which costs nothing, and
/// asks those that are gone, or go soon, again within a budget.
public final class CacheWarmer: Sendable {
    public struct Settings: Sendable, Hashable {
        /// What asking may cost on a day of UTC, in micro-cents; `nil` asks nothing by itself.
        public var budget: Int64?
        /// Calls at a time.
        public var concurrency = 2
        /// Milliseconds between two rounds.
        public var rhythm: Int64 = 60_000

        public init() {}
    }

    private struct State {
        var statistics = WarmingStatistics()
        var pauses = WarmingPauses()
        var today: Int64 = -1
        var dayBudget = WarmingBudget(limit: 0)
    }

    /// Requests looked at in a round.
    private static let largestRound = 1_000
    /// The part of its life that is left of an answer when it is asked for again.
    private static let lead: Int64 = 12
    /// How often, and how many milliseconds apart, a model whose places are taken is tried again.
    private static let tries = 20
    private static let pause: Int64 = 500

    let router: ModelRouter
    private let memory: WarmingMemory
    private let settings: Settings
    private let ranking: WarmingRanking
    private let clock: any EngineClock
    private let state = Mutex(State())

    /// - Parameter router: tells `memory` of its requests.
    public init(
        _ router: ModelRouter, memory: WarmingMemory, settings: Settings = Settings(),
        ranking: WarmingRanking = WarmingRanking(), clock: any EngineClock
    ) {
        self.router = router
        self.memory = memory
        self.settings = settings
        self.ranking = ranking
        self.clock = clock
    }

    public var statistics: WarmingStatistics {
        let budget = dayBudget()
        return state.withLock { state in
            var statistics = state.statistics
            statistics.spentToday = budget.spent
            statistics.budget = settings.budget
            statistics.firstAsks = memory.firstAsks.tally
            return statistics
        }
    }

    /// Makes rounds until the task is cancelled, the first at once.
    public func run() async {
        while !Task.isCancelled {
            await round()
            guard await pause(for: settings.rhythm) else { return }
        }
    }

    /// - Returns: whether it was not cut short by the task's end.
    private func pause(for milliseconds: Int64) async -> Bool {
        do {
            try await clock.sleep(milliseconds: milliseconds)
            return true
        } catch {
            return false
        }
    }

    /// Takes up what was asked since the last round, forgets what is not worth remembering, and warms.
    func round() async {
        takeUpAsks()
        let asked = remembered()
        memory.asked.forget(WarmingRetention(ranking: ranking).superfluous(asked, at: clock.milliseconds))
        let ranked = ranking.ranked(asked, at: clock.milliseconds).prefix(Self.largestRound)
        let report = await warm(
            ranked.map(WarmingItem.init), within: dayBudget(), limit: nil, asks: settings.budget != nil, isDryRun: false
        )
        let skipped = Dictionary(grouping: report.lines.compactMap(\.outcome.skip)) { $0 }.mapValues {
            UInt64($0.count)
        }
        state.withLock { $0.statistics.skipped = skipped }
    }

    /// Notes what memory was asked for, so that the next start knows; for the end of the program too.
    public func takeUpAsks() {
        memory.asked.count(router.cache.memory.takeAsks(), on: clock.milliseconds / AskedRequest.day)
    }

    /// Warms the most valuable requests now.
    /// - Parameters:
    ///   - budget: micro-cents; `nil` for what is left of the day's.
    ///   - limit: how many are asked or promoted at most.
    public func warmMostValuable(budget: Int64?, limit: Int?, isDryRun: Bool) async -> WarmingReport {
        takeUpAsks()
        let ranked = ranking.ranked(remembered(), at: clock.milliseconds)
        return await warm(
            ranked.map(WarmingItem.init), within: budget.map { WarmingBudget(limit: $0) } ?? dayBudget(), limit: limit,
            asks: true, isDryRun: isDryRun)
    }

    /// Warms the requests of a list, in its order.
    /// - Parameter tenant: in whose name they are asked, and whose the answers are.
    public func warm(_ list: WarmingList, tenant: String, budget: Int64?, limit: Int?, isDryRun: Bool) async
        -> WarmingReport
    {
        let known = Dictionary(remembered().map { ($0.key, $0) }) { first, _ in first }
        var refused: [WarmingReport.Line] = []
        var items: [WarmingItem] = []
        for entry in list.entries {
            do throws(RouterError) {
                items.append(try item(entry, tenant: tenant, known: known))
            } catch {
                refused.append(
                    WarmingReport.Line(
                        number: entry.number, outcome: .failed(message: error.message, tip: error.tip)))
            }
        }
        var report = await warm(
            items, within: budget.map { WarmingBudget(limit: $0) } ?? dayBudget(), limit: limit, asks: true,
            isDryRun: isDryRun)
        report.lines = (report.lines + refused).sorted { $0.number ?? 0 < $1.number ?? 0 }
        return report
    }

    private func item(_ entry: WarmingList.Entry, tenant: String, known: [CacheKey: AskedRequest]) throws(RouterError)
        -> WarmingItem
    {
        let (request, key) = try router.request(parsing: entry.body, tenant: tenant)
        let model = try router.firstChoice(for: request)
        let now = clock.milliseconds
        return WarmingItem(
            request, key: key, tenant: tenant, number: entry.number,
            known: known[key].map { request in
                RankedRequest(
                    request: request, frequency: ranking.frequency(of: request, at: now),
                    value: ranking.value(of: request, at: now))
            }, expectedCost: request.estimatedUsage.cost(at: model.price))
    }

    private func remembered() -> [AskedRequest] {
        do {
            let asked = try memory.asked.all()
            state.withLock { $0.statistics.remembered = asked.count }
            return asked
        } catch {
            note(error)
            return []
        }
    }
}

extension CacheWarmer {
    /// - Parameter asks: asks what is in no tier, rather than promoting only.
    private func warm(
        _ items: [WarmingItem], within budget: WarmingBudget, limit: Int?, asks: Bool, isDryRun: Bool
    ) async -> WarmingReport {
        let places = Places(limit)
        // A dry run sets nothing aside.
        let budget = isDryRun ? WarmingBudget(limit: budget.limit, spent: budget.spent) : budget
        return await withTaskGroup(of: (Int, WarmingReport.Line).self) { group in
            var lines = items.map(\.line)
            func take() async {
                guard let (index, line) = await group.next() else { return }
                lines[index] = line
            }
            for (index, item) in items.enumerated() {
                if index >= settings.concurrency { await take() }
                guard !Task.isCancelled else { break }
                group.addTask {
                    var line = item.line
                    line.outcome = await self.warm(item, within: budget, places, asks: asks, isDryRun: isDryRun)
                    if !isDryRun { self.count(line.outcome) }
                    return (index, line)
                }
            }
            for _ in 0..<settings.concurrency { await take() }
            return WarmingReport(lines: lines)
        }
    }

    private func warm(
        _ item: WarmingItem, within budget: WarmingBudget, _ places: Places, asks: Bool, isDryRun: Bool
    ) async -> WarmingReport.Outcome {
        let need = await need(of: item)
        guard need != .nothing else { return .skipped(.warm) }
        guard need == .promotion || asks else { return .skipped(.budget) }
        guard places.take() else { return .skipped(.limit) }
        if need == .promotion {
            if isDryRun { return .wouldPromote }
            return await router.cache.promote(item.key) == nil ? .skipped(.forgotten) : .promoted
        }
        let now = clock.milliseconds
        guard !state.withLock({ $0.pauses.holds(item.model, at: now) }) else { return .skipped(.failing) }
        let expected = item.line.expectedCost
        guard budget.reserve(expected) else { return .skipped(.budget) }
        if isDryRun { return .wouldAsk }
        guard let body = body(of: item) else {
            budget.settle(reserved: expected, spent: 0)
            memory.asked.forget([item.key])
            return .skipped(.forgotten)
        }
        var warmth = await router.warm(body, tenant: item.tenant, expected: item.key)
        for _ in 0..<Self.tries {
            guard case .turnedAway = warmth, await pause(for: Self.pause) else { break }
            warmth = await router.warm(body, tenant: item.tenant, expected: item.key)
        }
        return settle(warmth, item, reserved: expected, of: budget)
    }

    private enum Need {
        case nothing, promotion, answer
    }

    private func need(of item: WarmingItem) async -> Need {
        let now = clock.milliseconds
        let cache = router.cache
        if let expiresAt = item.expiresAt, expiresAt - cache.longestLifetime / Self.lead <= now { return .answer }
        if cache.memory.holds(item.key, at: now) { return .nothing }
        if await cache.isInSlowerTier(item.key) { return cache.memory.hasRoom ? .promotion : .nothing }
        // A tier that is down may have what is missing: it is cheaper to wait for it.
        return cache.isWhole ? .answer : .nothing
    }

    private func body(of item: WarmingItem) -> [UInt8]? {
        if let body = item.body { return body }
        do {
            return try memory.asked.body(of: item.key)
        } catch {
            note(error)
            return nil
        }
    }

    private func settle(
        _ warmth: ModelRouter.Warmth, _ item: WarmingItem, reserved: Int64, of budget: WarmingBudget
    ) -> WarmingReport.Outcome {
        let now = clock.milliseconds
        let cost: Int64
        let outcome: WarmingReport.Outcome
        switch warmth {
        case .warmed(let actual, _): (cost, outcome) = (actual, .warmed(cost: actual))
        case .turnedAway: (cost, outcome) = (0, .skipped(.busy))
        case .skipped(let reason, let actual): (cost, outcome) = (actual ?? reserved, .skipped(reason))
        case .failed(let error, let actual):
            (cost, outcome) = (actual ?? reserved, .failed(message: error.message, tip: error.tip))
        }
        budget.settle(reserved: reserved, spent: cost)
        let today = dayBudget()
        if today !== budget { today.settle(reserved: 0, spent: cost) }
        if cost > 0 { memory.asked.spend(cost, on: now / AskedRequest.day) }
        state.withLock { state in
            state.statistics.spent += cost
            switch warmth {
            case .warmed: state.pauses.succeeded(item.model)
            case .failed: state.pauses.failed(item.model, at: now)
            case .skipped, .turnedAway: break
            }
        }
        return outcome
    }

    private func count(_ outcome: WarmingReport.Outcome) {
        state.withLock { state in
            switch outcome {
            case .warmed: state.statistics.warmed += 1
            case .promoted: state.statistics.promoted += 1
            case .failed: state.statistics.failed += 1
            case .skipped, .wouldAsk, .wouldPromote: break
            }
        }
    }

    /// The budget of this day, less what former runs spent of it.
    private func dayBudget() -> WarmingBudget {
        let today = clock.milliseconds / AskedRequest.day
        if let budget = state.withLock({ $0.today == today ? $0.dayBudget : nil }) { return budget }
        var spent: Int64 = 0
        do {
            spent = try memory.asked.spent(on: today)
        } catch {
            note(error)
        }
        return state.withLock { state in
            guard state.today != today else { return state.dayBudget }
            state.today = today
            state.dayBudget = WarmingBudget(limit: settings.budget ?? 0, spent: spent)
            return state.dayBudget
        }
    }

    private func note(_ error: any Error) {
        state.withLock { $0.statistics.lastError = String("\(error)".prefix(300)) }
    }
}

/// How many more may be asked or promoted.
private final class Places: Sendable {
    private let left: Mutex<Int>

    init(_ limit: Int?) {
        left = Mutex(limit ?? .max)
    }

    func take() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }
}
