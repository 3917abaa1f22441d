internal import CMicroHTTPD
import Synchronization

/// The streamed body of one answer on its way from its producer to the library, which asks for it when the
/// client's socket has room.
///
/// Why it may cross threads unchecked: everything that changes is behind the lock. The handle is used in two
/// places. `fill` is called by the library, on its thread, for this very connection. `wakeLibrary` runs under the lock
/// while the connection is suspended: a suspended connection cannot end, it leaves that state only by one call of
/// `MHD_resume_connection`, and whoever finds `isSuspended` clears it and makes that call.
final class Outflow: @unchecked Sendable, BodySink {
    /// Bytes that may wait for the client before the producer has to.
    static let mostBuffered = 64 * 1024

    /// `MHD_CONTENT_READER_END_OF_STREAM` and `MHD_CONTENT_READER_END_WITH_ERROR`, macros that Swift does not import.
    private static let endOfStream = -1
    private static let endWithError = -2

    private let handle: OpaquePointer
    private let loop: ServingLoop
    private let table: ConnectionTable
    private let state = Mutex(State())

    private struct State {
        var buffer: [UInt8] = []
        /// How much of the buffer the library has taken.
        var taken = 0
        var isSuspended = false
        var end: End?
        var producer: Task<Void, Never>?
        var waiting: [UnsafeContinuation<Void, Never>] = []

        var count: Int { buffer.count - taken }
    }

    private enum End {
        /// The producer is done; what is buffered still goes out.
        case complete
        /// The producer has failed; the connection is to break after what is buffered.
        case broken
        /// Nobody reads any more.
        case gone
    }

    init(_ handle: OpaquePointer, loop: ServingLoop, table: ConnectionTable) {
        self.handle = handle
        self.loop = loop
        self.table = table
    }

    /// - Parameter executor: where the producer runs; nil for anywhere.
    func start(_ stream: BodyStream, for request: Request, on executor: (any TaskExecutor)?) {
        let task = Task(executorPreference: executor) {
            do {
                try await stream.produce(BodyWriter(self))
                self.end(.complete)
            } catch {
                if self.end(.broken) { self.table.responder.report(error, request) }
            }
        }
        let isOver = state.withLock { state in
            state.producer = task
            return state.end == .gone
        }
        if isOver { task.cancel() }
    }

    /// Ends the body where it is, without a producer.
    func close() {
        end(.complete)
    }

    // MARK: The producer's side

    func write(_ bytes: [UInt8]) async throws {
        while try !take(bytes) {
            await withTaskCancellationHandler {
                // Resumed exactly once: by whoever takes it out of `waiting` under the lock, or here.
                await withUnsafeContinuation { continuation in
                    let waits = state.withLock { state in
                        let waits = state.end == nil && state.count > 0 && !Task.isCancelled
                        if waits { state.waiting.append(continuation) }
                        return waits
                    }
                    if !waits { continuation.resume() }
                }
            } onCancel: {
                wakeProducer()
            }
        }
    }

    /// - Returns: false when there is no room.
    private func take(_ bytes: [UInt8]) throws -> Bool {
        try state.withLock { state in
            if state.end != nil { throw ClientGone() }
            if Task.isCancelled { throw CancellationError() }
            if state.count == 0 {
                // An allocation that was good for one large piece is not kept for small ones.
                if state.buffer.capacity > 2 * Self.mostBuffered { state.buffer = [] }
                state.buffer.removeAll(keepingCapacity: true)
                state.taken = 0
            } else if state.count + bytes.count > Self.mostBuffered {
                return false
            }
            state.buffer.append(contentsOf: bytes)
            wakeLibrary(&state)
            return true
        }
    }

    @discardableResult
    private func end(_ end: End) -> Bool {
        state.withLock { state in
            guard state.end == nil else { return false }
            state.end = end
            wakeLibrary(&state)
            return true
        }
    }

    private func wakeLibrary(_ state: inout State) {
        guard state.isSuspended else { return }
        state.isSuspended = false
        loop.resume(handle)
    }

    private func wakeProducer() {
        for continuation in state.withLock({ state in
            defer { state.waiting = [] }
            return state.waiting
        }) {
            continuation.resume()
        }
    }

    // MARK: The client's side

    /// Nobody reads any more: the producer is cancelled and the connection, if it rests, is woken to end.
    func abandon() {
        let producer = state.withLock { state in
            state.end = .gone
            wakeLibrary(&state)
            return state.producer
        }
        producer?.cancel()
        wakeProducer()
    }

    /// What the library calls for the next bytes.
    private func fill(_ target: UnsafeMutableRawBufferPointer) -> Int {
        let (result, wakes) = state.withLock { state -> (Int, Bool) in
            if state.end == .gone { return (Self.endWithError, false) }
            if state.count == 0 {
                if state.end == .complete { return (Self.endOfStream, false) }
                if state.end == .broken { return (Self.endWithError, false) }
                if table.isClosing { return (Self.endWithError, false) }
                MHD_suspend_connection(handle)
                state.isSuspended = true
                return (0, false)
            }
            let count = min(state.count, target.count)
            state.buffer.withUnsafeBytes {
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[state.taken..<state.taken + count]))
            }
            state.taken += count
            return (count, !state.waiting.isEmpty && state.count <= Self.mostBuffered / 2)
        }
        if wakes { wakeProducer() }
        return result
    }

    /// The answer in the library's form. It owns one reference to the outflow, which is given back when the
    /// library is done with it.
    func makeResponse(headers: Headers) -> NativeResponse? {
        NativeResponse(
            streaming: Unmanaged.passRetained(self).toOpaque(), headers: headers,
            read: { owner, _, buffer, size in
                guard let owner, let buffer else { return Outflow.endWithError }
                return Unmanaged<Outflow>.fromOpaque(owner).takeUnretainedValue()
                    .fill(UnsafeMutableRawBufferPointer(start: buffer, count: size))
            },
            free: { owner in
                if let owner { Unmanaged<Outflow>.fromOpaque(owner).release() }
            })
    }
}
