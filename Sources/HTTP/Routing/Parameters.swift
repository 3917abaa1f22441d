/// What a route's pattern captured from the path, decoded.
public struct Parameters: Sendable {
    private let names: [String]
    private let values: [String]

    init() {
        names = []
        values = []
    }

    init(names: [String], values: [String]) {
        self.names = names
        self.values = values
    }

    /// The value captured under a name, or nil when the pattern has no such parameter.
    public subscript(name: String) -> String? {
        names.firstIndex(of: name).map { values[$0] }
    }
}
