internal import CMicroHTTPD
internal import Glibc

/// A socket that somebody has connected to, and where it came from.
struct AcceptedSocket: Sendable {
    let descriptor: Int32
    let address: sockaddr_storage
    let length: socklen_t

    /// Hands the socket to the library.
    ///
    /// - Returns: false when it could not be taken; the socket is closed then.
    func add(to daemon: OpaquePointer) -> Bool {
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                MHD_add_connection(daemon, descriptor, $0, length) == .YES
            }
        }
    }
}
