import Engine
import Storage
import Synchronization

/// Keeps the file of L3 going: a thread that writes what waits, removes what has expired or is too much, and makes the
/// file anew when it is gone or damaged.
final class AnswerFileKeeper: Sendable {
    typealias Answered = @Sendable ((any Error)?) -> Void

    private struct State {
        var file: AnswerFile?
        var waiting: [CacheKey: KeptAnswer] = [:]
        var waitingBytes = 0
        /// In the transaction that runs now.
        var writing: [CacheKey: KeptAnswer] = [:]
        /// What is to be noted of requests.
        var asked = AskedRequestNotes()
        /// Rows that are damaged.
        var forgotten: [[UInt8]] = []
        var needsRebuild = false
        var isPurged = false
        /// What the thread met; thrown by the next call.
        var failure: (any Error)?
        var waiters: [Answered] = []
        var isClosed = false
        var bytes = 0
        var rebuilds = 0
        var dropped = 0
        var evictions: UInt64 = 0

        /// Whether the thread has been told of something to write already.
        var hasWaiting: Bool { !waiting.isEmpty || !asked.isEmpty || !forgotten.isEmpty }
    }

    private final class Wait: Sendable {
        let bell = Bell()
        let failure = Mutex<(any Error)?>(nil)
    }

    /// Rows in a transaction that removes.
    private static let batch = 200
    private static let largestWaiting = 32 << 20
    /// How often the file is looked after when nothing is kept.
    private static let rhythm = Duration.seconds(5)
    /// How long answers gather that are written together.
    private static let gathering = Duration.milliseconds(50)

    private let path: String
    private let capacity: Int
    private let clock: any EngineClock
    private let state = Mutex(State())
    private let bell = Bell()
    private let thread = Mutex<BackgroundThread?>(nil)

    init(at path: String, capacity: Int, clock: any EngineClock) throws {
        self.path = path
        self.capacity = capacity
        self.clock = clock
        do {
            try open()
        } catch let error as StorageError where Self.isBeyondRepair(error) {
            AnswerFile.remove(at: path)
            try open()
            state.withLock { $0.rebuilds += 1 }
        }
        let started = try BackgroundThread("cache", canWait: true) { [self] in run() }
        thread.withLock { $0 = started }
    }

    var statistics: SQLiteTier.Statistics {
        state.withLock { state in
            SQLiteTier.Statistics(
                bytes: state.bytes, capacity: capacity, rebuilds: state.rebuilds, dropped: state.dropped,
                evictions: state.evictions)
        }
    }

    func waiting(for key: CacheKey) -> KeptAnswer? {
        state.withLock { $0.waiting[key] ?? $0.writing[key] }
    }

    /// Reads from the file.
    /// - Returns: `nil` when the file is just being made anew.
    func read<T>(_ body: (Connection) throws -> T) throws -> T? {
        let file = try state.withLock { state in
            try Self.throwFailure(&state)
            return state.file
        }
        guard let file else {
            bell.ring()
            throw TierError(.unavailable, "\(path) cannot be opened.", tip: "See that its folder can be written.")
        }
        do {
            return try file.database.read(body)
        } catch let error as StorageError {
            if error.kind == .closed { return nil }
            if Self.isBeyondRepair(error) { rebuild() }
            throw error
        }
    }

    func keep(_ answer: KeptAnswer, for key: CacheKey) throws {
        let isFirst = try state.withLock { state in
            try Self.throwFailure(&state)
            let isFirst = !state.hasWaiting
            if let former = state.waiting[key] { state.waitingBytes -= AnswerFile.size(former) }
            let size = AnswerFile.size(answer)
            guard state.waitingBytes + size <= Self.largestWaiting, size <= capacity else {
                state.waiting[key] = nil
                state.dropped += 1
                return false
            }
            state.waiting[key] = answer
            state.waitingBytes += size
            return isFirst
        }
        if isFirst { bell.ring() }
    }

    /// Notes something of requests: later, and not at all when too much waits already or the disk fails.
    func note(_ change: (inout AskedRequestNotes) -> Void) {
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            let isFirst = !state.hasWaiting
            change(&state.asked)
            return isFirst
        }
        if isFirst { bell.ring() }
    }

    /// Removes a damaged row.
    func forget(_ exact: [UInt8]) {
        state.withLock { $0.forgotten.append(exact) }
        bell.ring()
    }

    func rebuild() {
        state.withLock { $0.needsRebuild = true }
        bell.ring()
    }

    func purge() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            ask(isPurge: true) { failure in
                if let failure { continuation.resume(throwing: failure) } else { continuation.resume() }
            }
        }
    }

    func flush() throws {
        let wait = Wait()
        ask(isPurge: false) { failure in
            wait.failure.withLock { $0 = failure }
            wait.bell.ring()
        }
        wait.bell.wait()
        let earlier = state.withLock { $0.failure.take() }
        if let failure = wait.failure.withLock({ $0 }) ?? earlier { throw failure }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
        thread.withLock { $0.take() }?.join()
    }

    private func ask(isPurge: Bool, _ answered: @escaping Answered) {
        let isClosed = state.withLock { state in
            guard !state.isClosed else { return true }
            if isPurge {
                state.waiting = [:]
                state.waitingBytes = 0
                state.asked = AskedRequestNotes()
                state.isPurged = true
            }
            state.waiters.append(answered)
            return false
        }
        if isClosed { answered(Self.closed) } else { bell.ring() }
    }

    private static func throwFailure(_ state: inout State) throws {
        guard !state.isClosed else { throw closed }
        if let failure = state.failure.take() { throw failure }
    }

    private static let closed = TierError(.closed, "The cache file is closed.", tip: "Open it again.")

    /// Whether the file is to be thrown away rather than tried again.
    private static func isBeyondRepair(_ error: StorageError) -> Bool {
        switch error.kind {
        case .corrupt, .notADatabase, .newerSchema, .sql, .constraint, .cannotOpen, .system: true
        case .full, .notWritable, .busy, .misuse, .closed: false
        }
    }
}

extension AnswerFileKeeper {
    private func run() {
        while true {
            let (waiters, isLast) = state.withLock { state in
                defer { state.waiters = [] }
                return (state.waiters, state.isClosed)
            }
            var failure: (any Error)?
            do {
                try lookAfterFile()
            } catch {
                failure = error
                state.withLock { $0.failure = waiters.isEmpty ? error : nil }
            }
            for answered in waiters { answered(failure) }
            if isLast { break }
            // The first answer rings; those that come soon after it are written with it, unless somebody waits.
            if bell.wait(atMost: Self.rhythm), state.withLock({ $0.waiters.isEmpty && !$0.isClosed }) {
                bell.wait(atMost: Self.gathering)
            }
        }
        state.withLock { $0.file.take() }?.database.close()
    }

    private func lookAfterFile() throws {
        let (file, isPurged, needsRebuild) = state.withLock { state in
            defer {
                state.isPurged = false
                state.needsRebuild = false
            }
            return (state.file, state.isPurged, state.needsRebuild)
        }
        let isInPlace = file?.isInPlace(at: path) ?? false
        if isPurged || needsRebuild || !isInPlace {
            try makeAnew()
            if !isPurged { state.withLock { $0.rebuilds += 1 } }
        }
        do {
            try tidy()
        } catch let error as StorageError where Self.isBeyondRepair(error) {
            try makeAnew()
            state.withLock { $0.rebuilds += 1 }
        }
    }

    /// The old connections have to go first: closing them removes the log that lies at the path by then.
    private func makeAnew() throws {
        state.withLock { $0.file.take() }?.database.close()
        AnswerFile.remove(at: path)
        try open()
    }

    private func open() throws {
        let file = try AnswerFile(at: path)
        let bytes: Int
        do {
            bytes = try file.database.read { try AnswerFile.bytes(in: $0) }
        } catch {
            file.database.close()
            throw error
        }
        state.withLock { state in
            state.file = file
            state.bytes = bytes
        }
    }

    /// Writes what waits, and removes what is too old or too much, a little at a time.
    private func tidy() throws {
        var isTidy = false
        while !isTidy {
            try writeWaiting()
            let bytes = state.withLock { $0.bytes }
            let now = clock.milliseconds
            let instant = bytes > capacity ? Int64.max : now
            guard let database = state.withLock({ $0.file?.database }) else { return }
            let removed = try database.write { db in
                try AnswerFile.remove(expiringUntil: instant, limit: Self.batch, now: now, in: db)
            }
            state.withLock { state in
                state.evictions += UInt64(removed.evicted)
                state.bytes -= removed.bytes
                isTidy = removed.rows < Self.batch && state.bytes <= capacity
            }
        }
    }

    private func writeWaiting() throws {
        let (database, answers, forgotten, asked) = state.withLock { state in
            state.writing = state.waiting
            state.waiting = [:]
            state.waitingBytes = 0
            defer {
                state.forgotten = []
                state.asked = AskedRequestNotes()
            }
            return (state.file?.database, state.writing, state.forgotten, state.asked)
        }
        // What cannot be written is dropped: it is a cache.
        defer { state.withLock { $0.writing = [:] } }
        guard let database, !answers.isEmpty || !forgotten.isEmpty || !asked.isEmpty else { return }
        let added = try database.write { db in
            var bytes = 0
            for exact in forgotten { bytes -= try AnswerFile.remove(exact, in: db) }
            for (key, answer) in answers { bytes += try AnswerFile.keep(answer, for: key, in: db) }
            try AskedRequestTable.write(asked, in: db)
            return bytes
        }
        state.withLock { $0.bytes += added }
    }
}
