internal import Glibc

/// The thread that accepts connections and hands each to the next loop.
final class Acceptor: Sendable {
    private let socket: ListeningSocket
    private let loops: [ServingLoop]
    private let table: ConnectionTable
    private let wakeReader: Int32
    private let wakeWriter: Int32
    /// Written once in `init`, before the acceptor is shared.
    nonisolated(unsafe) private var thread = pthread_t()

    /// How long to wait when the process has no descriptors left, in milliseconds.
    private static let pause: Int32 = 50

    init(socket: ListeningSocket, loops: [ServingLoop], table: ConnectionTable) throws {
        self.socket = socket
        self.loops = loops
        self.table = table
        var ends: [Int32] = [-1, -1]
        let isOpen = pipe(&ends) == 0
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakeReader = ends[0]
        wakeWriter = ends[1]
        // The thread owns one reference to its acceptor and gives it back when it ends.
        let owned = Unmanaged.passRetained(self)
        let isRunning =
            isOpen
            && pthread_create(
                &thread, nil,
                { pointer in
                    if let pointer { Unmanaged<Acceptor>.fromOpaque(pointer).takeRetainedValue().run() }
                    return nil
                }, owned.toOpaque()) == 0
        guard isRunning else {
            owned.release()
            for end in ends where isOpen { close(end) }
            throw ServerError(
                message: "The server's threads cannot be started.", tip: "Raise the limits on threads and open files.")
        }
    }

    /// Accepts what has connected already, stops listening and waits for the thread to end.
    func stop() {
        close(wakeWriter)
        pthread_join(thread, nil)
        close(wakeReader)
        socket.close()
    }

    private func run() {
        var next = 0
        var timeout: Int32 = -1
        while true {
            var polled = [
                pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0),
                pollfd(fd: timeout < 0 ? socket.descriptor : -1, events: Int16(POLLIN), revents: 0),
            ]
            poll(&polled, nfds_t(polled.count), timeout)
            timeout = acceptAll(&next) ? -1 : Self.pause
            if polled[0].revents != 0 { return }
        }
    }

    /// - Returns: false when a connection waits that cannot be accepted now.
    private func acceptAll(_ next: inout Int) -> Bool {
        while true {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = withAddress(&storage) { accept(socket.descriptor, $0, &length) }
            guard descriptor >= 0 else {
                switch errno {
                case EMFILE, ENFILE, ENOBUFS, ENOMEM: return false
                case EINTR, ECONNABORTED: continue
                default: return true
                }
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            if let refusal = table.admit(descriptor, from: SocketAddress(storage)) {
                refuse(descriptor, refusal)
                continue
            }
            next = (next + 1) % loops.count
            loops[next].take(AcceptedSocket(descriptor: descriptor, address: storage, length: length))
        }
    }

    private func refuse(_ descriptor: Int32, _ status: Status) {
        defer { close(descriptor) }
        // An encrypted answer would take a handshake, which is the work that is being refused.
        if table.certificate != nil { return }
        let error =
            status == .tooManyRequests
            ? HTTPError(status, "There are too many connections from your address.", tip: "Close some, then try again.")
            : HTTPError(status, "The server has as many connections as it may.", tip: "Try again in a moment.")
        var response = Response(error)
        response.headers["Retry-After"] = "1"
        Answer(unasked: response, standing: table.responder.standing).sendClosing(descriptor)
    }

    private func withAddress<Result>(
        _ storage: inout sockaddr_storage, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}
