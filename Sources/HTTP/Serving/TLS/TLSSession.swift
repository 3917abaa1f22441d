internal import CGnuTLS
internal import CMicroHTTPD
internal import Glibc

/// The encrypted side of one connection, for what is sent past the library. Used on the thread that serves it.
struct TLSSession {
    private let session: gnutls_session_t

    /// Returns nil where the connection is not encrypted.
    init?(of handle: OpaquePointer?) {
        guard let handle, let pointer = mhd_tls_session(handle) else { return nil }
        session = OpaquePointer(pointer)
    }

    /// Sends what the socket has room for, and says that nothing follows.
    func sendLast(_ message: [UInt8]) {
        message.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = gnutls_record_send(session, bytes.baseAddress! + sent, bytes.count - sent)
                if count <= 0 { return }
                sent += count
            }
            gnutls_bye(session, GNUTLS_SHUT_WR)
        }
    }
}
