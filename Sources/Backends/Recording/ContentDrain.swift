public import Engine
import Storage
import Synchronization

/// Writes prompts and answers into `requests.db` on a thread of its own.
///
/// Best effort, unlike the journal: what waits here when the program is killed is lost, and so is what comes when too much
/// waits or the database cannot be written. The requests themselves are on record all the same.
public final class ContentDrain: ContentKeeper {
    /// The most bytes of a prompt, and of an answer, that are kept.
    public static let entryLimit = 64 << 10
    /// The most bytes that wait.
    private static let waitingLimit = 16 << 20

    private struct State {
        var waiting: [StoredContent] = []
        var bytes = 0
        var lost: UInt64 = 0
        var isClosed = false
    }

    private let store: RequestStore
    private let clock: any EngineClock
    private let state = Mutex(State())
    private let bell = Bell()
    private let thread = Mutex<BackgroundThread?>(nil)

    public init(store: RequestStore, clock: any EngineClock) throws {
        self.store = store
        self.clock = clock
        let started = try BackgroundThread("contents") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// How many were not kept.
    public var lost: UInt64 { state.withLock { $0.lost } }

    public func keep(_ content: RequestContent) {
        let stored = StoredContent(
            number: content.number, keptAt: clock.milliseconds, prompt: Self.text(content.prompt),
            answer: Self.text(content.answer))
        let size = stored.prompt.utf8.count + stored.answer.utf8.count
        let isIn = state.withLock { state in
            guard !state.isClosed, state.bytes + size <= Self.waitingLimit else {
                state.lost += 1
                return false
            }
            state.waiting.append(stored)
            state.bytes += size
            return true
        }
        if isIn { bell.ring() }
    }

    /// Writes what waits and ends the thread.
    public func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
        thread.withLock { $0.take() }?.join()
    }

    private func run() {
        while true {
            let (contents, isClosed) = state.withLock { state in
                defer { (state.waiting, state.bytes) = ([], 0) }
                return (state.waiting, state.isClosed)
            }
            do {
                if !contents.isEmpty { try store.add(contents) }
            } catch {
                state.withLock { $0.lost += UInt64(contents.count) }
            }
            if isClosed { return }
            bell.wait()
        }
    }

    /// Whole characters of UTF-8, as many as are kept.
    private static func text(_ bytes: [UInt8]) -> String {
        var end = min(bytes.count, entryLimit)
        // A byte 10xxxxxx goes on with the character before it.
        if end < bytes.count { while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 } }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
