import Secrets
import Storage
import Synchronization

/// Hashes passwords, one at a time, on a thread that stands back behind those that answer requests.
public final class PasswordDesk: Sendable {
    /// More wait than can be served in reasonable time.
    public struct Busy: Error, Sendable {}

    private struct Job: Sendable {
        let work: @Sendable () -> Void
    }

    private struct State: Sendable {
        var jobs: [Job] = []
        var hasClosed = false
    }

    /// How many may wait: a second or two of work.
    private static let capacity = 16

    private let state = Monitor(State())
    private let cost: PasswordHash.Cost
    private let thread: Mutex<BackgroundThread?> = Mutex(nil)
    /// What is checked for names that no account has, so that they take as long as those that one has.
    private let dummy: Mutex<String?> = Mutex(nil)

    /// - Throws: when the thread cannot be started.
    public init(cost: PasswordHash.Cost = .standard) throws {
        self.cost = cost
        let state = state
        let started = try BackgroundThread("passwords") {
            // Where every core is busy that leaves a password some seconds, and whoever only looks does not feel it.
            ThreadPriority.standBack(by: 15)
            while let job = Self.next(state) { job.work() }
        }
        thread.withLock { $0 = started }
    }

    deinit { close() }

    private static func next(_ state: Monitor<State>) -> Job? {
        state.wait(until: { state -> Job?? in
            if !state.jobs.isEmpty { return .some(state.jobs.removeFirst()) }
            return state.hasClosed ? .some(nil) : nil
        })
    }

    /// - Returns: nil when there is not enough memory.
    /// - Throws: `Busy`.
    public func hash(_ password: String) async throws -> String? {
        let cost = cost
        return try await perform { PasswordHash.make(password, cost: cost) }
    }

    /// Whether a password is the one of a hash; with no hash it takes as long and is not.
    /// - Throws: `Busy`.
    public func matches(_ hash: String?, _ password: String) async throws -> Bool {
        try await perform { [self] in
            let other = hash == nil ? standIn() : nil
            let isRight = PasswordHash.matches(hash ?? other ?? "", password)
            return hash != nil && isRight
        }
    }

    private func standIn() -> String? {
        dummy.withLock { dummy in
            if dummy == nil { dummy = PasswordHash.make(SecretText.random(20), cost: cost) }
            return dummy
        }
    }

    private func perform<T: Sendable>(_ work: @escaping @Sendable () -> T) async throws -> T {
        let answer: T? = await withCheckedContinuation { continuation in
            let isTaken = state.change { state in
                guard !state.hasClosed, state.jobs.count < Self.capacity else { return false }
                state.jobs.append(Job { continuation.resume(returning: work()) })
                return true
            }
            if !isTaken { continuation.resume(returning: nil) }
        }
        guard let answer else { throw Busy() }
        return answer
    }

    /// Finishes what waits and ends the thread.
    public func close() {
        state.change { $0.hasClosed = true }
        thread.withLock { $0.take() }?.join()
    }
}
