/// Why a request got no answer, or not all of it.
public struct ClientError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        /// The host is there; nothing listens on the port.
        case refused
        /// No way to the host, or this program could not even try.
        case unreachable
        /// The host's name is not known.
        case dns
        /// The two sides do not agree on encryption, or the certificate is not to be trusted.
        case tls
        case connectTimeout, firstByteTimeout, idleTimeout, totalTimeout
        /// The connection broke; ``ClientError/answerBegan`` tells whether a part of the answer had come.
        case reset
        /// The answer is larger than the request accepts.
        case tooLarge
        /// What came is not HTTP.
        case malformed
        /// The task was cancelled, the response let go, or the client closed.
        case cancelled
        case invalidURL
        /// The method or a header field cannot be sent.
        case invalidRequest
    }

    public let kind: Kind
    /// What happened, with the scheme, host and port at most: no path, no credentials, no header.
    public let message: String
    /// Whether any byte of the answer had arrived.
    public let answerBegan: Bool

    public init(_ kind: Kind, _ message: String, answerBegan: Bool = false) {
        self.kind = kind
        self.message = message
        self.answerBegan = answerBegan
    }

    public var description: String { message }

    static let cancelled = ClientError(.cancelled, "The request was cancelled.")
    static let closed = ClientError(.cancelled, "The HTTP client was closed.")
    static let unstarted = ClientError(
        .unreachable, "The HTTP client's thread could not be started: raise the limits on threads and open files.")

    static func tooLarge(_ limit: Int) -> ClientError {
        ClientError(.tooLarge, "The answer is larger than \(limit) bytes.", answerBegan: true)
    }
}
