import Storage
import Synchronization

/// A few connections to a Redis, each on a thread of its own, so that no Swift task thread waits for the network.
///
/// Commands that wait at the same moment are sent together. A connection is made when it is needed; one that broke while
/// nobody used it is made again without anybody noticing. Nobody waits longer than the timeout, whatever a thread is
/// stuck in: a thread besides the connections' watches over that.
final class RedisPool: Sendable {
    /// Commands that are sent together at most.
    private static let batch = 32
    /// Beyond this many that wait, more are refused at once.
    private static let longestQueue = 4_096

    private struct Job: Sendable {
        let command: RedisCommand
        let call: RedisCall
    }

    private struct State {
        var waiting: [Job] = []
        var idle: [Bell] = []
        /// All calls that may be open, the first to expire first.
        var watched: [RedisCall] = []
        var isWatchIdle = false
        var isClosed = false
    }

    private let address: RedisAddress
    private let timeout: Int64
    private let state = Mutex(State())
    private let watchBell = Bell()
    private let threads = Mutex<[BackgroundThread]>([])

    init(_ address: RedisAddress, connections: Int, timeout: Duration) throws {
        precondition(connections > 0, "a pool without connections cannot ask anything")
        self.address = address
        let (seconds, attoseconds) = timeout.components
        self.timeout = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        do {
            for _ in 0..<connections {
                let started = try BackgroundThread("redis") { [self] in serve() }
                threads.withLock { $0.append(started) }
            }
            let started = try BackgroundThread("redis watch") { [self] in watch() }
            threads.withLock { $0.append(started) }
        } catch {
            close()
            throw error
        }
    }

    /// Sends a command and waits for the answer, which may be an error of Redis'.
    /// - Throws: `TierError` when there is none.
    func run(_ command: RedisCommand) async throws -> RedisReply {
        try await withCheckedThrowingContinuation { (continuation: RedisCall.Continuation) in
            submit(Job(command: command, call: RedisCall(continuation, deadline: SystemClock().nanoseconds + timeout)))
        }
    }

    /// Ends the threads; what is being waited for fails.
    func close() {
        let (waiting, idle) = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return (state.waiting, state.idle)
        }
        for bell in idle { bell.ring() }
        watchBell.ring()
        for job in waiting { job.call.answer(.failure(RedisFailure.closed)) }
        for thread in threads.withLock({ $0 }) { thread.join() }
    }

    private func submit(_ job: Job) {
        let refusal: TierError? = state.withLock { state in
            if state.isClosed { return RedisFailure.closed }
            if state.waiting.count >= Self.longestQueue { return RedisFailure.timeout(address) }
            state.waiting.append(job)
            state.watched.append(job.call)
            state.idle.popLast()?.ring()
            if state.isWatchIdle {
                state.isWatchIdle = false
                watchBell.ring()
            }
            return nil
        }
        if let refusal { job.call.answer(.failure(refusal)) }
    }

    private func serve() {
        let bell = Bell()
        var connection: RedisConnection?
        while true {
            let jobs: [Job]? = state.withLock { state in
                if state.isClosed { return nil }
                let jobs = Array(state.waiting.prefix(Self.batch))
                state.waiting.removeFirst(jobs.count)
                if jobs.isEmpty { state.idle.append(bell) }
                return jobs
            }
            guard let jobs else { return }
            if jobs.isEmpty {
                bell.wait()
            } else {
                perform(jobs.filter { $0.call.isOpen }, &connection)
            }
        }
    }

    private func perform(_ jobs: [Job], _ connection: inout RedisConnection?) {
        guard let deadline = jobs.last?.call.deadline else { return }
        var answered = 0
        let isKept = connection != nil
        do throws(TierError) {
            try perform(jobs, &connection, deadline, &answered)
        } catch {
            connection = nil
            var failure = error
            // Redis closes connections that were idle for long, or went and came back: worth one more try.
            if isKept, answered == 0, error.kind == .unreachable {
                do throws(TierError) {
                    try perform(jobs, &connection, deadline, &answered)
                    return
                } catch {
                    connection = nil
                    failure = error
                }
            }
            for job in jobs[answered...] { job.call.answer(.failure(failure)) }
        }
    }

    private func perform(
        _ jobs: [Job], _ connection: inout RedisConnection?, _ deadline: Int64, _ answered: inout Int
    ) throws(TierError) {
        let ready: RedisConnection
        if let connection {
            ready = connection
        } else {
            ready = try RedisConnection(address, deadline: deadline)
            connection = ready
        }
        try ready.run(jobs.map(\.command), deadline: deadline) { position, reply in
            jobs[position].call.answer(.success(reply))
            answered = position + 1
        }
    }

    private func watch() {
        while true {
            let now = SystemClock().nanoseconds
            let (expired, next, isClosed) = state.withLock { state -> ([RedisCall], Int64?, Bool) in
                let end = state.watched.firstIndex { $0.deadline > now } ?? state.watched.endIndex
                let expired = Array(state.watched[..<end])
                state.watched.removeFirst(end)
                state.isWatchIdle = state.watched.isEmpty
                return (expired, state.watched.first?.deadline, state.isClosed)
            }
            for call in expired { call.answer(.failure(RedisFailure.timeout(address))) }
            if isClosed { return }
            if let next {
                watchBell.wait(atMost: .nanoseconds(next - now))
            } else {
                watchBell.wait()
            }
        }
    }
}
