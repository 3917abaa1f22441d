import Glibc
import Synchronization

/// A thread of its own for work that blocks, so that none of Swift's few task threads does.
package final class BackgroundThread: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let message: String
        package let tip = "Raise the limit on threads of this user."

        package var description: String { "\(message) \(tip)" }
    }

    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    private let thread: Mutex<pthread_t?>

    /// - Parameters:
    ///   - name: for messages.
    ///   - canWait: nobody waits for what it does, so that other threads go first.
    package init(_ name: String, canWait: Bool = false, _ body: @escaping @Sendable () -> Void) throws(Failure) {
        var started = pthread_t()
        let work = Unmanaged.passRetained(
            Work {
                if canWait { ThreadPriority.standBack() }
                body()
            })
        let code = pthread_create(
            &started, nil,
            { pointer in
                guard let pointer else { return nil }
                let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
                work.body()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            throw Failure(message: "The thread \(name) could not be started (\(String(cString: strerror(code)))).")
        }
        thread = Mutex(started)
    }

    /// Waits for the thread's end. On the thread itself, and after the first call, it returns at once.
    package func join() {
        thread.withLock { thread in
            guard let running = thread.take() else { return }
            if pthread_equal(running, pthread_self()) != 0 {
                pthread_detach(running)
            } else {
                pthread_join(running, nil)
            }
        }
    }
}
