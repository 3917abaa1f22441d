/// Who makes a change, and by which way it comes in.
public struct Author: Sendable, Hashable {
    public enum Way: String, Sendable {
        case web, api
        case commandLine = "command line"
        case engine, documents
    }

    public let name: String
    public let way: Way

    /// - Parameter name: shortened to 80 characters on one line; an empty one becomes the way's own name.
    public init(_ name: String, by way: Way) {
        let trimmed = name.line(upTo: 80).drop { $0 == " " }
        self.name = trimmed.isEmpty ? way.rawValue : String(trimmed)
        self.way = way
    }
}
