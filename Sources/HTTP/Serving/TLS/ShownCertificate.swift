import Synchronization

/// The certificate that new connections are shown, which may be replaced at any time.
final class ShownCertificate: Sendable {
    private let certificate: Mutex<ServerCertificate>

    init(_ certificate: ServerCertificate) {
        self.certificate = Mutex(certificate)
    }

    var current: ServerCertificate {
        get { certificate.withLock { $0 } }
        set { certificate.withLock { $0 = newValue } }
    }
}
