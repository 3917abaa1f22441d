/// The method of a request, spelled as it was sent (methods are case-sensitive).
public struct Method: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static var get: Method { Method(rawValue: "GET") }
    public static var head: Method { Method(rawValue: "HEAD") }
    public static var post: Method { Method(rawValue: "POST") }
    public static var put: Method { Method(rawValue: "PUT") }
    public static var patch: Method { Method(rawValue: "PATCH") }
    public static var delete: Method { Method(rawValue: "DELETE") }
    public static var options: Method { Method(rawValue: "OPTIONS") }

    /// The methods this server understands, in the order in which `Allow` lists them.
    public static let known: [Method] = [.get, .head, .post, .put, .patch, .delete, .options]

    /// Whether it can be one (RFC 9110, section 9.1).
    var isToken: Bool { !rawValue.isEmpty && rawValue.utf8.allSatisfy(ASCII.isTokenCharacter) }

    public var description: String { rawValue }

    /// What HTTP defines besides (RFC 9110, section 9.3, and its safe method with a body) and no address answers here.
    static let unanswered = ["TRACE", "CONNECT", "QUERY"].map(Method.init(rawValue:))
}
