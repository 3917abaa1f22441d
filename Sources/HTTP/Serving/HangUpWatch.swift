internal import CEpoll
internal import Glibc
import Synchronization

/// The thread that notices when clients hang up, for connections on which the library does not look.
///
/// A socket is added once and watched for as long as it is open: the kernel tells of a hang-up a single time, and
/// forgets a socket by itself when it is closed.
final class HangUpWatch: Sendable {
    /// What is told of a socket: its number, and which of the connections that had it.
    typealias Report = @Sendable (_ descriptor: Int32, _ generation: UInt32) -> Void

    private let epoll: Int32
    private let bell: Int32
    private let report: Report
    /// Written once in `init`, before the watch is shared.
    nonisolated(unsafe) private var thread = pthread_t()

    private static let bellTag = UInt64.max

    init(_ report: @escaping Report) throws {
        self.report = report
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        // The thread owns one reference to its watch and gives it back when it ends.
        let owned = Unmanaged.passRetained(self)
        let isRunning =
            epoll_watch(epoll, EPOLL_CTL_ADD, bell, EPOLL_READABLE, Self.bellTag) == 0
            && pthread_create(
                &thread, nil,
                { pointer in
                    if let pointer { Unmanaged<HangUpWatch>.fromOpaque(pointer).takeRetainedValue().run() }
                    return nil
                }, owned.toOpaque()) == 0
        guard isRunning else {
            owned.release()
            throw ServerError(
                message: "The server's threads cannot be started.", tip: "Raise the limits on threads and open files.")
        }
    }

    deinit {
        for descriptor in [epoll, bell] where descriptor >= 0 { close(descriptor) }
    }

    /// Watches a socket until it is closed. One that has been hung up already is reported too.
    func add(_ descriptor: Int32, _ generation: UInt32) {
        let tag = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
        _ = epoll_watch(epoll, EPOLL_CTL_ADD, descriptor, EPOLL_HANG_UP, tag)
    }

    /// Ends the thread and waits for that.
    func stop() {
        eventfd_write(bell, 1)
        pthread_join(thread, nil)
    }

    private func run() {
        var ready = [epoll_readiness](repeating: epoll_readiness(), count: Int(EPOLL_BATCH))
        while true {
            let count = ready.withUnsafeMutableBufferPointer { epoll_collect(epoll, $0.baseAddress, -1) }
            for event in ready.prefix(max(0, Int(count))) {
                if event.tag == Self.bellTag { return }
                report(Int32(truncatingIfNeeded: event.tag), UInt32(truncatingIfNeeded: event.tag >> 32))
            }
        }
    }
}
