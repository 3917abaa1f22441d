/// A value that SQL can take as an argument. `nil` binds NULL.
///
/// A type of the domain conforms by saying which stored value stands for it:
///
///     extension Task.ID: Bindable { var stored: StoredValue { .text(spelling) } }
public protocol Bindable {
    var stored: StoredValue { get }
}

/// The four kinds of value that a database column holds, besides NULL.
public enum StoredValue: Sendable, Equatable {
    case integer(Int64)
    /// Not a NaN: the database would keep it as NULL, so binding one is refused.
    case real(Double)
    case text(String)
    case blob([UInt8])
}

extension StoredValue: Bindable {
    public var stored: StoredValue { self }
}

extension String: Bindable {
    public var stored: StoredValue { .text(self) }
}

extension Substring: Bindable {
    public var stored: StoredValue { .text(String(self)) }
}

extension Int: Bindable {
    public var stored: StoredValue { .integer(Int64(self)) }
}

extension Int64: Bindable {
    public var stored: StoredValue { .integer(self) }
}

extension Double: Bindable {
    public var stored: StoredValue { .real(self) }
}

extension Bool: Bindable {
    /// Stored as the integers 0 and 1.
    public var stored: StoredValue { .integer(self ? 1 : 0) }
}

extension [UInt8]: Bindable {
    public var stored: StoredValue { .blob(self) }
}
