internal import Glibc

/// A socket that listens on an address. Whoever binds it closes it.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let port: Int

    /// - Parameters:
    ///   - host: an IPv4 or IPv6 address, or a name that the system resolves.
    ///   - port: 0 lets the system choose one.
    static func bind(host: String, port: Int) throws -> ListeningSocket {
        guard (0...65_535).contains(port) else {
            throw ServerError(message: "There is no port \(port).", tip: "Choose one from 1 to 65535, or 0 for any.")
        }
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else {
            throw ServerError(
                message: "The host \(host) is not an address of this machine.",
                tip: "Use 127.0.0.1 for this machine only or 0.0.0.0 for every network.")
        }
        defer { freeaddrinfo(found) }

        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.pointee.ai_family, type, 0)
        guard descriptor >= 0 else { throw refused(host, port) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard Glibc.bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0,
            listen(descriptor, SOMAXCONN) == 0
        else {
            let error = refused(host, port)
            Glibc.close(descriptor)
            throw error
        }
        return ListeningSocket(descriptor: descriptor, port: SocketAddress.local(of: descriptor).port)
    }

    func close() {
        Glibc.close(descriptor)
    }

    private static func refused(_ host: String, _ port: Int) -> ServerError {
        let reason = String(cString: strerror(errno))
        let tip =
            switch errno {
            case EADDRINUSE: "Another program uses this port: stop it, or choose another port (0 picks a free one)."
            case EACCES: "Ports below 1024 need a privilege: choose a higher one."
            case EADDRNOTAVAIL: "Use 127.0.0.1 for this machine only or 0.0.0.0 for every network."
            default: "Choose another address or port."
            }
        return ServerError(message: "Cannot listen on \(host):\(port): \(reason).", tip: tip)
    }
}
