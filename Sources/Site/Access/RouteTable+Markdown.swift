import HTTP

extension RouteTable {
    /// Each route and what it takes, for the README: a row for each scope or role, in the order of the map. Files are left
    /// out.
    /// - Parameter files: the addresses of files for browsers.
    public func markdown(without files: Set<String>) -> String {
        var order: [String] = []
        var groups: [String: [String]] = [:]
        for line in lines where !files.contains(line.pattern) {
            if groups[line.needs] == nil { order.append(line.needs) }
            groups[line.needs, default: []].append("`\(line.method == .get ? "" : "\(line.method) ")\(line.pattern)`")
        }
        let rows = order.map { "| \($0) | \((groups[$0] ?? []).joined(separator: " ")) |\n" }
        return "| what it takes | route |\n|---|---|\n" + rows.joined()
    }
}
