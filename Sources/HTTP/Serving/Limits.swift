/// What one client may ask of the server.
public struct Limits: Sendable {
    /// Bytes of the request line and all header lines; more is answered 431, or 414 while still in the
    /// request line.
    public var headerBytes = 16 * 1024
    /// Bytes of the request's target; more is answered 414.
    public var targetBytes = 8 * 1024
    /// Bytes of the body; more is answered 413 as soon as it is known, and the connection is closed.
    public var bodyBytes = 1024 * 1024
    /// Bytes of the body, in place of ``bodyBytes``, where the request's target begins with a name of these.
    public var bodyBytesUnder: [String: Int] = [:]
    /// Connections open at a time; a further one is answered 503 and closed.
    public var connections = 1024
    /// Connections open at a time from one address; a further one is answered 429 and closed. Nil: no
    /// limit but ``connections``.
    public var connectionsPerAddress: Int?
    /// Whether ``connectionsPerAddress`` leaves this machine's own addresses alone.
    public var exemptsLoopback = false
    /// How long a connection may rest without a byte in either direction, in whole seconds (a part counts as one).
    public var idle: Duration = .seconds(30)
    /// How long a request may take to arrive, however steadily its bytes trickle: its body after its
    /// headers, and its headers after the connection's idle time.
    public var arrival: Duration = .seconds(30)
    /// How long an answer of known length may take to be taken, however steadily a client reads; streams may last.
    public var departure: Duration = .seconds(600)

    public init() {}

    func bodyBytes(for target: String) -> Int {
        bodyBytesUnder.first { target.hasPrefix($0.key) }?.value ?? bodyBytes
    }
}
