import Synchronization

/// Looks once a second, writes down, tells the webhooks and the activity, and learns once an hour what is usual; each in
/// a task of its own, so that none waits for another.
public final class AlertWatch: Sendable {
    private let desk: AlertDesk
    private let monitor: Monitor
    private let history: any RequestHistory
    private let sender: any AlertSender
    private let clock: any EngineClock
    private let offset: @Sendable (Int64) -> Int64
    private let targets: @Sendable () -> [String: Double]
    private let note: @Sendable (AlertNotice) async throws -> Void
    /// Hooks that something is being sent to.
    private let busy = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - offset: what the team's clocks are ahead of UTC at an instant, both in milliseconds.
    ///   - targets: what the plan wants of each metric this month.
    ///   - note: makes a line of the activity of something; the same once more changes nothing.
    public init(
        _ desk: AlertDesk, monitor: Monitor, history: any RequestHistory, sender: any AlertSender,
        clock: any EngineClock, offset: @escaping @Sendable (Int64) -> Int64 = { _ in 0 },
        targets: @escaping @Sendable () -> [String: Double],
        note: @escaping @Sendable (AlertNotice) async throws -> Void
    ) {
        self.desk = desk
        self.monitor = monitor
        self.history = history
        self.sender = sender
        self.clock = clock
        self.offset = offset
        self.targets = targets
        self.note = note
    }

    /// Watches until the task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.every(1_000) { self.look() } }
            group.addTask { await self.every(250) { await self.write() } }
            group.addTask { await self.every(UsualFigures.hour) { self.learn() } }
            group.addTask { await self.every(1_000) { await self.noteActivity() } }
            await every(250) {
                for hook in self.sender.hooks where self.begin(hook) {
                    group.addTask {
                        while !Task.isCancelled, await self.deliver(to: hook) {}
                        self.end(hook)
                    }
                }
            }
        }
    }

    func look() { desk.look(at: monitor.snapshot(), targets: targets()) }

    func write() async { await desk.keep() }

    /// Learns from the last weeks what is usual.
    func learn() {
        let end = clock.milliseconds / UsualFigures.hour * UsualFigures.hour
        do {
            let points = try history.series(
                from: end - UsualFigures.reach, to: end, step: UsualFigures.hour, model: nil)
            desk.take(UsualFigures(points, offset: offset))
        } catch {
            // What was usual an hour ago stays so.
        }
    }

    /// Sends the next thing that a hook has to be told.
    /// - Returns: whether there was one.
    func deliver(to hook: AlertHook) async -> Bool {
        guard hook.problem == nil, let (delivery, notice) = desk.due(for: hook.key) else { return false }
        do {
            try await sender.send(notice, to: hook)
            desk.settle(delivery, nil)
        } catch {
            // A server that stops has broken the call off itself.
            if !Task.isCancelled { desk.settle(delivery, error) }
        }
        // At once, so that a crash hardly ever makes it be told again.
        await desk.keep()
        return true
    }

    func noteActivity() async {
        for notice in desk.unnoted() {
            do {
                try await note(notice)
                desk.note(notice)
            } catch {
                // It is tried again; what is wrong with the tracker's database its own pages say.
                return
            }
        }
    }

    private func begin(_ hook: AlertHook) -> Bool { busy.withLock { $0.insert(hook.key).inserted } }

    private func end(_ hook: AlertHook) { busy.withLock { _ = $0.remove(hook.key) } }

    private func every(_ milliseconds: Int64, _ body: () async -> Void) async {
        while !Task.isCancelled {
            await body()
            do {
                try await clock.sleep(milliseconds: milliseconds)
            } catch {
                return
            }
        }
    }
}
