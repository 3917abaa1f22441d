internal import CGnuTLS
internal import FoundationEssentials
internal import Glibc

/// A chain of certificates and the private key of its first: what a server shows over TLS to say who it is.
///
/// Sharing it between threads is safe: it is never changed after `init`, and GnuTLS only reads what sessions on any number
/// of threads are given.
public final class ServerCertificate: @unchecked Sendable {
    /// When the first certificate begins and ends to be valid, in seconds since 1970.
    public let validity: Range<Int64>
    /// The SHA-256 of the public key, as ``Client/Configuration/pinnedKey`` takes it.
    public let pin: String

    private let certificates: UnsafeMutableBufferPointer<gnutls_pcert_st>
    private let key: gnutls_privkey_t

    /// More certificates than any chain has.
    private static let mostCertificates: UInt32 = 16

    /// - Parameters:
    ///   - chain: PEM: the server's certificate, then those that lead to the authority, in any order.
    ///   - key: the private key in PEM form, without a passphrase.
    /// - Throws: when one of them cannot be read or they do not belong together.
    public init(chain: [UInt8], key: [UInt8]) throws(CertificateError) {
        let (list, count) = try Self.certificates(in: chain)
        defer {
            for index in 0..<Int(count) { gnutls_x509_crt_deinit(list[index]) }
            Self.free(list)
        }
        let privateKey = try Self.privateKey(in: key)
        let own = Self.keyID { gnutls_x509_crt_get_key_id(list[0], TLS_KEY_ID_SHA256, $0, $1) }
        guard let own, own == Self.keyID(of: privateKey) else {
            gnutls_privkey_deinit(privateKey)
            throw CertificateError(
                part: .key, message: "The private key does not belong to the certificate.",
                tip: "Give the key that the certificate was issued for, and the server's certificate first in its file."
            )
        }
        let parsed = UnsafeMutableBufferPointer<gnutls_pcert_st>.allocate(capacity: Int(count))
        parsed.initialize(repeating: gnutls_pcert_st())
        var left = count
        guard gnutls_pcert_import_x509_list(parsed.baseAddress, list, &left, 0) == GNUTLS_E_SUCCESS else {
            parsed.deallocate()
            gnutls_privkey_deinit(privateKey)
            throw Self.unreadable(.certificate)
        }
        certificates = parsed
        self.key = privateKey
        let begin = Int64(gnutls_x509_crt_get_activation_time(list[0]))
        validity = begin..<max(begin, Int64(gnutls_x509_crt_get_expiration_time(list[0])))
        pin = "sha256//" + Data(own).base64EncodedString()
    }

    deinit {
        for index in certificates.indices { gnutls_pcert_deinit(certificates.baseAddress! + index) }
        certificates.deallocate()
        gnutls_privkey_deinit(key)
    }

    /// What to tell about it at an instant, in seconds since 1970: that it is not valid then, or not for long.
    public func warning(at now: Int64) -> String? {
        if now < validity.lowerBound {
            return "The certificate is not valid before \(HTTPDate(seconds: Int(validity.lowerBound))). "
                + "Look whether the clock is right; until then clients refuse it."
        }
        if now >= validity.upperBound {
            return "The certificate has expired on \(HTTPDate(seconds: Int(validity.upperBound))). "
                + "Renew it: clients refuse it."
        }
        if now >= validity.upperBound - min(7 * 86_400, Int64(validity.count) / 4) {
            return "The certificate expires on \(HTTPDate(seconds: Int(validity.upperBound))). Renew it before that."
        }
        return nil
    }

    /// Hands both to a session that is being opened, which uses them until it ends.
    func give(
        _ chain: UnsafeMutablePointer<UnsafeMutablePointer<gnutls_pcert_st>?>, _ count: UnsafeMutablePointer<UInt32>,
        _ key: UnsafeMutablePointer<gnutls_privkey_t?>
    ) {
        chain.pointee = certificates.baseAddress
        count.pointee = UInt32(certificates.count)
        key.pointee = self.key
    }

    // MARK: Reading

    private static func certificates(
        in bytes: [UInt8]
    ) throws(CertificateError) -> (UnsafeMutablePointer<gnutls_x509_crt_t?>, UInt32) {
        var list: UnsafeMutablePointer<gnutls_x509_crt_t?>?
        var count: UInt32 = 0
        let code = withDatum(bytes) {
            gnutls_x509_crt_list_import2(&list, &count, $0, GNUTLS_X509_FMT_PEM, TLS_LIST_SORTED)
        }
        guard code >= 0, let list, count > 0 else {
            if code == GNUTLS_E_CERTIFICATE_LIST_UNSORTED {
                throw CertificateError(
                    part: .certificate, message: "The certificates do not lead from one to the next.",
                    tip: "Give the server's certificate and those of its authority alone.")
            }
            throw unreadable(.certificate)
        }
        guard count <= mostCertificates else {
            for index in 0..<Int(count) { gnutls_x509_crt_deinit(list[index]) }
            free(list)
            throw CertificateError(
                part: .certificate, message: "There are \(count) certificates, more than any chain has.",
                tip: "Give the server's certificate and those of its authority alone.")
        }
        return (list, count)
    }

    private static func privateKey(in bytes: [UInt8]) throws(CertificateError) -> gnutls_privkey_t {
        var key: gnutls_privkey_t?
        guard gnutls_privkey_init(&key) == GNUTLS_E_SUCCESS, let key else { throw unreadable(.key) }
        let code = withDatum(bytes) { gnutls_privkey_import_x509_raw(key, $0, GNUTLS_X509_FMT_PEM, nil, 0) }
        guard code == GNUTLS_E_SUCCESS else {
            gnutls_privkey_deinit(key)
            if code == GNUTLS_E_DECRYPTION_FAILED {
                throw CertificateError(
                    part: .key, message: "The private key is locked with a passphrase.",
                    tip: "Give one without, which the server's user alone may read.")
            }
            throw unreadable(.key)
        }
        return key
    }

    private static func unreadable(_ part: CertificateError.Part) -> CertificateError {
        switch part {
        case .certificate:
            CertificateError(
                part: part, message: "There is no certificate in PEM form.",
                tip: "Give a file with a block that begins with -----BEGIN CERTIFICATE-----.")
        case .key:
            CertificateError(
                part: part, message: "There is no private key in PEM form.",
                tip: "Give a file with a block that begins with -----BEGIN PRIVATE KEY-----.")
        }
    }

    private static func keyID(of key: gnutls_privkey_t) -> [UInt8]? {
        var open: gnutls_pubkey_t?
        guard gnutls_pubkey_init(&open) == GNUTLS_E_SUCCESS, let open else { return nil }
        defer { gnutls_pubkey_deinit(open) }
        guard gnutls_pubkey_import_privkey(open, key, 0, 0) == GNUTLS_E_SUCCESS else { return nil }
        return keyID { gnutls_pubkey_get_key_id(open, TLS_KEY_ID_SHA256, $0, $1) }
    }

    private static func keyID(
        _ read: (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?) -> Int32
    ) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        let code = bytes.withUnsafeMutableBufferPointer { read($0.baseAddress, &count) }
        return code == GNUTLS_E_SUCCESS && count == bytes.count ? bytes : nil
    }

    private static func withDatum(_ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) -> Int32) -> Int32 {
        var bytes = bytes
        let count = UInt32(clamping: bytes.count)
        return bytes.withUnsafeMutableBufferPointer { buffer in
            var datum = gnutls_datum_t(data: buffer.baseAddress, size: count)
            return body(&datum)
        }
    }

    /// What GnuTLS has allocated for its caller; it allocates with `malloc`.
    private static func free(_ list: UnsafeMutablePointer<gnutls_x509_crt_t?>) { Glibc.free(list) }
}
