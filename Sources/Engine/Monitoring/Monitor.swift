import Telemetry

/// What watches the router: it reads what the router counts and adds nothing to a request's way.
public final class Monitor: Sendable {
    private static let longestList = 100

    let router: ModelRouter
    private let clock: any EngineClock
    private let unrecorded: @Sendable () -> UInt64
    private let conditions: @Sendable () -> [MonitoringCondition]
    private let finished = FinishedSteps()
    /// Where alerts begin and end, where there are any.
    public let alerts: AlertDesk?

    /// - Parameters:
    ///   - unrecorded: how many requests the journal had to give up on.
    ///   - conditions: what else whoever watches should know just now.
    ///   - alerts: for whoever shows them; it is not asked here.
    public init(
        _ router: ModelRouter, clock: any EngineClock, unrecorded: @escaping @Sendable () -> UInt64 = { 0 },
        conditions: @escaping @Sendable () -> [MonitoringCondition] = { [] }, alerts: AlertDesk? = nil
    ) {
        self.router = router
        self.clock = clock
        self.unrecorded = unrecorded
        self.conditions = conditions
        self.alerts = alerts
    }

    /// How everything stands now.
    public func snapshot() -> MonitoringSnapshot {
        let now = clock.nanoseconds
        let meter = router.ledger.meter
        let counted = meter.read { history, names in
            Counted(history, names, elapsed: Double(max(0, now - meter.origin)) / 1e9)
        }
        return MonitoringSnapshot(
            at: clock.milliseconds, uptime: counted.elapsed, totals: meter.totals, unrecorded: unrecorded(),
            recent: counted.recent, minute: counted.minute.all, quarterHour: counted.quarterHour,
            hour: counted.hour.all, sinceStart: counted.sinceStart, models: models(counted, at: now), tiers: tiers(),
            errors: counted.errors, inFlight: Array(meter.inFlight().prefix(Self.longestList)), instant: now,
            conditions: conditions())
    }

    /// Whether questions are matched by meaning; `nil` where that is switched off.
    public var semantic: SemanticCache.Standing? { router.semantic?.standing }

    /// Every tier with what it holds. It asks them, so it may take a moment.
    public func tierReports() async -> [TierReport] { await router.cache.report() }

    /// Figures for a chart: the window cut into steps, the oldest first, the last one not yet over.
    ///
    /// Steps begin at multiples of their length, so that a chart that is drawn again shows the same ones. Those from before
    /// the start are left out. Steps that are over are remembered: drawing a chart every second costs its last step.
    /// - Parameters:
    ///   - step: seconds.
    ///   - model: one model's figures; those of all when left out.
    public func series(_ window: MonitoringWindow, step: Int, model: String? = nil) -> [SeriesPoint] {
        let step = Int64(min(max(step, 1), window.seconds))
        let now = clock.nanoseconds
        let meter = router.ledger.meter
        let elapsed = max(0, now - meter.origin)
        let start = clock.milliseconds - elapsed / 1_000_000
        let figures = meter.read { [finished] history, names in
            finished.figures(
                in: history, window: window, step: step, model: model.map { names.firstIndex(of: $0) ?? -1 },
                elapsed: Double(elapsed) / 1e9)
        }
        return figures.map { number, figures in
            SeriesPoint(at: (start + number * step * 1_000 + 500) / 1_000 * 1_000, figures: figures)
        }
    }

    private func models(_ counted: Counted, at now: Int64) -> [ModelFigures] {
        let wall = clock.milliseconds
        let desks = router.registry.all
        let configured = desks.map { desk in
            let standing = desk.standing(at: wall)
            let name = desk.model.name
            return ModelFigures(
                name: name, minute: counted.minute[name], hour: counted.hour[name],
                standing: ModelFigures.Standing(
                    endpoint: desk.model.endpoint, circuit: ModelFigures.Circuit(standing.circuit),
                    admits: standing.admits, inFlight: standing.inFlight, waiting: standing.waiting,
                    latency: standing.latency, upstream: desk.upstream.figures(at: now)))
        }
        let known = Set(desks.map(\.model.name))
        let others = counted.hour.models.keys.filter { !known.contains($0) }.sorted().map {
            ModelFigures(name: $0, minute: counted.minute[$0], hour: counted.hour[$0], standing: nil)
        }
        return configured + others
    }

    private func tiers() -> [TierFigures] {
        let memory = router.cache.memory.statistics
        let first = TierFigures(
            name: "l1", isOn: true, hits: memory.hits, misses: nil, failures: nil, entries: memory.entries,
            bytes: memory.bytes, capacity: memory.capacity, evictions: memory.evictions, lastError: nil)
        return [first]
            + [router.cache.l2, router.cache.l3].compactMap { $0?.standing }.map { standing in
                TierFigures(
                    name: standing.name, isOn: standing.state == .on, hits: standing.hits, misses: standing.misses,
                    failures: standing.failures, entries: nil, bytes: nil, capacity: nil, evictions: nil,
                    lastError: standing.lastError)
            }
    }
}

extension Monitor {
    /// One window, of all models and of each.
    private struct Window: Sendable {
        let all: WindowFigures
        let models: [String: WindowFigures]

        init(_ window: MeterWindow, _ names: [String], seconds: Double) {
            all = WindowFigures(window.all, seconds: seconds)
            models = Dictionary(
                window.models.map { (names[$0], WindowFigures($1, seconds: seconds)) },
                uniquingKeysWith: { first, _ in first })
        }

        subscript(model: String) -> WindowFigures {
            models[model] ?? WindowFigures(MeterWindow.Sum(), seconds: all.seconds)
        }
    }

    /// What is taken out of the history while it is held.
    private struct Counted: Sendable {
        let elapsed: Double
        let recent: RequestTally
        let minute: Window
        let quarterHour: WindowFigures
        let hour: Window
        let sinceStart: RequestTally
        let errors: [ErrorGroup]

        init(_ history: borrowing MeterHistory, _ names: [String], elapsed: Double) {
            self.elapsed = elapsed
            // The second that is under way is one of the window's.
            let underway = max(0, elapsed - Double(history.current)) - 1
            func seconds(_ window: MonitoringWindow) -> Double { min(Double(window.rawValue) + underway, elapsed) }
            var recent = RequestTally()
            for second in history.current - 4...history.current {
                for cell in history.cells(of: second) { recent += cell.tally }
            }
            self.recent = recent
            minute = Window(history.window(.minute), names, seconds: seconds(.minute))
            quarterHour = WindowFigures(history.window(.quarterHour).all, seconds: seconds(.quarterHour))
            hour = Window(history.window(.hour), names, seconds: seconds(.hour))
            sinceStart = history.lifetime.values.reduce(into: RequestTally()) { $0 += $1.tally }
            errors = history.errors.newest
        }
    }
}

extension ModelFigures.Circuit {
    fileprivate init(_ state: CircuitBreaker.State) {
        switch state {
        case .closed: self = .closed
        case .open: self = .open
        case .halfOpen: self = .halfOpen
        }
    }
}
