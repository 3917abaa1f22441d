import Synchronization

/// A command that somebody waits for, until it is answered or its time is over, whichever comes first.
final class RedisCall: Sendable {
    typealias Continuation = CheckedContinuation<RedisReply, any Error>

    /// In nanoseconds of the monotonic clock.
    let deadline: Int64
    private let continuation: Mutex<Continuation?>

    init(_ continuation: Continuation, deadline: Int64) {
        self.continuation = Mutex(continuation)
        self.deadline = deadline
    }

    var isOpen: Bool { continuation.withLock { $0 != nil } }

    /// Only the first answer counts.
    func answer(_ result: Result<RedisReply, TierError>) {
        guard let continuation = continuation.withLock({ $0.take() }) else { return }
        switch result {
        case .success(let reply): continuation.resume(returning: reply)
        case .failure(let error): continuation.resume(throwing: error)
        }
    }
}
