import Glibc

/// What one thread sleeps on until others have something for it. Rings that come before it waits count as one.
///
/// Unchecked: the pointers never change, and `isRung` is touched only between lock and unlock of `mutex`.
final class Bell: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let rung: UnsafeMutablePointer<pthread_cond_t>
    private var isRung = false

    init() {
        mutex = .allocate(capacity: 1)
        rung = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(rung, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(rung)
        pthread_mutex_destroy(mutex)
        rung.deallocate()
        mutex.deallocate()
    }

    func ring() {
        pthread_mutex_lock(mutex)
        isRung = true
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(rung)
    }

    func wait() {
        pthread_mutex_lock(mutex)
        while !isRung { pthread_cond_wait(rung, mutex) }
        isRung = false
        pthread_mutex_unlock(mutex)
    }

    /// Waits for a ring, but no longer than `patience`.
    /// - Returns: whether there was one.
    @discardableResult
    func wait(atMost patience: Duration) -> Bool {
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
        while !isRung {
            guard pthread_cond_timedwait(rung, mutex, &deadline) != ETIMEDOUT else { return false }
        }
        isRung = false
        return true
    }
}
