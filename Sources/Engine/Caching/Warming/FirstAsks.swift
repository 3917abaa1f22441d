import Synchronization

/// Waits for the first ask of each warmed answer, to compare what it took with what the upstream had taken.
///
/// Every hit passes here, so that all but a few have to be let go by one look at a word that is hardly ever written: each
/// key has a mark among 65,536, by its first bytes; only where the mark is set is there a table to look at.
public final class FirstAsks: Sendable {
    /// Sums over the first asks so far.
    public struct Tally: Sendable, Hashable {
        public var count: UInt64 = 0
        /// What they took, in milliseconds.
        public var warmed = 0.0
        /// What the upstreams had taken for the same, in milliseconds.
        public var unwarmed = 0.0
    }

    private struct State {
        /// The milliseconds that the upstream took.
        var awaited: [CacheKey: Int64] = [:]
        /// How many keys are awaited by their mark.
        var marked: [Int: Int] = [:]
        var tally = Tally()
    }

    /// Keys waited for at most; further answers are warmed without being measured.
    private static let most = 10_000

    private static let wordCount = 1_024

    /// Without a reference count on the way, which every hit would have to share. Set in the initialiser and freed when
    /// nobody holds this any more; all that happens in between is atomic.
    private nonisolated(unsafe) let words: UnsafeMutablePointer<Atomic<UInt64>>
    private let state = Mutex(State())

    init() {
        words = .allocate(capacity: Self.wordCount)
        for index in 0..<Self.wordCount { (words + index).initialize(to: Atomic(0)) }
    }

    deinit {
        words.deinitialize(count: Self.wordCount)
        words.deallocate()
    }

    var tally: Tally { state.withLock { $0.tally } }

    /// Waits for the first ask of an answer that has just been warmed.
    /// - Parameter latency: what the upstream took, in milliseconds.
    func await(_ key: CacheKey, latency: Int64) {
        state.withLock { state in
            guard state.awaited.count < Self.most || state.awaited[key] != nil else { return }
            guard state.awaited.updateValue(latency, forKey: key) == nil else { return }
            let mark = Self.mark(of: key)
            state.marked[mark, default: 0] += 1
            words[mark >> 6].bitwiseOr(1 << UInt64(mark & 63), ordering: .relaxed)
        }
    }

    /// Notes that a kept answer was served.
    /// - Parameter took: milliseconds; looked at only when the answer was waited for.
    func served(_ key: CacheKey, took: @autoclosure () -> Double) {
        guard isMarked(key) else { return }
        state.withLock { state in
            guard let latency = remove(key, from: &state) else { return }
            state.tally.count += 1
            state.tally.warmed += took()
            state.tally.unwarmed += Double(latency)
        }
    }

    /// Notes that an answer was gone before anybody asked for it.
    func missed(_ key: CacheKey) {
        guard isMarked(key) else { return }
        state.withLock { state in _ = remove(key, from: &state) }
    }

    private func isMarked(_ key: CacheKey) -> Bool {
        let mark = Self.mark(of: key)
        return words[mark >> 6].load(ordering: .relaxed) & 1 << UInt64(mark & 63) != 0
    }

    private func remove(_ key: CacheKey, from state: inout State) -> Int64? {
        guard let latency = state.awaited.removeValue(forKey: key) else { return nil }
        let mark = Self.mark(of: key)
        state.marked[mark, default: 1] -= 1
        if state.marked[mark] == 0 {
            state.marked[mark] = nil
            words[mark >> 6].bitwiseAnd(~(1 << UInt64(mark & 63)), ordering: .relaxed)
        }
        return latency
    }

    private static func mark(of key: CacheKey) -> Int {
        Int(key.exact.first ?? 0) << 8 | Int(key.exact.dropFirst().first ?? 0)
    }
}
