import Glibc

/// A socket that listens on a free port of this machine, for stand-ins that speak for themselves.
struct LoopbackListener: Sendable {
    let port: Int
    let socket: Int32

    init() throws {
        let listening = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listening, $0, length)
                _ = getsockname(listening, $0, &length)
            }
        }
        guard listen(listening, 16) == 0 else { throw Child.Failure(description: "the stand-in cannot listen") }
        port = Int(UInt16(bigEndian: address.sin_port))
        socket = listening
    }
}
