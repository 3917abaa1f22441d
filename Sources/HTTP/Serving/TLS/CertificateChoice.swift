internal import CGnuTLS
internal import CMicroHTTPD

/// How GnuTLS is told what to show to a client that is opening a session.
enum CertificateChoice {
    /// What it asks, on the thread that serves the connection. A session's pointer is the library's connection, whose context
    /// is ours from the moment the socket was taken.
    private static let retrieve:
        @convention(c) (
            gnutls_session_t?, UnsafePointer<gnutls_datum_t>?, Int32, UnsafePointer<gnutls_pk_algorithm_t>?, Int32,
            UnsafeMutablePointer<UnsafeMutablePointer<gnutls_pcert_st>?>?, UnsafeMutablePointer<UInt32>?,
            UnsafeMutablePointer<gnutls_privkey_t?>?
        ) -> Int32 = { session, _, _, _, _, chain, count, key in
            guard let session, let chain, let count, let key, let handle = gnutls_session_get_ptr(session),
                let pointer = mhd_socket_context(OpaquePointer(handle)),
                let certificate = Unmanaged<Connection>.fromOpaque(pointer).takeUnretainedValue().chooseCertificate()
            else { return -1 }
            certificate.give(chain, count, key)
            return 0
        }

    /// As the library takes it among its options.
    static var callback: UnsafeMutableRawPointer { unsafeBitCast(retrieve, to: UnsafeMutableRawPointer.self) }

    /// TLS 1.3 and 1.2, each with forward secrecy and authenticated encryption only (RFC 9325, section 4.2).
    /// Spelled as `gnutls_priority_init(3)` takes it, and there for as long as the program.
    static var priorities: UnsafePointer<CChar> {
        UnsafeRawPointer(spelled.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static let spelled: StaticString = """
        NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-CIPHER-ALL:+AES-256-GCM:\
        +CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:%SERVER_PRECEDENCE
        """
}
