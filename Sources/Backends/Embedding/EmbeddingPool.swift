public import Engine
import Glibc
import Storage
import Synchronization

/// A few threads of their own that embed texts: neither the server's threads nor the tasks that chats run in are held.
///
/// Callers take turns, a text each, so that one with two thousand texts does not keep one with a single text
/// waiting. The threads are started when they are first needed, and give way to the other threads of the program.
public final class EmbeddingPool: SentenceEmbedder {
    /// Why texts were not embedded, besides what the embedder itself says.
    public struct Refusal: Error, Sendable, CustomStringConvertible {
        public let description: String

        static let full = Refusal(
            description: "More is waiting to be embedded than can be done soon. Try again shortly.")
        static let closed = Refusal(description: "The program is stopping.")
    }

    private final class Job: Sendable {
        struct Progress {
            var vectors: [[Float]] = []
            var tokens = 0
            var continuation: CheckedContinuation<Embeddings, any Error>?
        }

        let texts: [String]
        let progress = Mutex(Progress())
        let isCancelled = Atomic(false)

        init(_ texts: [String]) { self.texts = texts }

        /// Only the first end counts.
        func end(_ result: Result<Embeddings, any Error>) {
            progress.withLock { $0.continuation.take() }?.resume(with: result)
        }
    }

    private struct State {
        var urgent: [Job] = []
        var waiting: [Job] = []
        var threads: [BackgroundThread] = []
        var isClosed = false
    }

    private static let queueLimit = 256
    /// How much less than others the threads get of a processor that is busy; see setpriority(2).
    private static let niceness: Int32 = 5

    private let embedder: any Embedder
    private let threadCount: Int
    private let state = Monitor(State())

    /// - Parameter threads: how many texts are embedded at the same time.
    public init(_ embedder: any Embedder, threads: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)) {
        self.embedder = embedder
        threadCount = threads
    }

    public var dimensions: Int { embedder.dimensions }

    public var standing: EmbedderStanding { embedder.standing }

    public func embed(_ texts: [String], isUrgent: Bool) async throws -> Embeddings {
        let job = Job(texts)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                job.progress.withLock { $0.continuation = continuation }
                do {
                    if Task.isCancelled { throw CancellationError() }
                    try enqueue(job, isUrgent: isUrgent)
                } catch {
                    job.end(.failure(error))
                }
            }
        } onCancel: {
            job.isCancelled.store(true, ordering: .relaxed)
            job.end(.failure(CancellationError()))
        }
    }

    /// How many wait for their turn.
    var waiting: Int { state.withLock { $0.urgent.count + $0.waiting.count } }

    /// Ends the threads. Whoever still waits is refused.
    public func close() {
        let (threads, jobs) = state.change { state in
            defer { (state.threads, state.urgent, state.waiting) = ([], [], []) }
            state.isClosed = true
            return (state.threads, state.urgent + state.waiting)
        }
        for job in jobs { job.end(.failure(Refusal.closed)) }
        for thread in threads { thread.join() }
    }

    private func enqueue(_ job: Job, isUrgent: Bool) throws {
        try state.change { state in
            guard !state.isClosed else { throw Refusal.closed }
            guard state.urgent.count + state.waiting.count < Self.queueLimit else { throw Refusal.full }
            while state.threads.count < threadCount {
                state.threads.append(try BackgroundThread("embedding") { [self] in work() })
            }
            if isUrgent { state.urgent.append(job) } else { state.waiting.append(job) }
        }
    }

    private func work() {
        // On Linux this is the calling thread's own; that it may fail costs nothing but the giving way.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        while let job = next() {
            guard !job.isCancelled.load(ordering: .relaxed) else { continue }
            do {
                if let embeddings = try take(job) {
                    job.end(.success(embeddings))
                } else {
                    giveBack(job)
                }
            } catch {
                job.end(.failure(error))
            }
        }
    }

    /// The job whose turn it is; waits for one. `nil` when the pool is closed.
    private func next() -> Job? {
        state.wait { state -> Job?? in
            if state.isClosed { return .some(nil) }
            if !state.urgent.isEmpty { return state.urgent.removeFirst() }
            return state.waiting.isEmpty ? .none : state.waiting.removeFirst()
        }
    }

    private func giveBack(_ job: Job) {
        let isClosed = state.change { state in
            if !state.isClosed { state.waiting.append(job) }
            return state.isClosed
        }
        if isClosed { job.end(.failure(Refusal.closed)) }
    }

    /// Embeds the next text of a job.
    /// - Returns: all of its embeddings when this was the last.
    private func take(_ job: Job) throws -> Embeddings? {
        let index = job.progress.withLock { $0.vectors.count }
        if index < job.texts.count {
            let vector = try embedder.embed(job.texts[index])
            let tokens = try embedder.tokenCount(of: job.texts[index])
            job.progress.withLock { progress in
                progress.vectors.append(vector)
                progress.tokens += tokens
            }
        }
        return job.progress.withLock { progress in
            progress.vectors.count == job.texts.count
                ? Embeddings(vectors: progress.vectors, tokens: progress.tokens) : nil
        }
    }
}
