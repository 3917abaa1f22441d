import HTTP

/// The map of routes with what each asks of whoever sends the request.
public struct RouteTable {
    /// One line of the map.
    public struct Line: Sendable {
        public let method: Method
        public let pattern: String
        let requirement: Requirement

        /// What it takes, in words: a scope or a role.
        public var needs: String { requirement.name }
    }

    public private(set) var routes = Routes()
    public private(set) var lines: [Line] = []
    private let gate: Gate

    init(_ gate: Gate) { self.gate = gate }

    mutating func get(_ pattern: String, requires requirement: Requirement, _ handler: @escaping Handler) throws {
        try add(.get, pattern, requires: requirement, handler)
    }

    mutating func post(_ pattern: String, requires requirement: Requirement, _ handler: @escaping Handler) throws {
        try add(.post, pattern, requires: requirement, handler)
    }

    mutating func delete(_ pattern: String, requires requirement: Requirement, _ handler: @escaping Handler) throws {
        try add(.delete, pattern, requires: requirement, handler)
    }

    mutating func add(
        _ method: Method, _ pattern: String, requires requirement: Requirement, _ handler: @escaping Handler
    ) throws {
        try routes.add(method, pattern) { [gate] request in
            try gate.admit(request, to: requirement)
            return try handler(request)
        }
        lines.append(Line(method: method, pattern: pattern, requirement: requirement))
    }
}
