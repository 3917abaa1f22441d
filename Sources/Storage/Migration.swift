/// One named step in the life of a schema. The list of steps is append-only: what has been released is never changed,
/// removed or reordered, only followed by another.
public struct Migration: Sendable {
    /// For example `001-task-completions`.
    public let name: String
    let apply: @Sendable (Connection) throws -> Void

    /// - Parameter apply: runs once per database, in a transaction of its own.
    public init(_ name: String, _ apply: @escaping @Sendable (Connection) throws -> Void) {
        self.name = name
        self.apply = apply
    }
}

/// Which steps a database has behind and before it.
public struct MigrationState: Sendable, Equatable {
    public struct Applied: Sendable, Equatable {
        public let name: String
        /// UTC, RFC 3339, to the second.
        public let at: String
    }

    /// In the order of the list.
    public let applied: [Applied]
    /// The names of the steps to come, in their order.
    public let pending: [String]
}
