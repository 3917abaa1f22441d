/// The path of a route: fixed segments, `:name` for one segment of any text, and at the end `*name` for
/// all that follows.
struct RoutePattern: Sendable {
    enum Segment: Sendable, Hashable {
        case fixed(String)
        case parameter
        case rest
    }

    let segments: [Segment]
    /// The names of the parameters, in order.
    let names: [String]

    init(_ text: String) throws {
        guard text.hasPrefix("/") else {
            throw RouteError(message: "The route \(text) is no path.", tip: "Begin it with a slash.")
        }
        var segments: [Segment] = []
        var names: [String] = []
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            switch part.first {
            case ":", "*":
                let name = String(part.dropFirst())
                guard !name.isEmpty, !names.contains(name) else {
                    throw RouteError(
                        message: "The route \(text) has a parameter without a name or two of one name.",
                        tip: "Give each parameter a name of its own.")
                }
                guard part.first == ":" || index == parts.count - 1 else {
                    throw RouteError(
                        message: "The route \(text) goes on after *\(name).", tip: "Put the rest at the end.")
                }
                names.append(name)
                segments.append(part.first == ":" ? .parameter : .rest)
            default:
                segments.append(.fixed(String(part)))
            }
        }
        self.segments = segments
        self.names = names
    }
}
