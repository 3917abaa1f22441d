/// One write that waits for its turn, its type forgotten.
struct WriteJob: Sendable {
    /// Runs the body. What it returns tells the caller of the success, once the commit has made it true.
    let attempt: @Sendable (Connection) throws -> @Sendable () -> Void
    /// Tells the caller of the failure.
    let refuse: @Sendable (any Error) -> Void

    init<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> T,
        answer: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        attempt = { connection in
            let value = try body(connection)
            return { answer(.success(value)) }
        }
        refuse = { answer(.failure($0)) }
    }
}
