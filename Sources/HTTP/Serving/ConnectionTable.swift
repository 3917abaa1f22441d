internal import Glibc
import Synchronization

/// The open connections of one server, and what they share.
final class ConnectionTable: Sendable {
    let responder: Responder
    let limits: Limits
    /// On whose threads the connections are served; nil when the library has its own.
    private let client: Client?
    /// What connections are shown that are opened now; nil where they are not encrypted.
    let certificate: ShownCertificate?
    let onExchange: (@Sendable (Exchange) -> Void)?
    private let state = Mutex(State())
    private let hangUps = Mutex<HangUpWatch?>(nil)
    private let draining = Atomic(false)
    private let closing = Atomic(false)
    /// Says that a request has ended while the server drains.
    private let endings: AsyncStream<Void>
    private let ended: AsyncStream<Void>.Continuation

    private struct State {
        var connections: [Int32: Connection] = [:]
        var perAddress: [String: Int] = [:]
        var generation: UInt32 = 0

        mutating func remove(_ descriptor: Int32) {
            guard let address = connections.removeValue(forKey: descriptor)?.subscriber else { return }
            let left = perAddress[address, default: 1] - 1
            perAddress[address] = left > 0 ? left : nil
        }
    }

    init(
        responder: Responder, limits: Limits, client: Client?, certificate: ShownCertificate? = nil,
        onExchange: (@Sendable (Exchange) -> Void)? = nil
    ) {
        self.responder = responder
        self.onExchange = onExchange
        self.limits = limits
        self.client = client
        self.certificate = certificate
        (endings, ended) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Where tasks run that need no thread for long: on the connection's own, from which this is to be called.
    var executor: (any TaskExecutor)? { client?.currentLoop }

    // MARK: Opening and closing

    /// Notes a socket that was accepted, or says why it must be closed again.
    func admit(_ descriptor: Int32, from address: SocketAddress) -> Status? {
        state.withLock { state in
            // The library closes a socket unannounced when it has no memory to serve it. That the number
            // comes again tells.
            state.remove(descriptor)
            if state.connections.count >= limits.connections { return .serviceUnavailable }
            if let limit = limits.connectionsPerAddress, state.perAddress[address.subscriber, default: 0] >= limit,
                !(limits.exemptsLoopback && address.isLoopback)
            {
                return .tooManyRequests
            }
            state.generation &+= 1
            state.connections[descriptor] = Connection(
                descriptor: descriptor, remoteAddress: address, generation: state.generation, table: self)
            state.perAddress[address.subscriber, default: 0] += 1
            return nil
        }
    }

    func connection(_ descriptor: Int32) -> Connection? {
        state.withLock { $0.connections[descriptor] }
    }

    /// Forgets a socket. It must be called before the socket is closed, since its number is then given
    /// to another.
    func forget(_ descriptor: Int32) {
        state.withLock { $0.remove(descriptor) }
        connectionBecameIdle()
    }

    /// Forgets every socket, when the loops have ended.
    func forgetAll() {
        state.withLock { $0 = State() }
    }

    /// Ends the connections whose request takes too long to arrive. The lock is held meanwhile, so no
    /// socket is closed and its number given away before `shutdown` has reached it.
    func endLateArrivals() {
        let now = MonotonicTime.milliseconds
        state.withLock { state in
            for (descriptor, connection) in state.connections where connection.isLate(at: now) {
                shutdown(descriptor, Int32(SHUT_RDWR))
            }
        }
    }

    // MARK: Clients that hang up

    /// Starts to look out; before the first connection.
    func startWatch() throws {
        let watch = try HangUpWatch { [weak self] in self?.hungUp($0, $1) }
        hangUps.withLock { $0 = watch }
    }

    func stopWatch() {
        hangUps.withLock { $0 }?.stop()
    }

    func watch(_ connection: Connection) {
        hangUps.withLock { $0 }?.add(connection.descriptor, connection.generation)
    }

    /// The client of a socket has hung up. The lock is held for `shutdown` as above; it wakes the library if that
    /// waits for a client that will not read any more.
    private func hungUp(_ descriptor: Int32, _ generation: UInt32) {
        let connection = state.withLock { state -> Connection? in
            guard let connection = state.connections[descriptor], connection.generation == generation else {
                return nil
            }
            shutdown(descriptor, Int32(SHUT_RDWR))
            return connection
        }
        connection?.abandon()
    }

    // MARK: Stopping

    var isDraining: Bool { draining.load(ordering: .sequentiallyConsistent) }
    var isClosing: Bool { closing.load(ordering: .sequentiallyConsistent) }

    /// Waits until no request is being answered, but not longer than `limit` and not after ``hurry()``.
    func drain(within limit: Duration) async {
        draining.store(true, ordering: .sequentiallyConsistent)
        let alarm = Task { [ended] in
            try await Task.sleep(for: limit)
            ended.finish()
        }
        ended.yield()
        for await _ in endings where !isAnswering { break }
        alarm.cancel()
    }

    /// Ends the waiting of ``drain(within:)``.
    func hurry() {
        ended.finish()
    }

    /// Lets no connection rest any more, and wakes those that do, unanswered.
    func abandonWaiting() {
        closing.store(true, ordering: .sequentiallyConsistent)
        for connection in state.withLock({ Array($0.connections.values) }) {
            connection.abandon()
        }
    }

    /// A connection first notes that it is idle and then asks whether the server drains; the server first
    /// notes that it drains and then asks each connection. One of the two sees the other's note.
    func connectionBecameIdle() {
        if isDraining { ended.yield() }
    }

    private var isAnswering: Bool {
        state.withLock { $0.connections.values.contains(where: \.isAnswering) }
    }
}
