import Configuration
import Glibc
import HTTP

/// The certificate and the key that the settings name.
struct CertificateFiles {
    private let settings: Settings.TLS

    /// Nil where the settings name none.
    init?(_ settings: Settings) {
        guard let tls = settings.tls else { return nil }
        self.settings = tls
    }

    /// Reads both files.
    ///
    /// - Throws: `CommandFailure` with the file that is wrong and what to do about it.
    func read() throws(CommandFailure) -> ServerCertificate {
        let (chain, key) = (try bytes(settings.certificate), try bytes(settings.key))
        do {
            return try ServerCertificate(chain: chain, key: key)
        } catch {
            let setting = error.part == .certificate ? settings.certificate : settings.key
            throw CommandFailure(
                message: "\(setting.origin): \(setting.value) cannot be used. \(error.message)", tip: error.tip)
        }
    }

    /// What is to be said about a certificate today; nil when all is well.
    static func warning(_ certificate: ServerCertificate) -> String? { certificate.warning(at: Int64(time(nil))) }

    private func bytes(_ setting: Setting<String>) throws(CommandFailure) -> [UInt8] {
        switch FileContents.read(setting.value) {
        case .bytes(let bytes): return bytes
        case .absent:
            throw CommandFailure(
                message: "\(setting.origin): there is no file \(setting.value).", tip: "Correct the path.")
        case .unreadable(let reason):
            throw CommandFailure(
                message: "\(setting.origin): \(setting.value) cannot be read: \(reason).",
                tip: "Make it a file that the server's user may read.")
        }
    }
}
