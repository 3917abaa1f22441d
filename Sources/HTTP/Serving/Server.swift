internal import Glibc
import Synchronization

/// An HTTP/1.1 server.
///
/// It serves on a few threads, each of which waits for many sockets at once. A handler runs on such a
/// thread; see ``Reply`` for what may not be done there. A server starts and stops once.
public final class Server: Sendable {
    public struct Configuration: Sendable {
        public var host = "127.0.0.1"
        /// 0 lets the system choose.
        public var port = 0
        /// The number of serving threads.
        public var threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        /// A client to serve on the threads of, instead of on `threads` of the server's own: what replies
        /// ``Reply/soon(_:)`` then asks an upstream and hears from it without a switch of threads.
        public var client: Client?
        /// What the server shows over TLS; nil to speak plain HTTP.
        public var tls: ServerCertificate?
        public var limits = Limits()
        /// The fields that every answer carries.
        public var headers: Headers = [:]
        /// Hears of every request that is over; `nil` where nobody wants to. It is called on a serving thread and has
        /// to return at once.
        public var onExchange: (@Sendable (Exchange) -> Void)?

        public init() {}
    }

    private let configuration: Configuration
    private let responder: Responder
    private let shown: ShownCertificate?
    private let state = Mutex(State.new)

    private enum State {
        case new
        case running(ServerRun)
        case stopping(ServerRun, Task<Void, Never>)
    }

    public init(
        configuration: Configuration = Configuration(), onError: @escaping Responder.ErrorHandler = Responder.plainly,
        respond: @escaping Handler
    ) {
        self.configuration = configuration
        shown = configuration.tls.map(ShownCertificate.init)
        responder = Responder(headers: configuration.headers, onError: onError, respond: respond)
    }

    deinit {
        if case .running(let run) = state.withLock({ $0 }) { run.end() }
    }

    /// Listens and serves.
    ///
    /// - Returns: the port.
    /// - Throws: `ServerError` when the address is in use or not to be had, or the server was started before.
    @discardableResult
    public func start() throws -> Int {
        try state.withLock { state in
            guard case .new = state else {
                throw ServerError(message: "The server was started before.", tip: "Make a new one.")
            }
            let run = try ServerRun(configuration, responder, shown)
            state = .running(run)
            return run.port
        }
    }

    /// Shows new connections another certificate; those that are open go on with the one they were opened with. A server
    /// that speaks plain HTTP takes no notice.
    public func replaceCertificate(_ certificate: ServerCertificate) {
        shown?.current = certificate
    }

    /// The port it listens on, or 0 before it was started.
    public var port: Int {
        switch state.withLock({ $0 }) {
        case .new: 0
        case .running(let run), .stopping(let run, _): run.port
        }
    }

    /// Stops listening, lets the requests that are being answered finish, and closes every connection.
    ///
    /// - Parameter limit: how long to wait for them; what is not finished then is cut off. A second call
    ///   ends the waiting at once. Either returns when nothing runs any more.
    public func stop(within limit: Duration) async {
        let ending = state.withLock { state -> Task<Void, Never>? in
            switch state {
            case .new:
                return nil
            case .running(let run):
                let ending = Task { await run.finish(within: limit) }
                state = .stopping(run, ending)
                return ending
            case .stopping(let run, let ending):
                run.hurry()
                return ending
            }
        }
        await ending?.value
    }

    /// Answers a request without a network: what the same request over a socket is answered.
    public func answer(_ request: Request) async -> Answer {
        await responder.answer(request)
    }
}
