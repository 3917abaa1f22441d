public import Engine
import Synchronization

/// An embedder that is loaded when it is first asked, so that who never asks pays neither its memory nor its time.
///
/// When that fails it is off: every text is refused at once with the reason, until the files have changed or a pause is
/// over that begins with a minute and doubles up to an hour. Then the next text tries again.
public final class EmbedderOnDemand: Embedder {
    public let dimensions: Int
    private let source: any EmbedderSource
    private let clock: any EngineClock
    private let state = Mutex(State())

    private struct State {
        var embedder: (any Embedder)?
        var failure: Failure?
        var observer: (@Sendable (EmbedderStanding) -> Void)?
    }

    private struct Failure {
        let error: EmbeddingError
        /// Of the files as they were when it happened.
        let stamp: [Int64]
        let pause: Int64
        let triesAgainAt: Int64
        /// When the files are looked at next.
        var looksAgainAt: Int64
    }

    private static let firstPause: Int64 = 60_000
    private static let longestPause: Int64 = 3_600_000
    private static let lookingPause: Int64 = 1_000

    public init(dimensions: Int, source: any EmbedderSource, clock: any EngineClock) {
        self.dimensions = dimensions
        self.source = source
        self.clock = clock
    }

    public var standing: EmbedderStanding { state.withLock { Self.standing($0) } }

    /// Looks at the files without loading them. What is wrong with them switches it off.
    public func check() {
        let stamp = source.stamp()
        do throws(EmbeddingError) {
            try source.check()
        } catch {
            tell { fail(error, stamp, &$0) }
        }
    }

    /// Sets who is told when it goes off, and when it is loaded, on the thread where that happens.
    public func observe(_ observer: @escaping @Sendable (EmbedderStanding) -> Void) {
        state.withLock { $0.observer = observer }
    }

    /// - Throws: `EmbeddingError` while it is off.
    public func embed(_ text: String) throws -> [Float] { try embedder().embed(text) }

    /// - Throws: `EmbeddingError` while it is off.
    public func tokenCount(of text: String) throws -> Int { try embedder().tokenCount(of: text) }

    private func embedder() throws(EmbeddingError) -> any Embedder {
        let known = try state.withLock { state throws(EmbeddingError) -> (any Embedder)? in
            if let embedder = state.embedder { return embedder }
            if let failure = state.failure, isStanding(failure, &state) { throw failure.error }
            return nil
        }
        if let known { return known }
        // Whoever comes meanwhile waits for this one attempt rather than making one of its own.
        return try tell { state throws(EmbeddingError) -> any Embedder in
            if let embedder = state.embedder { return embedder }
            if let failure = state.failure, clock.milliseconds < failure.looksAgainAt { throw failure.error }
            let stamp = source.stamp()
            do throws(EmbeddingError) {
                // Finds most damage without reading 90 MB first.
                try source.check()
                let embedder = try source.load()
                state.embedder = embedder
                state.failure = nil
                return embedder
            } catch {
                fail(error, stamp, &state)
                throw error
            }
        }
    }

    /// Whether there is no point in another attempt now.
    private func isStanding(_ failure: Failure, _ state: inout State) -> Bool {
        let now = clock.milliseconds
        guard now >= failure.looksAgainAt else { return true }
        guard now < failure.triesAgainAt, source.stamp() == failure.stamp else { return false }
        state.failure?.looksAgainAt = now + Self.lookingPause
        return true
    }

    private func fail(_ error: EmbeddingError, _ stamp: [Int64], _ state: inout State) {
        let now = clock.milliseconds
        let pause =
            state.failure.map { $0.stamp == stamp ? min($0.pause * 2, Self.longestPause) : Self.firstPause }
            ?? Self.firstPause
        state.failure = Failure(
            error: error, stamp: stamp, pause: pause, triesAgainAt: now + pause, looksAgainAt: now + Self.lookingPause)
    }

    /// Changes the state, and tells the observer when that made another standing of it.
    private func tell<T, Failed: Error>(_ body: (inout State) throws(Failed) -> T) throws(Failed) -> T {
        var change: (standing: EmbedderStanding, observer: @Sendable (EmbedderStanding) -> Void)?
        defer { if let change { change.observer(change.standing) } }
        return try state.withLock { state throws(Failed) -> T in
            let before = Self.standing(state)
            defer {
                let after = Self.standing(state)
                if after != before, let observer = state.observer { change = (after, observer) }
            }
            return try body(&state)
        }
    }

    private static func standing(_ state: State) -> EmbedderStanding {
        if let error = state.failure?.error { return .off(reason: error.message, tip: error.tip) }
        return state.embedder == nil ? .waiting : .loaded
    }
}
