import HTTP
import Synchronization

/// One open page on its way to the next event: the newest that it has not been sent yet waits here, an older one never.
final class MonitoringListener: Sendable {
    private struct State {
        var event: [UInt8]?
        var isEnded = false
        var waiting: UnsafeContinuation<Void, Never>?
    }

    /// By which the stream knows it.
    let number: Int
    let range: MonitoringRange
    private let stream: MonitoringStream
    private let state: Mutex<State>

    /// - Parameter first: the event to begin with.
    init(number: Int, range: MonitoringRange, first: [UInt8], stream: MonitoringStream) {
        self.number = number
        self.range = range
        self.stream = stream
        state = Mutex(State(event: first))
    }

    /// Sends events for as long as the client reads, is let in, and the stream goes on.
    func send(to writer: BodyWriter, while isLetIn: () -> Bool) async throws {
        guard stream.enter(self) else { return }
        defer { stream.leave(self) }
        // What a browser waits before it comes again by itself.
        try await writer.write("retry: 1000\n\n")
        while let event = await next(), isLetIn() { try await writer.write(event) }
    }

    /// Puts an event in the place of one that was not taken yet.
    func put(_ event: [UInt8]) {
        wake { $0.event = event }
    }

    func end() {
        wake { $0.isEnded = true }
    }

    /// The next event; `nil` at the end and when the task is cancelled.
    func next() async -> [UInt8]? {
        await withTaskCancellationHandler {
            // Resumed exactly once: by whoever takes it out of the state, or here.
            await withUnsafeContinuation { continuation in
                let waits = state.withLock { state in
                    guard state.event == nil, !state.isEnded else { return false }
                    state.waiting = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            end()
        }
        return state.withLock { state in
            if state.isEnded { return nil }
            return state.event.take()
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            return state.waiting.take()
        }
        waiting?.resume()
    }
}
