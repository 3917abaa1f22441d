import Engine
import Glibc
import Storage
import Synchronization

/// Embeds questions, well-formed, on a thread of its own that gives way to all others.
///
/// An embedding takes milliseconds of a core. So that a flood of new questions does not slow the answers down, few wait for
/// theirs at a time, and whoever finds the line full is told at once: on a busy machine, where the thread gets little of
/// the processor, the line is shorter still. Questions that are only to be remembered come after those that somebody
/// waits for, and are left out when there are too many.
final class EmbeddingThread: Sendable {
    /// The line is full, or the thread has ended.
    struct Busy: Error {}

    /// Questions that somebody waits for.
    private static let longestLine = 4
    /// How long the last of the line should have to wait, in nanoseconds: a miss is better than a longer wait.
    private static let patience: Int64 = 20_000_000
    /// Questions to be remembered.
    private static let backlog = 4_096
    /// Embeddings kept, because who asked for one usually remembers it next.
    private static let recent = 256

    typealias Result = Swift.Result<[Float], any Error>

    private struct Job {
        let text: String
        let body: @Sendable (Result) -> Void
    }

    private struct Work {
        var urgent: [Job] = []
        var other: [Job] = []
        /// Where `other` begins.
        var first = 0
        var isClosed = false
        /// Nothing is being embedded.
        var isIdle = true
        /// How long an embedding takes lately, in nanoseconds.
        var pace: Int64 = 0

        /// How many may wait, behind the one that is being embedded. One always may where none is, or nobody would learn that
        /// it goes faster again.
        var line: Int {
            let soon = Int(EmbeddingThread.patience / max(1, pace))
            return min(EmbeddingThread.longestLine, isIdle ? max(1, soon) : max(0, soon - 1))
        }

        private var isEmpty: Bool { urgent.isEmpty && first == other.count }

        /// A job is done, and who waits for it may know.
        mutating func finish() { isIdle = isEmpty }

        mutating func note(_ nanoseconds: Int64) { pace = pace == 0 ? nanoseconds : (3 * pace + nanoseconds) / 4 }

        mutating func next() -> Job? {
            guard !isEmpty else { return nil }
            isIdle = false
            if !urgent.isEmpty { return urgent.removeFirst() }
            defer {
                first += 1
                if first == other.count { (other, first) = ([], 0) }
            }
            return other[first]
        }
    }

    private let embedder: any Embedder
    private let clock: any EngineClock
    private let work = Monitor(Work())
    private let skips = Atomic(0)
    private let thread = Mutex<BackgroundThread?>(nil)

    init(_ embedder: any Embedder, clock: any EngineClock) {
        self.embedder = embedder
        self.clock = clock
    }

    /// Questions that were not embedded because there were too many.
    var skipped: Int { skips.load(ordering: .relaxed) }

    /// How many wait for theirs, besides the one that is being embedded.
    var waiting: Int { work.withLock { $0.urgent.count } }

    /// The embedding of a text that somebody waits for.
    /// - Throws: `Busy`, or what the embedder throws.
    func embedding(of text: String) async throws -> [Float] {
        try await withCheckedThrowingContinuation { continuation in
            let isIn = add(to: \.urgent, atMost: { $0.line }, Job(text: text) { continuation.resume(with: $0) })
            if !isIn { continuation.resume(throwing: Busy()) }
        }
    }

    /// Embeds a text when nobody waits for another, unless there are too many already.
    func embedLater(_ text: String, _ body: @escaping @Sendable (Result) -> Void) {
        _ = add(to: \.other, atMost: { _ in Self.backlog }, Job(text: text, body: body))
    }

    /// Waits until everything that was to be embedded before is.
    func drain() {
        let done = Bell()
        if add(to: \.other, atMost: { _ in .max }, Job(text: "") { _ in done.ring() }) { done.wait() }
    }

    /// Ends the thread; who waits is told that it is `Busy`.
    func close() {
        let left = work.change { work -> [Job] in
            work.isClosed = true
            defer { (work.urgent, work.other, work.first) = ([], [], 0) }
            return work.urgent + work.other[work.first...]
        }
        for job in left { job.body(.failure(Busy())) }
        thread.withLock { $0.take() }?.join()
    }

    private func add(to list: WritableKeyPath<Work, [Job]>, atMost limit: (Work) -> Int, _ job: Job) -> Bool {
        let isIn = work.change { work -> Bool in
            guard !work.isClosed, work[keyPath: list].count < limit(work) else { return false }
            work[keyPath: list].append(job)
            return true
        }
        guard isIn else {
            skips.add(1, ordering: .relaxed)
            return false
        }
        return start()
    }

    /// Starts the thread with the first question, so that who never asks pays nothing.
    private func start() -> Bool {
        thread.withLock { thread in
            guard thread == nil else { return true }
            do {
                thread = try BackgroundThread("embedding") { [self] in run() }
                return true
            } catch {
                return false
            }
        }
    }

    private func run() {
        // On Linux 0 is the calling thread: each has a niceness of its own.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        var kept: [String: [Float]] = [:]
        while let job = work.wait(until: { work -> Job?? in work.isClosed ? .some(nil) : work.next().map { .some($0) } }
        ) {
            let result = Result { try kept[job.text] ?? embed(job.text) }
            if case .success(let embedding) = result {
                if kept.count >= Self.recent { kept = [:] }
                kept[job.text] = embedding
            }
            work.withLock { $0.finish() }
            job.body(result)
        }
    }

    private func embed(_ text: String) throws -> [Float] {
        let begun = clock.nanoseconds
        defer { work.withLock { $0.note(clock.nanoseconds - begun) } }
        return try embedder.embed(Punctuation.wellFormed(text))
    }
}
