import HTTP
import Synchronization

/// Tells open monitoring pages once a second how the router is doing.
///
/// Each event is made and encoded once, for all who look at the same range. A listener that does not keep up misses
/// events, nothing waits for it and nothing gathers for it. While nobody listens nothing is done.
final class MonitoringStream: Sendable {
    /// Makes the event of a range: its number, counted from 0, says whose turn the larger parts are.
    typealias Maker = @Sendable (MonitoringRange, Int) -> [UInt8]

    private struct State {
        var listeners: [Int: MonitoringListener] = [:]
        var nextListener = 0
        /// What was sent last; good until the next.
        var latest: [MonitoringRange: [UInt8]] = [:]
        var number = 0
        var ticker: Task<Void, Never>?
        var isClosed = false
    }

    /// Those who may listen at a time, unless said otherwise.
    static let limit = 2_000

    private let limit: Int
    private let pause: @Sendable () async throws -> Void
    private let make: Maker
    private let state = Mutex(State())

    /// - Parameters:
    ///   - pause: waits until the next event is due.
    init(
        limit: Int = MonitoringStream.limit,
        pause: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) },
        make: @escaping Maker
    ) {
        self.limit = limit
        self.pause = pause
        self.make = make
    }

    /// How many listen.
    var count: Int { state.withLock { $0.listeners.count } }

    /// A new listener, to whom the present state is sent at once. It counts from when it is first written to.
    /// - Throws: `HTTPError` 503 when there are too many, or the server stops.
    func open(_ range: MonitoringRange) throws(HTTPError) -> MonitoringListener {
        let (known, number, problem) = state.withLock { state in
            state.nextListener += 1
            return (state.latest[range], state.nextListener, refusal(state))
        }
        if let problem { throw problem }
        return MonitoringListener(number: number, range: range, first: known ?? make(range, 0), stream: self)
    }

    /// - Returns: whether there is room for it.
    func enter(_ listener: MonitoringListener) -> Bool {
        state.withLock { state in
            guard refusal(state) == nil else { return false }
            state.listeners[listener.number] = listener
            if state.ticker == nil { state.ticker = Task { [weak self] in await self?.run() } }
            return true
        }
    }

    func leave(_ listener: MonitoringListener) { state.withLock { $0.listeners[listener.number] = nil } }

    /// Ends every stream, and takes no new listener.
    func close() {
        let (listeners, ticker) = state.withLock { state in
            defer { (state.listeners, state.ticker) = ([:], nil) }
            state.isClosed = true
            return (Array(state.listeners.values), state.ticker)
        }
        ticker?.cancel()
        for listener in listeners { listener.end() }
    }

    private func run() async {
        while true {
            do {
                try await pause()
            } catch {
                return
            }
            guard broadcast() else { return }
        }
    }

    /// - Returns: whether anybody listens.
    private func broadcast() -> Bool {
        let (listeners, number) = state.withLock { state in
            state.number += 1
            if state.listeners.isEmpty { (state.ticker, state.latest) = (nil, [:]) }
            return (Array(state.listeners.values), state.number)
        }
        if listeners.isEmpty { return false }
        let ranges = Set(listeners.map(\.range))
        let events = ranges.reduce(into: [:]) { $0[$1] = make($1, number) }
        state.withLock { $0.latest = events }
        for listener in listeners { if let event = events[listener.range] { listener.put(event) } }
        return true
    }

    private func refusal(_ state: borrowing State) -> HTTPError? {
        if state.isClosed { return Self.refusal("The server is stopping.", retryAfter: 2) }
        guard state.listeners.count >= limit else { return nil }
        return Self.refusal("\(limit) pages are watching already, and that is as many as can.", retryAfter: 30)
    }

    private static func refusal(_ message: String, retryAfter seconds: Int) -> HTTPError {
        HTTPError(
            .serviceUnavailable, message,
            tip: "Try again in \(seconds) seconds, or ask /api/v1/monitoring now and then.",
            headers: ["Retry-After": "\(seconds)"])
    }
}
