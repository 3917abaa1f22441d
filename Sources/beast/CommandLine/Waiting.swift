import Dispatch
import Synchronization

/// Waits on this thread for what can only be had by suspending. For commands, which have nothing else to do meanwhile.
func waiting<T: Sendable>(for work: @escaping @Sendable () async throws -> T) throws -> T {
    let outcome = Outcome<T>()
    Task.detached {
        do {
            outcome.settle(.success(try await work()))
        } catch {
            outcome.settle(.failure(error))
        }
    }
    return try outcome.wait()
}

private final class Outcome<T: Sendable>: Sendable {
    private let result = Mutex<Result<T, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    func settle(_ result: Result<T, any Error>) {
        self.result.withLock { $0 = result }
        done.signal()
    }

    func wait() throws -> T {
        while true {
            done.wait()
            if let result = result.withLock({ $0 }) { return try result.get() }
        }
    }
}
