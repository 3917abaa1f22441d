internal import Glibc

/// The address and port of one end of a socket.
struct SocketAddress: Sendable {
    /// The numeric address without the port; empty for a family that has none.
    let host: String
    let port: Int
    /// What stands for whoever uses the address: the address or, since providers give each customer 2⁶⁴ of them, the first
    /// half of an IPv6 address.
    let subscriber: String
    /// Whether it is this machine's own for talking to itself.
    let isLoopback: Bool

    static func local(of descriptor: Int32) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutableBytes(of: &storage) { bytes in
            _ = getsockname(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!, &length)
        }
        return SocketAddress(storage)
    }

    init(_ storage: sockaddr_storage) {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let (port, isKnown) = withUnsafeBytes(of: storage) { bytes -> (UInt16, Bool) in
            switch Int32(storage.ss_family) {
            case AF_INET:
                var address = bytes.loadUnaligned(as: sockaddr_in.self)
                inet_ntop(AF_INET, &address.sin_addr, &text, socklen_t(text.count))
                return (UInt16(bigEndian: address.sin_port), true)
            case AF_INET6:
                var address = bytes.loadUnaligned(as: sockaddr_in6.self)
                inet_ntop(AF_INET6, &address.sin6_addr, &text, socklen_t(text.count))
                return (UInt16(bigEndian: address.sin6_port), true)
            default:
                return (0, false)
            }
        }
        self.port = Int(port)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        host = isKnown ? String(decoding: bytes, as: UTF8.self) : ""
        let family = Int32(storage.ss_family)
        // An IPv4 client of a socket for both comes as ::ffff:1.2.3.4.
        let mapped = "::ffff:"
        let isMapped = family == AF_INET6 && host.hasPrefix(mapped) && host.contains(".")
        let plain = isMapped ? String(host.dropFirst(mapped.count)) : host
        isLoopback = plain == "::1" || (family == AF_INET || isMapped) && plain.hasPrefix("127.")
        subscriber = family == AF_INET6 && !isMapped ? Self.firstHalf(of: storage) : plain
    }

    private static func firstHalf(of storage: sockaddr_storage) -> String {
        var address = withUnsafeBytes(of: storage) { $0.loadUnaligned(as: sockaddr_in6.self) }.sin6_addr
        return withUnsafeBytes(of: &address) { $0.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") }
    }
}
