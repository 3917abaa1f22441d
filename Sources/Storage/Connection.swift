internal import CSQLite

/// A database inside `read` or `write`, where alone it exists: using it after the closure has returned throws.
///
/// Parameters are `$1`, `$2`, …, the same one as often as needed; arguments are given in that order, `nil` for NULL.
/// The transaction is not the caller's to begin or end: BEGIN, COMMIT, SAVEPOINT, ATTACH and the like are refused.
public final class Connection {
    let handle: Handle
    /// Whether a closure has it at the moment.
    private var isLent = false
    private var cache = StatementCache()

    init(_ handle: Handle) {
        self.handle = handle
    }

    /// Runs a statement to its end, or, when there are no arguments, a script of several.
    public func execute(_ sql: String, _ arguments: (any Bindable)?...) throws {
        try checkLent(sql)
        if arguments.isEmpty {
            try runScript(sql)
        } else {
            try statement(sql).run(arguments) { _ in }
        }
    }

    /// All rows of the answer, each made into a value.
    public func query<T>(_ sql: String, _ arguments: (any Bindable)?..., row: (Row) throws -> T) throws -> [T] {
        try checkLent(sql)
        var values: [T] = []
        try statement(sql).run(arguments) { values.append(try row($0)) }
        return values
    }

    /// Like the other `query`, for a statement whose parameters are not known beforehand.
    public func query<T>(_ sql: String, arguments: [(any Bindable)?], row: (Row) throws -> T) throws -> [T] {
        try checkLent(sql)
        var values: [T] = []
        try statement(sql).run(arguments) { values.append(try row($0)) }
        return values
    }

    /// The first row of the answer made into a value, nil when there is none. Later rows are not computed.
    public func first<T>(_ sql: String, _ arguments: (any Bindable)?..., row: (Row) throws -> T) throws -> T? {
        try checkLent(sql)
        var value: T?
        try statement(sql).run(arguments, stopsAfterFirst: true) { value = try row($0) }
        return value
    }

    /// Hands each row to `row` as it is computed, so that an answer of any length takes the memory of one row.
    public func forEach(_ sql: String, _ arguments: (any Bindable)?..., row: (Row) throws -> Void) throws {
        try checkLent(sql)
        try statement(sql).run(arguments, row: row)
    }

    /// How many rows the last INSERT, UPDATE or DELETE touched.
    public var changes: Int { Int(sqlite3_changes64(handle.pointer)) }

    /// The rowid of the last inserted row.
    public var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle.pointer) }
}

@available(*, unavailable)
extension Connection: Sendable {}

extension Connection {
    /// Lends the connection to `body` for the time of one call.
    func lend<T>(to body: (Connection) throws -> T) rethrows -> T {
        isLent = true
        defer { isLent = false }
        return try body(self)
    }

    /// Runs `body` in a transaction of its own; `opening` is the statement that begins it.
    func inTransaction<T>(_ opening: String, _ body: (Connection) throws -> T) throws -> T {
        try control(opening)
        do {
            let value = try lend(to: body)
            try control("COMMIT")
            return value
        } catch {
            rollBack()
            throw error
        }
    }

    /// Ends a transaction that failed. SQLite may have done so itself, and refuses only then: the code says nothing.
    func rollBack() {
        handle.allowingControl { _ = sqlite3_exec(handle.pointer, "ROLLBACK", nil, nil, nil) }
    }

    /// Whether a row refers to one that does not exist, in a foreign key that is checked only at the commit.
    var hasDanglingReferences: Bool {
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(handle.pointer, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0)
        return current != 0
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }

    /// Runs a statement of this module's own, which may begin and end transactions.
    func control(_ sql: String, _ arguments: (any Bindable)?...) throws {
        try handle.allowingControl { try statement(sql).run(arguments) { _ in } }
    }

    /// The answer to a PRAGMA or other small question of this module's own.
    func ask<T>(_ sql: String, row: (Row) throws -> T) throws -> [T] {
        var values: [T] = []
        try statement(sql).run([]) { values.append(try row($0)) }
        return values
    }

    /// Gives the file back. The connection must not be lent.
    func close() {
        cache.removeAll()
        handle.close()
    }

    func checkLent(_ sql: String) throws {
        guard isLent else {
            throw StorageError.misuse(
                "A connection was used after its read or write had returned.",
                tip: "Do everything inside the closure and return values.", sql: sql)
        }
    }

    func statement(_ sql: String) throws -> Statement {
        if let statement = cache.idle(sql) { return statement }
        guard let (statement, rest) = try Statement.prepare(sql[...], of: handle) else {
            throw StorageError.misuse("There is no statement in the SQL.", tip: "Write one.", sql: sql)
        }
        // What follows may be a comment or a stray semicolon, which prepare to nothing.
        guard try Statement.prepare(rest, of: handle, persistent: false) == nil else {
            throw StorageError.misuse(
                "Only a script without arguments or rows may hold several statements.",
                tip: "Run them one by one.", sql: sql)
        }
        cache.keep(statement, for: sql)
        return statement
    }

    private func runScript(_ sql: String) throws {
        if let statement = cache.idle(sql) { return try statement.run([]) { _ in } }
        guard let (first, rest) = try Statement.prepare(sql[...], of: handle) else { return }
        try first.run([]) { _ in }
        guard var (next, remaining) = try Statement.prepare(rest, of: handle, persistent: false) else {
            return cache.keep(first, for: sql)
        }
        while true {
            try next.run([]) { _ in }
            guard let following = try Statement.prepare(remaining, of: handle, persistent: false) else { return }
            (next, remaining) = following
        }
    }
}
