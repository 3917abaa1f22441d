/// Who makes a change, by which way it comes in, and what the audit adds to that.
public struct Author: Sendable, Hashable {
    public enum Way: String, Sendable, CaseIterable {
        case web, api
        case commandLine = "command line"
        case engine, documents
    }

    public let name: String
    public let way: Way
    /// What the author showed to be let in, such as `session 12` or `token beast_x7Kq2mP9`; empty where nothing was asked
    /// for.
    public let credential: String
    /// The network address that it came from; empty for this machine's own.
    public let address: String

    /// - Parameter name: shortened to 80 characters on one line; an empty one becomes the way's own name.
    public init(_ name: String, by way: Way, credential: String = "", address: String = "") {
        let trimmed = name.line(upTo: 80).drop { $0 == " " }
        self.name = trimmed.isEmpty ? way.rawValue : String(trimmed)
        self.way = way
        self.credential = credential
        self.address = address
    }
}
