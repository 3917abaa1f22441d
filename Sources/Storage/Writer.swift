import Glibc
import Synchronization

/// The one thread that writes. It takes all writes that wait, runs them in one transaction, and answers them when that
/// transaction is on disk: many writers share one fsync, and none is told "done" before it is true.
final class Writer: Sendable {
    /// Most writes that share a transaction: it bounds how long the lock is held and how much a failing commit undoes.
    static let largestBatch = 256

    private struct Queue {
        var waiting: [WriteJob] = []
        var isClosed = false
    }

    private let queue = Monitor(Queue())
    private let connections: ConnectionPool
    private let thread = Mutex<pthread_t?>(nil)
    private let threadID = Atomic<UInt>(0)
    private let commitCount = Atomic<UInt64>(0)

    private let canWait: Bool

    /// - Parameters:
    ///   - connections: where the writer borrows its connection, for the time of a transaction.
    ///   - canWait: nobody waits for what is written, so that other threads go first.
    init(_ connections: ConnectionPool, canWait: Bool) throws {
        self.connections = connections
        self.canWait = canWait
        var started = pthread_t()
        let code = pthread_create(
            &started, nil,
            { writer in
                guard let writer else { return nil }
                Unmanaged<Writer>.fromOpaque(writer).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard code == 0 else {
            Unmanaged.passUnretained(self).release()
            throw StorageError(
                .system, "The thread that writes could not be started (\(String(cString: strerror(code)))).",
                tip: "Raise the limit on threads of this user.")
        }
        thread.withLock { $0 = started }
    }

    /// Whether the caller is inside a write.
    var isCurrentThread: Bool { threadID.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Transactions committed so far.
    var commits: UInt64 { commitCount.load(ordering: .acquiring) }

    /// Adds a write to those that wait. Its answer comes on the writer's thread, or here when the writer has ended.
    func submit(_ job: WriteJob) {
        let isAccepted = queue.change { queue in
            if !queue.isClosed { queue.waiting.append(job) }
            return !queue.isClosed
        }
        if !isAccepted { job.refuse(StorageError.closed) }
    }

    /// Takes no more writes, finishes those that wait, and ends the thread.
    func close() {
        queue.change { $0.isClosed = true }
        // Joined under the lock, so that a second caller does not return before the writes are done either.
        let isItself = isCurrentThread
        thread.withLock { thread in
            guard let running = thread.take() else { return }
            if isItself {
                pthread_detach(running)
            } else {
                pthread_join(running, nil)
            }
        }
    }

    private func run() {
        threadID.store(UInt(pthread_self()), ordering: .relaxed)
        if canWait { ThreadPriority.standBack() }
        var checkpointer = Checkpointer()
        var rhythm = Rhythm()
        while let batch = nextBatch(rhythm) {
            var remaining = batch[...]
            let clock = ContinuousClock.now
            while !remaining.isEmpty { remaining = write(remaining, checkpointer: &checkpointer) }
            rhythm.note(batch.count, took: clock.duration(to: .now))
        }
        threadID.store(0, ordering: .relaxed)
    }

    /// The writes to commit next, nil when there are none and never will be.
    private func nextBatch(_ rhythm: Rhythm) -> [WriteJob]? {
        if let wait = rhythm.gathering {
            queue.wait(atMost: wait.time) { $0.waiting.count >= wait.count || $0.isClosed }
        }
        return queue.wait { queue -> [WriteJob]?? in
            if queue.waiting.isEmpty { return queue.isClosed ? .some(nil) : nil }
            let batch = Array(queue.waiting.prefix(Self.largestBatch))
            queue.waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// Runs writes in one transaction and answers them.
    /// - Returns: those that were not reached because the transaction broke before their turn.
    private func write(_ batch: ArraySlice<WriteJob>, checkpointer: inout Checkpointer) -> ArraySlice<WriteJob> {
        var remaining = batch
        var transaction = Transaction()
        do {
            try connections.withConnection { connection in
                do {
                    try connection.control("BEGIN IMMEDIATE")
                    while let job = remaining.popFirst() { try transaction.run(job, on: connection) }
                    try connection.control("COMMIT")
                } catch {
                    connection.rollBack()
                    throw error
                }
                commitCount.add(1, ordering: .releasing)
                transaction.succeed()
                checkpointer.noteCommit(on: connection)
            }
        } catch {
            transaction.fail(error)
            if batch.count == remaining.count {
                for job in remaining { job.refuse(error) }
                remaining = []
            }
        }
        return remaining
    }

    /// The writes that ran in a transaction and what to tell their callers when it ends.
    private struct Transaction {
        private var done: [(job: WriteJob, succeed: @Sendable () -> Void)] = []
        private var refused: [(job: WriteJob, error: any Error)] = []

        /// Runs a write so that its failure undoes it alone.
        /// - Throws: only when the failure took the whole transaction with it, as a full disk may.
        mutating func run(_ job: WriteJob, on connection: Connection) throws {
            do {
                try connection.control("SAVEPOINT job")
                let succeed = try connection.lend(to: job.attempt)
                // Left to COMMIT, this one's mistake would undo the writes of the others.
                guard !connection.hasDanglingReferences else { throw Self.danglingReference }
                done.append((job, succeed))
            } catch {
                refused.append((job, error))
                guard connection.isInTransaction else { throw error }
                try connection.control("ROLLBACK TO job")
            }
            try connection.control("RELEASE job")
        }

        func succeed() {
            for write in done { write.succeed() }
            answerRefused()
        }

        func fail(_ error: any Error) {
            for write in done { write.job.refuse(error) }
            answerRefused()
        }

        private func answerRefused() {
            for write in refused { write.job.refuse(write.error) }
        }

        private static let danglingReference = StorageError(
            .constraint, "A row refers to another that does not exist (FOREIGN KEY constraint failed).",
            tip: "Write the row it refers to first; nothing of this write was kept.")
    }
}
