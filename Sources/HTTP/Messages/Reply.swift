/// How a handler answers: at once, on the server's own thread, or later, when it has to wait.
public enum Reply: Sendable {
    /// The answer is there. The server's thread was held for as long as the handler took.
    case now(Response)
    /// The answer needs the network or time: the connection rests, the work runs as a task of its own,
    /// and no thread is held meanwhile. What it throws is answered as a thrown error of the handler is.
    /// The task is cancelled when the client hangs up or the server stops before it is done; nobody reads
    /// then what it returns.
    case later(@Sendable () async throws -> Response)
    /// As `later`, for work that waits often and never computes for long: where the server shares a client's threads it
    /// runs on the connection's, and so does the producer of a body that it streams. Whatever it does there keeps
    /// that thread's other connections waiting.
    case soon(@Sendable () async throws -> Response)
}

/// What answers a request. It runs on one of the server's threads and must not wait for anything slow.
public typealias Handler = @Sendable (Request) throws -> Reply
