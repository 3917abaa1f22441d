import Storage

/// Which lines of the audit to show.
public struct AuditFilter: Sendable, Hashable {
    /// Lines of this author alone.
    public var author: String?
    /// Lines whose action begins with this, such as `token`.
    public var area: String?
    /// Lines that came in this way.
    public var way: Author.Way?
    /// Lines from this address.
    public var address: String?
    /// Lines of this instant and later.
    public var from: Instant?
    /// Lines before this instant.
    public var until: Instant?
    /// Lines with a smaller id, for the next page.
    public var before: Int64?

    public init() {}

    /// The newest lines first.
    func entries(_ count: Int, in db: Connection) throws -> [AuditEntry] {
        var conditions = ["id < $1"]
        var arguments: [(any Bindable)?] = [before ?? .max]
        func add(_ condition: String, _ argument: String?) {
            guard let argument else { return }
            arguments.append(argument)
            conditions.append("\(condition) $\(arguments.count)")
        }
        add("author =", author)
        add("via =", way?.rawValue)
        add("address =", address)
        add("at >=", from?.rfc3339)
        add("at <", until?.rfc3339)
        if let area {
            add("action >=", area + ".")
            add("action <", area + "/")
        }
        arguments.append(count)
        return try db.query(
            """
            SELECT \(AuditEntry.columns) FROM audit WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id DESC LIMIT $\(arguments.count)
            """, arguments: arguments
        ) { try AuditEntry($0) }
    }
}

extension Progress {
    /// Lines of the audit, the newest first.
    public func audit(_ count: Int, _ filter: AuditFilter = AuditFilter()) throws -> [AuditEntry] {
        try filter.entries(count, in: db)
    }
}
