import Glibc

/// The connections that threads borrow, each by one thread at a time.
final class ConnectionPool: Sendable {
    private struct State {
        var free: [Connection]
        /// The threads that have one, in no order.
        var borrowers: [pthread_t] = []
        var isClosed = false
    }

    private let state: Monitor<State>

    init(_ connections: [Connection]) {
        state = Monitor(State(free: connections))
    }

    /// Calls `body` with a connection, waiting for one if need be.
    /// - Throws: `misuse` when this thread has one already (both would wait for each other sooner or later, and would
    ///   not see the same snapshot), `closed` after `close`.
    func withConnection<T>(_ body: (Connection) throws -> T) throws -> T {
        let me = pthread_self()
        let connection = try state.wait { state -> Connection? in
            guard !state.isClosed else { throw StorageError.closed }
            guard !state.borrowers.contains(me) else { throw Self.nested }
            guard let connection = state.free.popLast() else { return nil }
            state.borrowers.append(me)
            return connection
        }
        defer {
            state.change { state in
                state.free.append(connection)
                if let index = state.borrowers.firstIndex(of: me) { state.borrowers.remove(at: index) }
            }
        }
        return try body(connection)
    }

    var isBorrowedByThisThread: Bool {
        state.withLock { $0.borrowers.contains(pthread_self()) }
    }

    /// Lends no more, waits for what is lent, and closes all, after handing each to `farewell`.
    func close(_ farewell: (Connection) -> Void = { _ in }) {
        state.change { $0.isClosed = true }
        let connections = state.wait { state -> [Connection]? in
            guard state.borrowers.isEmpty else { return nil }
            defer { state.free = [] }
            return state.free
        }
        for connection in connections {
            farewell(connection)
            connection.close()
        }
    }

    static let nested = StorageError.misuse(
        "The database was asked for a connection inside a read or write.",
        tip: "Pass the connection of the outer one on.")
}
