internal import Glibc

/// A value that one thread gives and another waits for, once.
///
/// Sharing it is safe: the value is written before the semaphore is posted and read after it was waited for; the semaphore
/// lies at one address of its own and is destroyed when nobody refers to it any more.
final class Handover<Value: Sendable>: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private var value: Value?

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func give(_ value: Value) {
        self.value = value
        sem_post(semaphore)
    }

    func take() -> Value {
        while true {
            while sem_wait(semaphore) != 0 {}
            if let value { return value }
        }
    }
}
