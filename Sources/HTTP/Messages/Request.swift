/// One request, complete: its body has been received and its target checked.
public struct Request: Sendable {
    public let method: Method
    public let headers: Headers
    public internal(set) var body: [UInt8]
    /// The client's address without its port.
    public let remoteAddress: String
    /// What the route's pattern captured, decoded.
    public internal(set) var parameters: Parameters

    /// What the program knows of the sender; the server takes it along and never looks at it.
    public var sender: (any AnyObject & Sendable)?

    let target: RequestTarget
    private let ordinal: UInt64

    /// The path, decoded. It starts with `/`, is valid UTF-8 and has no dot segments. For a request that
    /// was refused because its path could not be read it is `/`.
    public var path: String { target.path }
    public var query: Query { target.query }
    /// The target of the request line, as sent.
    public var rawTarget: String { target.raw }

    /// - Throws: `HTTPError` 400 when the target cannot be read.
    public init(
        _ method: Method, _ target: String, headers: Headers = [:], body: [UInt8] = [],
        remoteAddress: String = "127.0.0.1"
    ) throws {
        self.init(
            method, try RequestTarget(target, method: method), headers: headers, body: body,
            remoteAddress: remoteAddress, ordinal: RequestOrdinal.next())
    }

    init(
        _ method: Method, _ target: RequestTarget, headers: Headers, body: [UInt8], remoteAddress: String,
        ordinal: UInt64
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
        self.ordinal = ordinal
        parameters = Parameters()
    }

    /// What a log or an answer calls this request: the client's `X-Request-Id` when it is 1 to 128
    /// letters, digits or `-._:+/=`, else 16 hexadecimal digits, unique within the process.
    public var id: String {
        if let given = headers["X-Request-Id"], (1...128).contains(given.utf8.count),
            given.utf8.allSatisfy({ ASCII.isLetterOrDigit($0) || Self.idPunctuation.contains($0) })
        {
            return given
        }
        return RequestOrdinal.spelled(ordinal)
    }

    /// Whether the answer carries content only when it changed and is described for HEAD: GET and HEAD.
    var asksForContent: Bool { method == .get || method == .head }

    private static let idPunctuation = Array("-._:+/=".utf8)
}
