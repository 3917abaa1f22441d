internal import CCurl
internal import CEpoll
internal import Glibc

/// Which sockets an epoll watches, and for what.
///
/// libcurl gives a socket up after each answer and takes it again for the next request. The epoll keeps watching
/// it meanwhile, which saves two system calls a request: an event nobody wants ends the watching. That is
/// only done with sockets whose opening and closing is known, since a closed one's number is given to another.
final class WatchedSockets {
    private struct Watch {
        var wanted: UInt32 = 0
        /// What the kernel watches for; it forgets a descriptor by itself when that is closed.
        var watched: UInt32 = 0
        var isOwn = false
    }

    private let epoll: Int32
    /// By descriptor.
    private var watches: [Watch] = []

    init?() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        if epoll < 0 { return nil }
    }

    deinit { _ = Glibc.close(epoll) }

    /// Watches a descriptor that is not a socket of libcurl's.
    func watch(_ descriptor: Int32, _ events: UInt32) -> Bool {
        epoll_watch(epoll, EPOLL_CTL_ADD, descriptor, events, UInt64(descriptor)) == 0
    }

    func wait(_ ready: inout [epoll_readiness], _ milliseconds: Int32) -> ArraySlice<epoll_readiness> {
        let count = ready.withUnsafeMutableBufferPointer { epoll_collect(epoll, $0.baseAddress, milliseconds) }
        return ready.prefix(max(0, Int(count)))
    }

    func isWanted(_ descriptor: Int32) -> Bool {
        Int(descriptor) < watches.count && watches[Int(descriptor)].wanted != 0
    }

    /// Notes what libcurl waits for; 0 for nothing any more.
    func want(_ descriptor: Int32, _ events: UInt32) {
        makeRoom(for: descriptor)
        watches[Int(descriptor)].wanted = events
        let watch = watches[Int(descriptor)]
        if events == 0 {
            if !watch.isOwn { release(descriptor) }
        } else if watch.watched != events {
            let operation = watch.watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
            if epoll_watch(epoll, operation, descriptor, events, UInt64(descriptor)) != 0 {
                let other = operation == EPOLL_CTL_ADD ? EPOLL_CTL_MOD : EPOLL_CTL_ADD
                _ = epoll_watch(epoll, other, descriptor, events, UInt64(descriptor))
            }
            watches[Int(descriptor)].watched = events
        }
    }

    /// Ends the watching of a descriptor nobody waits for.
    func release(_ descriptor: Int32) {
        makeRoom(for: descriptor)
        _ = epoll_watch(epoll, EPOLL_CTL_DEL, descriptor, 0, UInt64(descriptor))
        watches[Int(descriptor)].watched = 0
    }

    /// - Returns: the new socket, or -1.
    func open(_ address: curl_sockaddr) -> Int32 {
        let descriptor = socket(
            address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
        if descriptor >= 0 {
            makeRoom(for: descriptor)
            watches[Int(descriptor)] = Watch(isOwn: true)
        }
        return descriptor
    }

    func close(_ descriptor: Int32) -> Int32 {
        makeRoom(for: descriptor)
        watches[Int(descriptor)] = Watch()
        return Glibc.close(descriptor)
    }

    private func makeRoom(for descriptor: Int32) {
        while watches.count <= Int(descriptor) { watches.append(Watch()) }
    }
}
