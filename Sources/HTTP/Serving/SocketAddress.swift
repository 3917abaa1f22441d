internal import Glibc

/// The address and port of one end of a socket.
struct SocketAddress: Sendable {
    /// The numeric address without the port; empty for a family that has none.
    let host: String
    let port: Int

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
    }
}
