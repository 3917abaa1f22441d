import Glibc

/// State that threads take turns with and can wait for: a mutex and a condition variable.
///
/// `Synchronization.Mutex` has no condition to wait for, which is why this exists.
///
/// Unchecked: `state` is touched only between lock and unlock of `mutex`; the pointers never change.
package final class Monitor<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    package init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Looks at the state, or changes it in a way that nobody waits for.
    package func withLock<T>(_ body: (inout State) throws -> T) rethrows -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Changes the state and wakes those who wait for a change.
    package func change<T>(_ body: (inout State) throws -> T) rethrows -> T {
        defer { pthread_cond_broadcast(changed) }
        return try withLock(body)
    }

    /// Waits until `attempt` gives something. It is tried at once and after every change.
    @discardableResult
    package func wait<T>(until attempt: (inout State) throws -> T?) rethrows -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let found = try attempt(&state) { return found }
            pthread_cond_wait(changed, mutex)
        }
    }

    /// Waits until `condition` holds, but no longer than `patience`.
    package func wait(atMost patience: Duration, until condition: (State) -> Bool) {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let (seconds, attoseconds) = patience.components
        deadline.tv_sec += Int(seconds)
        deadline.tv_nsec += Int(attoseconds / 1_000_000_000)
        if deadline.tv_nsec >= 1_000_000_000 {
            deadline.tv_sec += 1
            deadline.tv_nsec -= 1_000_000_000
        }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !condition(state) {
            if pthread_cond_timedwait(changed, mutex, &deadline) == ETIMEDOUT { return }
        }
    }
}
