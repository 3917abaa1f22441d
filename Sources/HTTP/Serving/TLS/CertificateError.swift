/// Why a certificate and its key cannot be used.
public struct CertificateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which of the two is wrong.
    public enum Part: Sendable {
        case certificate, key
    }

    public let part: Part
    public let message: String
    public let tip: String

    public var description: String { "\(message) \(tip)" }
}
