import Engine
import Glibc
import Storage
import Synchronization

/// Embeds questions, well-formed, on a thread of its own that gives way to all others.
///
/// An embedding takes milliseconds of a core. So that a flood of new questions does not slow the answers down, few wait for
/// theirs at a time, and whoever finds the line full is told at once. Questions that are only to be remembered come after
/// those that somebody waits for, and are left out when there are too many.
final class EmbeddingThread: Sendable {
    /// The line is full, or the thread has ended.
    struct Busy: Error {}

    /// Questions that somebody waits for.
    private static let line = 4
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

        mutating func next() -> Job? {
            if !urgent.isEmpty { return urgent.removeFirst() }
            guard first < other.count else { return nil }
            defer {
                first += 1
                if first == other.count { (other, first) = ([], 0) }
            }
            return other[first]
        }
    }

    private let embedder: any Embedder
    private let work = Monitor(Work())
    private let skips = Atomic(0)
    private let thread = Mutex<BackgroundThread?>(nil)

    init(_ embedder: any Embedder) { self.embedder = embedder }

    /// Questions that were not embedded because there were too many.
    var skipped: Int { skips.load(ordering: .relaxed) }

    /// The embedding of a text that somebody waits for.
    /// - Throws: `Busy`, or what the embedder throws.
    func embedding(of text: String) async throws -> [Float] {
        try await withCheckedThrowingContinuation { continuation in
            let isIn = add(to: \.urgent, atMost: Self.line, Job(text: text) { continuation.resume(with: $0) })
            if !isIn { continuation.resume(throwing: Busy()) }
        }
    }

    /// Embeds a text when nobody waits for another, unless there are too many already.
    func embedLater(_ text: String, _ body: @escaping @Sendable (Result) -> Void) {
        _ = add(to: \.other, atMost: Self.backlog, Job(text: text, body: body))
    }

    /// Waits until everything that was to be embedded before is.
    func drain() {
        let done = Bell()
        if add(to: \.other, atMost: .max, Job(text: "") { _ in done.ring() }) { done.wait() }
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

    private func add(to list: WritableKeyPath<Work, [Job]>, atMost limit: Int, _ job: Job) -> Bool {
        let isIn = work.change { work -> Bool in
            guard !work.isClosed, work[keyPath: list].count < limit else { return false }
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
            let result = Result { try kept[job.text] ?? embedder.embed(Punctuation.wellFormed(job.text)) }
            if case .success(let embedding) = result {
                if kept.count >= Self.recent { kept = [:] }
                kept[job.text] = embedding
            }
            job.body(result)
        }
    }
}
