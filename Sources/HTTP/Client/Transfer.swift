import Synchronization

/// One request and its answer: where the client's thread, which fills it, and the reader, who empties it, meet.
final class Transfer: Sendable {
    struct Head: Sendable {
        let status: Status
        let headers: Headers
    }

    /// How many bytes may wait for the reader before the sender has to.
    static let mostBuffered = 64 * 1024

    let request: ClientRequest
    /// The request's body where C may point at it.
    let body: Body
    private let loop: EventLoop
    private let state = Mutex(State())

    private struct State {
        var head: Head?
        var buffer: [UInt8] = []
        var isPaused = false
        /// The reader wants all of the body at once: it is never paused.
        var isWhole = false
        /// Set once, when nothing more will come.
        var end: Result<Void, ClientError>?
        var waiting = Waiting.no

        /// The head, which comes before whatever became of the body, except a cancellation.
        func takeHead() -> Result<Head, ClientError>? {
            if case .failure(let error) = end, head == nil || error.kind == .cancelled { return .failure(error) }
            return head.map { .success($0) }
        }

        /// The next thing for the reader: the bytes that wait, or the end.
        mutating func take() -> Result<[UInt8]?, ClientError>? {
            if !buffer.isEmpty {
                defer { buffer = [] }
                return .success(buffer)
            }
            return end?.map { nil }
        }

        /// Everything that came, once no more will.
        mutating func takeAll() -> Result<CollectedResponse, ClientError>? {
            guard let end else { return nil }
            return takeHead()?.map { head in
                defer { buffer = [] }
                var failure: ClientError?
                if case .failure(let error) = end { failure = error }
                return CollectedResponse(status: head.status, headers: head.headers, body: buffer, failure: failure)
            }
        }

        /// Whether a pause ends because its bytes were taken.
        mutating func takePause() -> Bool {
            defer { isPaused = false }
            return isPaused
        }
    }

    private enum Waiting {
        case no
        case head(UnsafeContinuation<Result<Head, ClientError>, Never>)
        case part(UnsafeContinuation<Result<[UInt8]?, ClientError>, Never>)
        case whole(UnsafeContinuation<Result<CollectedResponse, ClientError>, Never>)
    }

    init(_ request: ClientRequest, loop: EventLoop) {
        self.request = request
        self.loop = loop
        body = request.body.withUnsafeBytes { Body($0) }
    }

    // MARK: The reader's side

    // A continuation that is unsafe is resumed exactly once here: whoever takes it out of `waiting`, under the lock,
    // resumes it.

    func start() async throws(ClientError) -> Head {
        try await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                if let refusal = begin(.head(continuation)) { continuation.resume(returning: .failure(refusal)) }
            }
        } onCancel: {
            cancel()
        }.get()
    }

    /// Starts, and waits for the whole answer, which is less work than to ask for its parts.
    func run() async throws(ClientError) -> CollectedResponse {
        try await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                if let refusal = begin(.whole(continuation)) { continuation.resume(returning: .failure(refusal)) }
            }
        } onCancel: {
            cancel()
        }.get()
    }

    /// - Returns: why nothing is begun.
    private func begin(_ waiting: Waiting) -> ClientError? {
        let refusal = state.withLock { state -> ClientError? in
            if case .failure(let error) = state.end { return error }
            if case .whole = waiting { state.isWhole = true }
            state.waiting = waiting
            return nil
        }
        if refusal == nil { loop.enqueue(.start(self)) }
        return refusal
    }

    func next() async throws(ClientError) -> [UInt8]? {
        try await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let (found, resumes) = state.withLock { state -> (Result<[UInt8]?, ClientError>?, Bool) in
                    if let found = state.take() { return (found, state.takePause()) }
                    guard case .no = state.waiting else { preconditionFailure("a response has one reader") }
                    state.waiting = .part(continuation)
                    return (nil, false)
                }
                if resumes { loop.enqueue(.resume(self)) }
                if let found { continuation.resume(returning: found) }
            }
        } onCancel: {
            cancel()
        }.get()
    }

    /// Breaks the exchange off, if it has not ended.
    func cancel() {
        let isOpen = state.withLock { state in
            if case .failure = state.end { return false }
            let isOpen = state.end == nil
            state.buffer = []
            state.end = .failure(.cancelled)
            return isOpen
        }
        guard isOpen else { return }
        loop.enqueue(.abort(self))
        wake()
    }

    // MARK: The thread's side

    var isEnded: Bool { state.withLock { $0.end != nil } }

    func deliver(_ head: Head) {
        state.withLock { $0.head = head }
    }

    /// - Returns: whether the bytes were taken; if not, the transfer is to pause until the loop hears `resume`.
    func deliver(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            if !state.isWhole && !state.buffer.isEmpty && state.buffer.count + bytes.count > Self.mostBuffered {
                state.isPaused = true
                return false
            }
            state.buffer.append(contentsOf: bytes)
            return true
        }
    }

    func end(_ result: Result<Void, ClientError>) {
        state.withLock { state in
            if state.end == nil { state.end = result }
        }
        wake()
    }

    /// Gives the reader what there is. The thread does so once for all that one event has brought, so that a
    /// short answer wakes its reader once.
    func wake() {
        let (resumption, resumes) = state.withLock { state -> ((() -> Void)?, Bool) in
            switch state.waiting {
            case .no:
                return (nil, false)
            case .head(let continuation):
                guard let found = state.takeHead() else { return (nil, false) }
                state.waiting = .no
                return ({ continuation.resume(returning: found) }, false)
            case .part(let continuation):
                guard let found = state.take() else { return (nil, false) }
                state.waiting = .no
                return ({ continuation.resume(returning: found) }, state.takePause())
            case .whole(let continuation):
                guard let found = state.takeAll() else { return (nil, false) }
                state.waiting = .no
                return ({ continuation.resume(returning: found) }, false)
            }
        }
        if resumes { loop.enqueue(.resume(self)) }
        resumption?()
    }
}
