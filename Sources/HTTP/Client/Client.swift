import Synchronization

/// An HTTP/1.1 client that keeps its connections and serves all requests on a thread or a few of its own.
///
/// It follows no redirect, keeps no cookie, unpacks nothing, asks no proxy, and trusts the certificate
/// authorities of the system. A request on a kept connection that turns out to be closed, without a byte of an
/// answer, is sent once more on a new one.
///
/// Letting the client and its responses go closes it.
public final class Client: Sendable {
    public struct Configuration: Sendable {
        /// Connections open at a time to one host and port; further requests wait for one, within their
        /// connect time.
        public var connectionsPerHost = 256
        /// Threads, which share the connections out among them. A ``Server`` can serve on them too.
        public var threads = 1
        /// Connections kept for the next request, all hosts together.
        public var keptConnections = 128
        /// How long a kept connection is used again after its last request.
        public var keptFor: Duration = .seconds(60)
        /// The `User-Agent` of requests that name none; empty for none.
        public var userAgent = "beast"
        /// A file of certificates in PEM form to trust instead of the system's.
        public var certificateFile: String?
        /// The SHA-256 of the one public key to trust, such as `sha256//…` with base64: whoever holds it is the right server,
        /// whatever its certificate says and whoever has signed that.
        public var pinnedKey: String?

        public init() {}
    }

    /// Empty when the system had no room for a thread.
    let loops: [EventLoop]
    private let sent = Atomic(0)

    public init(configuration: Configuration = Configuration()) {
        let threads = max(1, configuration.threads)
        var share = configuration
        share.connectionsPerHost = max(1, configuration.connectionsPerHost / threads)
        share.keptConnections = max(1, configuration.keptConnections / threads)
        loops = (0..<threads).compactMap { _ in EventLoop(share) }
    }

    deinit { close() }

    /// Ends every request that is on its way, as cancelled, and closes all connections. A closed client sends
    /// nothing more. A server that serves on its threads is stopped before.
    public func close() {
        for loop in loops { loop.stop() }
    }

    /// The loop on whose thread the caller is.
    var currentLoop: EventLoop? { loops.first(where: \.isCurrent) }

    /// The loop that the caller is on, or the next in turn.
    private var loop: EventLoop? {
        if loops.count < 2 { return loops.first }
        if let currentLoop { return currentLoop }
        let turn = UInt(bitPattern: sent.wrappingAdd(1, ordering: .relaxed).oldValue)
        return loops[Int(turn % UInt(loops.count))]
    }

    /// Sends a request and returns when the head of the answer is there, whatever its status.
    ///
    /// Cancelling the calling task breaks the exchange off at once, and so does letting the response go
    /// before its end.
    public func send(_ request: ClientRequest) async throws(ClientError) -> ClientResponse {
        try request.check()
        guard let loop else { throw .unstarted }
        let transfer = Transfer(request, loop: loop)
        let head = try await transfer.start()
        return ClientResponse(head, transfer, self)
    }
}
