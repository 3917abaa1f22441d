internal import CMicroHTTPD
internal import Glibc
import Synchronization

/// One of the library's epolls, with a thread of the library's own or on one of a client's threads.
///
/// It has no listening socket: the library's own way to stop listening can abort the process when a
/// connection arrives at that moment, so connections are accepted by an ``Acceptor`` and handed over.
///
/// Sharing the daemon is safe: the library locks what ``take(_:_:_:)`` touches when it has a thread of its own, and all
/// else is done on the client's thread where it has not; ``stop()`` is called once, after the acceptor has ended.
final class ServingLoop: EventSource, @unchecked Sendable {
    private let daemon: OpaquePointer
    private let table: Unmanaged<ConnectionTable>
    private let loop: EventLoop?
    /// Where the library's epoll is driven: that.
    let descriptor: Int32
    /// Whether the client's thread has been told to call the library.
    private let isAwaited = Atomic(false)
    /// Used on the client's thread only.
    private var hasStopped = false

    /// - Parameter loop: the client's thread to serve on; nil for a thread of its own.
    init(table: ConnectionTable, on loop: EventLoop?) throws {
        let limits = table.limits
        var options = mhd_loop_options()
        options.handle = Self.handle
        options.begin = Self.begin
        options.complete = Self.complete
        options.connection_changed = Self.connectionChanged
        // The library reads headers into half of this memory at first and writes its answer's headers into the
        // rest. It clears all of it after each request, so more than needed costs time.
        options.connection_memory = limits.headerBytes * 3 / 2 + 8 * 1024
        options.connection_limit = UInt32(clamping: limits.connections + 1)
        if table.certificate != nil {
            options.certificate = CertificateChoice.callback
            options.priorities = CertificateChoice.priorities
        }
        options.idle_seconds = UInt32(clamping: (MonotonicTime.milliseconds(limits.idle) + 999) / 1_000)
        // The daemon's callbacks get the table as a bare pointer. It owns one reference from here until
        // `MHD_stop_daemon` has returned, after which none of them runs.
        let owned = Unmanaged.passRetained(table)
        options.cls = owned.toOpaque()
        options.is_driven = loop == nil ? 0 : 1
        guard let daemon = mhd_start_loop(&options) else {
            owned.release()
            throw Self.unstarted
        }
        self.daemon = daemon
        self.table = owned
        self.loop = loop
        descriptor = loop == nil ? -1 : mhd_epoll(daemon)
        guard let loop else { return }
        guard loop.perform({ [self] in $0?.serve(self) ?? false }) else {
            stop()
            throw Self.unstarted
        }
    }

    private static var unstarted: ServerError {
        ServerError(
            message: "The server's threads cannot be started.",
            tip: "Raise the limits on threads, open files and memory.")
    }

    /// Serves an accepted socket. One that cannot be served is closed and forgotten.
    func take(_ socket: AcceptedSocket) {
        guard let loop else { return add(socket) }
        loop.enqueue(
            .perform { [self] driver in
                add(socket)
                driver?.work(for: self)
            })
    }

    private func add(_ socket: AcceptedSocket) {
        table.takeUnretainedValue().connection(socket.descriptor)?.loop = self
        if !socket.add(to: daemon) { table.takeUnretainedValue().forget(socket.descriptor) }
    }

    /// Ends the thread, if it is the library's, and closes its connections. None of them may be resting.
    func stop() {
        if let loop {
            loop.perform { [self] driver in
                driver?.leave(self)
                MHD_stop_daemon(daemon)
                hasStopped = true
            }
        } else {
            MHD_stop_daemon(daemon)
        }
        table.release()
    }

    /// Ends a connection's suspension. A library without a thread has to be called for that.
    func resume(_ handle: OpaquePointer?) {
        MHD_resume_connection(handle)
        guard let loop, !isAwaited.exchange(true, ordering: .acquiringAndReleasing) else { return }
        loop.enqueue(.perform { [self] in $0?.work(for: self) })
    }

    func work() -> Int64? {
        isAwaited.store(false, ordering: .sequentiallyConsistent)
        if hasStopped { return nil }
        let pause = mhd_work(daemon)
        return pause < 0 ? nil : pause
    }

    // MARK: What the library calls
    //
    // A connection travels through the library as the pointer of its socket: retained when the socket is
    // opened, given back when it is closed. In between the library calls for that socket only on the
    // thread that serves it, so borrowing it unretained is safe.

    private static let connectionChanged: MHD_NotifyConnectionCallback = { table, handle, context, change in
        guard let table, let handle, let context else { return }
        if change == .CONNECTION_NOTIFY_STARTED {
            let table = Unmanaged<ConnectionTable>.fromOpaque(table).takeUnretainedValue()
            guard let connection = table.connection(mhd_socket(handle)) else { return }
            connection.opened(handle)
            context.pointee = Unmanaged.passRetained(connection).toOpaque()
        } else if let pointer = context.pointee {
            Unmanaged<Connection>.fromOpaque(pointer).takeRetainedValue().closed()
            context.pointee = nil
        }
    }

    private static let begin:
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer? = {
            _, target, handle in
            guard let pointer = mhd_socket_context(handle), let target else { return nil }
            Unmanaged<Connection>.fromOpaque(pointer).takeUnretainedValue().begin(target)
            return pointer
        }

    private static let handle: MHD_AccessHandlerCallback = { _, _, _, method, version, data, size, context in
        guard let pointer = context?.pointee, let method, let version, let size else { return .NO }
        let connection = Unmanaged<Connection>.fromOpaque(pointer).takeUnretainedValue()
        let upload = UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : size.pointee)
        let goesOn = connection.handle(method, version, upload)
        if goesOn { size.pointee = 0 }
        return goesOn ? .YES : .NO
    }

    private static let complete: MHD_RequestCompletedCallback = { _, _, context, _ in
        guard let pointer = context?.pointee else { return }
        Unmanaged<Connection>.fromOpaque(pointer).takeUnretainedValue().completed()
    }
}
