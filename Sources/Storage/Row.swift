internal import CSQLite

/// One row of an answer, its columns by position from 0. Valid only inside the closure it is handed to.
///
/// A column is read as exactly what it holds: text where an integer is asked for, NULL where the accessor is not an
/// optional one, or a position that does not exist make the query throw `misuse` as soon as the closure returns;
/// what the accessor returned until then is a zero or empty value that no caller gets to see. The one widening is
/// from integers to reals.
public struct Row {
    let statement: Statement

    public func text(_ column: Int) -> String { optionalText(column) ?? missing(column, "text", "") }
    public func integer(_ column: Int) -> Int64 { optionalInteger(column) ?? missing(column, "integer", 0) }
    public func int(_ column: Int) -> Int { Int(integer(column)) }
    public func real(_ column: Int) -> Double { optionalReal(column) ?? missing(column, "real", 0) }
    /// An integer that is not 0.
    public func flag(_ column: Int) -> Bool { integer(column) != 0 }
    public func blob(_ column: Int) -> [UInt8] { optionalBlob(column) ?? missing(column, "blob", []) }

    public func optionalText(_ column: Int) -> String? {
        guard holds(column, "text", { $0 == SQLITE_TEXT }) else { return nil }
        let bytes = sqlite3_column_text(statement.handle, Int32(column))
        let count = Int(sqlite3_column_bytes(statement.handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    public func optionalInteger(_ column: Int) -> Int64? {
        guard holds(column, "integer", { $0 == SQLITE_INTEGER }) else { return nil }
        return sqlite3_column_int64(statement.handle, Int32(column))
    }

    public func optionalInt(_ column: Int) -> Int? { optionalInteger(column).map { Int($0) } }

    public func optionalReal(_ column: Int) -> Double? {
        guard holds(column, "real", { $0 == SQLITE_FLOAT || $0 == SQLITE_INTEGER }) else { return nil }
        return sqlite3_column_double(statement.handle, Int32(column))
    }

    public func optionalFlag(_ column: Int) -> Bool? { optionalInteger(column).map { $0 != 0 } }

    public func optionalBlob(_ column: Int) -> [UInt8]? {
        guard holds(column, "blob", { $0 == SQLITE_BLOB }) else { return nil }
        let bytes = sqlite3_column_blob(statement.handle, Int32(column))
        let count = Int(sqlite3_column_bytes(statement.handle, Int32(column)))
        return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// Whether the column has a value of the wanted kind; a value of another kind is noted as a misreading.
    private func holds(_ column: Int, _ wanted: StaticString, _ accepts: (Int32) -> Bool) -> Bool {
        guard column >= 0, column < sqlite3_data_count(statement.handle) else {
            statement.noteMisreading("Column \(column) does not exist.")
            return false
        }
        let type = sqlite3_column_type(statement.handle, Int32(column))
        if accepts(type) { return true }
        if type != SQLITE_NULL {
            statement.noteMisreading("Column \(column) (\(statement.columnName(column))) does not hold \(wanted).")
        }
        return false
    }

    private func missing<T>(_ column: Int, _ wanted: StaticString, _ placeholder: T) -> T {
        statement.noteMisreading("Column \(column) (\(statement.columnName(column))) is NULL, not \(wanted).")
        return placeholder
    }
}

@available(*, unavailable)
extension Row: Sendable {}
