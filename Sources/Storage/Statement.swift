internal import CSQLite

/// A prepared statement of one connection. Used only by the thread that has borrowed the connection.
final class Statement {
    let handle: OpaquePointer
    let sql: String
    /// A statement that runs while another row of it is still being read must not be started again.
    private(set) var isRunning = false
    /// When the statement cache last handed it out, in look-ups.
    var lastUse = 0

    private let connection: Connection.Handle
    /// For each of SQLite's parameters, in its order, the position in the list of arguments.
    private let argumentOfParameter: [Int]
    let argumentCount: Int
    private var misreading: String?

    /// Prepares the first statement of `sql`.
    /// - Returns: nil for what is empty but for spaces and comments, else the statement and the rest of the text.
    static func prepare(_ sql: Substring, of connection: Connection.Handle, persistent: Bool = true) throws
        -> (statement: Statement, rest: Substring)?
    {
        var text = sql
        var handle: OpaquePointer?
        var consumed = 0
        let code = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
                let code = sqlite3_prepare_v3(
                    connection.pointer, characters.baseAddress, Int32(characters.count), flags, &handle, &tail)
                if let start = characters.baseAddress, let tail { consumed = tail - start }
                return code
            }
        }
        guard code == SQLITE_OK else { throw connection.failure(code, sql: String(sql)) }
        guard let handle else { return nil }
        let end = text.utf8.index(text.startIndex, offsetBy: consumed)
        return (try Statement(handle, sql: String(text[..<end]), of: connection), text[end...])
    }

    private init(_ handle: OpaquePointer, sql: String, of connection: Connection.Handle) throws {
        self.handle = handle
        self.sql = sql
        self.connection = connection
        // `$1` is a *named* parameter to SQLite, numbered by first appearance: the name is what counts.
        var positions: [Int] = []
        var unnumbered = false
        for index in 0..<sqlite3_bind_parameter_count(handle) {
            let name = sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) } ?? "?"
            if name.first == "$", let number = Int(name.dropFirst()), number >= 1 {
                positions.append(number - 1)
            } else {
                unnumbered = true
            }
        }
        argumentOfParameter = positions
        argumentCount = (positions.max() ?? -1) + 1
        guard !unnumbered, Set(positions).count == argumentCount else {
            throw StorageError.misuse(
                "The parameters of a statement are not $1, $2, $3 without a gap.",
                tip: "Number them so; the same one may occur twice.", sql: sql)
        }
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement to its end, or to its first row, calling `row` for each row of the answer.
    func run(_ arguments: [(any Bindable)?], stopsAfterFirst: Bool = false, row: (Row) throws -> Void) throws {
        guard arguments.count == argumentCount else {
            throw StorageError.misuse(
                "The statement takes \(argumentCount) arguments but was given \(arguments.count).",
                tip: "Give one argument for each of $1, $2, ….", sql: sql)
        }
        isRunning = true
        defer {
            // The code repeats that of the step that failed, which was thrown there.
            sqlite3_reset(handle)
            if argumentCount > 0 { sqlite3_clear_bindings(handle) }
            isRunning = false
        }
        try bind(arguments)
        misreading = nil
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW:
                try row(Row(statement: self))
                if let misreading {
                    throw StorageError.misuse(misreading, tip: "Read the column as what it holds.", sql: sql)
                }
                if stopsAfterFirst { return }
            case SQLITE_DONE: return
            case let code: throw connection.failure(code, sql: sql)
            }
        }
    }

    var notANumber: StorageError {
        StorageError.misuse(
            "A number that is not a number (NaN) cannot be stored.", tip: "Refuse it where it comes in.", sql: sql)
    }

    /// Whether the arguments are SQLite's parameters, one for one.
    var takesArgumentsInOrder: Bool { argumentOfParameter.elementsEqual(0..<argumentCount) }

    /// Keeps the statement from being started by anybody else meanwhile, and leaves nothing bound.
    func whileRunning<T>(_ body: () throws -> T) rethrows -> T {
        isRunning = true
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
            isRunning = false
        }
        return try body()
    }

    func columnName(_ column: Int) -> String {
        sqlite3_column_name(handle, Int32(column)).map { String(cString: $0) } ?? "unnamed"
    }

    /// Remembers the first column of a row that was read as something it is not.
    func noteMisreading(_ what: String) {
        if misreading == nil { misreading = what }
    }

    private func bind(_ arguments: [(any Bindable)?]) throws {
        for (index, position) in argumentOfParameter.enumerated() {
            let code = try bind(arguments[position]?.stored, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw connection.failure(code, sql: sql) }
        }
    }

    private func bind(_ value: StoredValue?, at index: Int32) throws -> Int32 {
        switch value {
        case nil: return sqlite3_bind_null(handle, index)
        case .integer(let integer): return sqlite3_bind_int64(handle, index, integer)
        case .real(let real):
            guard !real.isNaN else { throw notANumber }
            return sqlite3_bind_double(handle, index, real)
        case .text(let text): return bind(text, at: index)
        case .blob(let bytes):
            return bytes.withUnsafeBytes {
                $0.isEmpty
                    ? sqlite3_bind_zeroblob(handle, index, 0)
                    : sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), Self.copy)
            }
        }
    }

    func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text64(
                    handle, index, $0.baseAddress ?? Self.nothing, UInt64($0.count), Self.copy, UInt8(SQLITE_UTF8))
            }
        }
    }

    /// `SQLITE_TRANSIENT`, a cast that C macros cannot carry into Swift: SQLite makes its own copy.
    private static var copy: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
    /// Empty text must still be a pointer, or it would be bound as NULL. A static string lives for ever.
    private static var nothing: UnsafePointer<CChar> {
        UnsafeRawPointer(("" as StaticString).utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
