import Engine
import Storage
import Synchronization

/// The thread that moves finished requests from the journal into the database.
final class JournalDrain: Sendable {
    /// Requests that share a transaction.
    private static let batch = 1_024
    /// How long requests gather while there are some.
    private static let gathering = Duration.milliseconds(50)
    /// Passes without a request after which the thread sleeps until one wakes it.
    private static let patience = 20
    private static let sleep = Duration.seconds(60)
    private static let longestPause = Duration.seconds(5)

    private final class Waiter: Sendable {
        let bell = Bell()
        let failure = Mutex<JournalProblem?>(nil)
    }

    private enum Stop {
        case drained, abandoned
    }

    private struct State {
        var waiters: [Waiter] = []
        var stop: Stop?
        var problem: JournalProblem?
    }

    private let table: SlotTable
    private let overflow: Overflow
    private let store: RequestStore
    private let clock: any EngineClock
    private let retention: Int64?
    private let state = Mutex(State())
    private let bell = Bell()
    private let isAsleep = Atomic(false)
    private let thread = Mutex<BackgroundThread?>(nil)

    init(table: SlotTable, overflow: Overflow, store: RequestStore, clock: any EngineClock, retention: Int64?) throws {
        self.table = table
        self.overflow = overflow
        self.store = store
        self.clock = clock
        self.retention = retention
        let started = try BackgroundThread("journal", canWait: true) { [self] in run() }
        thread.withLock { $0 = started }
    }

    var problem: JournalProblem? { state.withLock { $0.problem } }

    /// Called after a request has been put into a list. The thread looks into the lists once more after it has said that
    /// it sleeps, so either it sees the request there or the caller sees it asleep.
    func noteWork() {
        guard isAsleep.load(ordering: .relaxed), isAsleep.exchange(false, ordering: .relaxed) else { return }
        bell.ring()
    }

    /// Called when requests wait for what it frees.
    func hurry() { bell.ring() }

    func flush() throws(JournalProblem) {
        let waiter = Waiter()
        let isStopped = state.withLock { state in
            if state.stop == nil { state.waiters.append(waiter) }
            return state.stop != nil
        }
        guard !isStopped else {
            throw JournalProblem(message: "The journal is closed.", tip: "Open it again; it records what is left.")
        }
        bell.ring()
        waiter.bell.wait()
        if let failure = waiter.failure.withLock({ $0 }) { throw failure }
    }

    /// Ends the thread, after it has recorded what is finished unless the journal is abandoned.
    func stop(isAbandoned: Bool) {
        state.withLock { $0.stop = $0.stop ?? (isAbandoned ? .abandoned : .drained) }
        bell.ring()
        thread.withLock { $0.take() }?.join()
    }

    private func run() {
        var pass = Pass()
        var quietPasses = 0
        var pause = Self.gathering
        var nextPruning: Int64 = 0
        while true {
            let (waiters, stop) = state.withLock { state in
                defer { state.waiters = [] }
                return (state.waiters, state.stop)
            }
            pass.isAwaited = stop != nil || !waiters.isEmpty
            let failure = stop == .abandoned ? nil : perform(&pass)
            for waiter in waiters {
                waiter.failure.withLock { $0 = failure }
                waiter.bell.ring()
            }
            if stop != nil { return }
            pause = failure == nil ? Self.gathering : min(pause * 2, Self.longestPause)
            quietPasses = pass.recorded > 0 || failure != nil ? 0 : quietPasses + 1
            if failure == nil, clock.milliseconds >= nextPruning {
                nextPruning = prune() ? 0 : clock.milliseconds + 60_000
            }
            // Having said that it sleeps, it makes one more pass before it does.
            if quietPasses == Self.patience {
                isAsleep.store(true, ordering: .relaxed)
            } else if quietPasses > Self.patience {
                bell.wait(atMost: Self.sleep)
                isAsleep.store(false, ordering: .relaxed)
                quietPasses = 0
            } else {
                bell.wait(atMost: pause)
            }
        }
    }

    /// What one look at the lists found and did.
    private struct Pass {
        /// Finished and not recorded yet, after a failure.
        var indices: [UInt32] = []
        var recorded = 0
        /// Somebody waits for its end.
        var isAwaited = false

        /// Requests that are recorded without giving way to others in between; nil for all of them.
        ///
        /// The more wait, the longer it goes on, and so it falls behind only as far as it has to. On a machine that is
        /// busy with other things whoever always gives way would get nowhere.
        var stretch: Int? {
            if isAwaited || indices.count > Self.longestQueue { return nil }
            return max(Self.shortStretch, indices.count * Self.shortStretch / JournalDrain.batch)
        }

        /// They take some 60 µs.
        private static let shortStretch = 16
        private static let longestQueue = 8 * SlotSegment.slots
    }

    /// Records what is finished.
    /// - Returns: why not all of it could be.
    private func perform(_ pass: inout Pass) -> JournalProblem? {
        pass.indices += table.takeFinished()
        pass.recorded = 0
        do {
            while !pass.indices.isEmpty {
                let indices = pass.indices.prefix(Self.batch)
                try store.add(requests(in: indices), stretch: pass.stretch)
                table.free(indices)
                pass.recorded += indices.count
                pass.indices.removeFirst(indices.count)
            }
            try recordOverflow(&pass)
        } catch {
            let cause = Explanation(error)
            let problem = JournalProblem(
                message: "\(pass.indices.count) requests wait in the journal to be recorded: \(cause.message)",
                tip: cause.tip)
            state.withLock { $0.problem = problem }
            table.retryGrowth()
            return problem
        }
        state.withLock { $0.problem = nil }
        table.retryGrowth()
        // A large pass was a burst, and its slots are free now.
        if pass.recorded > SlotSegment.slots { table.rest() }
        if pass.recorded > 0, overflow.counts.waiting == 0 { table.forgetProblem() }
        return nil
    }

    private func requests(in indices: some Sequence<UInt32>) -> FinishedSlots {
        // Rows that come in their order are appended to the table.
        let ordered = indices.map { (number: table.slot($0)?.number ?? 0, index: $0) }.sorted { $0.number < $1.number }
        return FinishedSlots(table: table, indices: ordered.map(\.index))
    }

    /// The requests in some slots, each read when it is recorded.
    private struct FinishedSlots: Sequence, Sendable {
        let table: SlotTable
        let indices: [UInt32]

        func makeIterator() -> AnyIterator<StoredRequest> {
            var rest = indices[...]
            return AnyIterator {
                while let index = rest.popFirst() {
                    switch table.slot(index)?.read() {
                    case .finished(let request): return request
                    case .half(let number, let opening):
                        return StoredRequest(number: number, opening: opening, record: .interrupted)
                    default: continue
                    }
                }
                return nil
            }
        }
    }

    private func recordOverflow(_ pass: inout Pass) throws {
        while true {
            let requests = overflow.takeFinished(Self.batch)
            if requests.isEmpty { return }
            do {
                try store.add(requests)
            } catch {
                overflow.putBack(requests)
                throw error
            }
            pass.recorded += requests.count
        }
    }

    /// Removes some requests and sums that are older than they are kept.
    /// - Returns: whether there may be more.
    private func prune() -> Bool {
        let now = clock.milliseconds
        let limit = 1_000
        do {
            let isMore = try store.pruneSums(now: now)
            guard let retention else { return isMore }
            return try store.prune(before: now - retention, limit: limit) == limit || isMore
        } catch {
            // What hinders it hinders the next pass as well, which says so.
            return false
        }
    }
}
