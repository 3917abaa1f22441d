import Roadmap
import Synchronization

/// When and from where a session or token was last used; written down once a minute or so.
final class UseMark: Sendable {
    struct Use: Sendable {
        var at: Instant?
        var address: String
        var isWritten = true
    }

    private let milliseconds: Atomic<Int64>
    private let use: Mutex<Use>

    init(at: Instant?, address: String) {
        milliseconds = Atomic(at?.milliseconds ?? .min)
        use = Mutex(Use(at: at, address: address))
    }

    /// How exact it is, in milliseconds: most uses touch nothing that threads share.
    private static let grain: Int64 = 30_000

    func note(_ now: Instant, from address: String) {
        let last = milliseconds.load(ordering: .relaxed)
        guard last == .min || abs(now.milliseconds - last) >= Self.grain else { return }
        milliseconds.store(now.milliseconds, ordering: .relaxed)
        use.withLock { $0 = Use(at: now, address: address, isWritten: false) }
    }

    var current: Use { use.withLock { $0 } }

    /// The use that is not written down yet; it counts as written from now on.
    func takeUnwritten() -> Use? {
        use.withLock { use in
            guard !use.isWritten else { return nil }
            use.isWritten = true
            return use
        }
    }
}
