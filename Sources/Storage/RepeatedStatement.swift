internal import CSQLite

/// A statement that is run for many rows, each time with other arguments: `$1` is what was given first.
///
/// It takes them one by one, in their own types, and is looked up once, which a row of twenty columns feels.
public struct RepeatedStatement: ~Copyable {
    private let statement: Statement
    private let connection: Connection.Handle
    private var given: Int32 = 0
    /// What the last run left bound. Most columns of a row are as in the row before, and are not bound once more.
    private var bound: [StoredValue?]
    /// Why an argument was not taken.
    private var refusal: StorageError?

    init(_ statement: Statement, _ connection: Connection.Handle) throws {
        guard statement.takesArgumentsInOrder else {
            throw StorageError.misuse(
                "The parameters of a repeated statement are not $1, $2, $3 in this order.",
                tip: "Write each of them once, in the order of the arguments.", sql: statement.sql)
        }
        self.statement = statement
        self.connection = connection
        bound = Array(repeating: nil, count: statement.argumentCount)
    }

    public mutating func give(_ value: Int64) {
        if !take(.integer(value)) { note(sqlite3_bind_int64(statement.handle, given, value)) }
    }

    public mutating func give(_ value: Int) { give(Int64(value)) }

    /// Stored as the integers 0 and 1.
    public mutating func give(_ value: Bool) { give(value ? 1 : 0) }

    /// Not a NaN: the database would keep it as NULL.
    public mutating func give(_ value: Double) {
        if value.isNaN { refusal = refusal ?? statement.notANumber }
        if !take(.real(value)) { note(sqlite3_bind_double(statement.handle, given, value)) }
    }

    public mutating func give(_ value: String) {
        if !take(.text(value)) { note(statement.bind(value, at: given)) }
    }

    /// Counts the next argument.
    /// - Returns: whether it is bound already.
    private mutating func take(_ value: StoredValue) -> Bool {
        given += 1
        guard given <= bound.count else { return false }
        let place = Int(given) - 1
        if let known = bound[place], Self.isSame(known, value) { return true }
        bound[place] = value
        return false
    }

    /// Whether two values are stored alike. Texts that mean the same may be spelled with other bytes.
    private static func isSame(_ first: StoredValue, _ second: StoredValue) -> Bool {
        switch (first, second) {
        case (.integer(let first), .integer(let second)): first == second
        case (.real(let first), .real(let second)): first == second
        case (.text(var first), .text(var second)):
            first.withUTF8 { first in second.withUTF8 { first.count == $0.count && first.elementsEqual($0) } }
        default: false
        }
    }

    /// Runs the statement with the arguments given since the last run.
    /// - Returns: how many rows it touched.
    @discardableResult
    public mutating func run() throws -> Int {
        defer {
            sqlite3_reset(statement.handle)
            (given, refusal) = (0, nil)
        }
        if let refusal { throw refusal }
        guard Int(given) == statement.argumentCount else {
            throw StorageError.misuse(
                "The statement takes \(statement.argumentCount) arguments but was given \(given).",
                tip: "Give one argument for each of $1, $2, ….", sql: statement.sql)
        }
        let code = sqlite3_step(statement.handle)
        guard code == SQLITE_DONE else { throw connection.failure(code, sql: statement.sql) }
        return Int(sqlite3_changes64(connection.pointer))
    }

    private mutating func note(_ code: Int32) {
        guard code != SQLITE_OK else { return }
        if given <= bound.count { bound[Int(given) - 1] = nil }
        refusal = refusal ?? connection.failure(code, sql: statement.sql)
    }
}

extension Connection {
    /// Lends `body` a statement that gives no rows, to be run as often as it likes.
    public func repeating<T>(_ sql: String, _ body: (inout RepeatedStatement) throws -> T) throws -> T {
        try checkLent(sql)
        let prepared = try statement(sql)
        return try prepared.whileRunning {
            var repeated = try RepeatedStatement(prepared, handle)
            return try body(&repeated)
        }
    }
}
