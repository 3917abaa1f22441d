/// The map of everything a server answers: method and path pattern to handler.
///
/// A path is matched segment by segment. A fixed segment wins over a `:parameter`, a parameter over the
/// `*rest`, and when the winner leads nowhere the next is tried. A parameter never matches an empty
/// segment; the rest may be empty. GET answers HEAD, and OPTIONS is answered with the methods there are.
public struct Routes: Sendable {
    /// One line of the map.
    public struct Route: Sendable {
        public let method: Method
        public let pattern: String
    }

    /// Every route in the order in which it was added.
    public private(set) var all: [Route] = []

    private var nodes = [Node()]
    /// The nodes of patterns without parameters, by their path: found without taking the path apart.
    private var fixed: [String: Int] = [:]

    private struct Node: Sendable {
        var children: [String: Int] = [:]
        var parameter: Int?
        var rest: Int?
        var endpoints: [Endpoint] = []
    }

    private struct Endpoint: Sendable {
        let method: Method
        let pattern: String
        let names: [String]
        let handler: Handler
    }

    public init() {}

    public mutating func get(_ pattern: String, _ handler: @escaping Handler) throws {
        try add(.get, pattern, handler)
    }

    public mutating func post(_ pattern: String, _ handler: @escaping Handler) throws {
        try add(.post, pattern, handler)
    }

    public mutating func put(_ pattern: String, _ handler: @escaping Handler) throws {
        try add(.put, pattern, handler)
    }

    public mutating func patch(_ pattern: String, _ handler: @escaping Handler) throws {
        try add(.patch, pattern, handler)
    }

    public mutating func delete(_ pattern: String, _ handler: @escaping Handler) throws {
        try add(.delete, pattern, handler)
    }

    /// - Throws: `RouteError` for a malformed pattern, a method that is answered by the server itself, or
    ///   a second route for the same method and the same paths.
    public mutating func add(_ method: Method, _ pattern: String, _ handler: @escaping Handler) throws {
        guard Method.known.contains(method), method != .head, method != .options else {
            throw RouteError(message: "\(method) has no routes.", tip: "HEAD and OPTIONS are answered already.")
        }
        let parsed = try RoutePattern(pattern)
        var node = 0
        for segment in parsed.segments {
            node = child(of: node, for: segment)
        }
        if nodes[node].endpoints.contains(where: { $0.method == method }) {
            throw RouteError(message: "There are two routes for \(method) \(pattern).", tip: "Remove one of them.")
        }
        nodes[node].endpoints.append(
            Endpoint(method: method, pattern: pattern, names: parsed.names, handler: handler))
        if parsed.names.isEmpty { fixed[pattern] = node }
        all.append(Route(method: method, pattern: pattern))
    }

    /// Answers a request by its route.
    ///
    /// - Throws: `HTTPError` 404, 405 or 501, and whatever the handler throws.
    public func respond(to request: Request) throws -> Reply {
        if !request.target.isEscaped, let node = fixed[request.target.rawPath],
            let endpoint = endpoint(at: node, for: request.method)
        {
            return try endpoint.handler(request)
        }
        var found: [(node: Int, values: [String])] = []
        search(from: 0, segments(of: request.target)[...], captured: [], &found)
        for (node, values) in found {
            guard let endpoint = endpoint(at: node, for: request.method) else { continue }
            var request = request
            request.parameters = Parameters(names: endpoint.names, values: values)
            return try endpoint.handler(request)
        }
        guard !found.isEmpty else { throw HTTPError.notFound("There is nothing at \(request.path).") }
        guard Method.known.contains(request.method) || Method.unanswered.contains(request.method) else {
            throw HTTPError(
                .notImplemented, "The method \(request.method) is not known.", tip: "Use one that HTTP defines.")
        }
        let allow = allowed(at: found.map(\.node))
        guard request.method == .options else { throw HTTPError.methodNotAllowed(request.method, allow: allow) }
        return .now(Response(status: .noContent, headers: ["Allow": allow]))
    }

    /// The pattern of the route that answers a request, such as `/docs/:name`; `nil` when none does. It says what was
    /// asked for without the words of whoever asked.
    public func pattern(for request: Request) -> String? {
        if !request.target.isEscaped, let node = fixed[request.target.rawPath] {
            if let endpoint = endpoint(at: node, for: request.method) { return endpoint.pattern }
        }
        var found: [(node: Int, values: [String])] = []
        search(from: 0, segments(of: request.target)[...], captured: [], &found)
        return found.lazy.compactMap { endpoint(at: $0.node, for: request.method) }.first?.pattern
    }

    private func endpoint(at node: Int, for method: Method) -> Endpoint? {
        let wanted = method == .head ? .get : method
        return nodes[node].endpoints.first { $0.method == wanted }
    }

    private func allowed(at found: [Int]) -> String {
        let methods = Set(found.flatMap { nodes[$0].endpoints.map(\.method) })
        return Method.known.filter { method in
            method == .options || methods.contains(method == .head ? .get : method)
        }.map(\.rawValue).joined(separator: ", ")
    }

    /// The segments of a path, each decoded on its own, so that an escaped slash stays inside its segment.
    private func segments(of target: RequestTarget) -> [String] {
        let parts = target.rawPath.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard target.isEscaped else { return parts.map(String.init) }
        // The whole path was decoded when the target was read, so each of its segments can be.
        return parts.map { PercentCoding.decoded($0) ?? String($0) }
    }

    /// Finds every node with endpoints that the segments lead to, the best first.
    private func search(
        from node: Int, _ segments: ArraySlice<String>, captured: [String],
        _ found: inout [(node: Int, values: [String])]
    ) {
        guard let segment = segments.first else {
            if !nodes[node].endpoints.isEmpty { found.append((node, captured)) }
            return
        }
        if let child = nodes[node].children[segment] {
            search(from: child, segments.dropFirst(), captured: captured, &found)
        }
        if let child = nodes[node].parameter, !segment.isEmpty {
            search(from: child, segments.dropFirst(), captured: captured + [segment], &found)
        }
        if let child = nodes[node].rest {
            found.append((child, captured + [segments.joined(separator: "/")]))
        }
    }

    private mutating func child(of node: Int, for segment: RoutePattern.Segment) -> Int {
        let existing =
            switch segment {
            case .fixed(let text): nodes[node].children[text]
            case .parameter: nodes[node].parameter
            case .rest: nodes[node].rest
            }
        if let existing { return existing }
        nodes.append(Node())
        let new = nodes.count - 1
        switch segment {
        case .fixed(let text): nodes[node].children[text] = new
        case .parameter: nodes[node].parameter = new
        case .rest: nodes[node].rest = new
        }
        return new
    }
}
