/// A refusal that has a status: what went wrong and what to do about it, for the person who reads it.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    public let status: Status
    public let message: String
    public let tip: String
    /// Fields the answer must carry, such as `Allow` with 405.
    public let headers: Headers

    public init(_ status: Status, _ message: String, tip: String, headers: Headers = [:]) {
        self.status = status
        self.message = message
        self.tip = tip
        self.headers = headers
    }

    public var description: String { "\(status) \(message) \(tip)" }

    public static func badRequest(_ message: String, tip: String) -> HTTPError {
        HTTPError(.badRequest, message, tip: tip)
    }

    public static func notFound(_ message: String, tip: String = "Check the address.") -> HTTPError {
        HTTPError(.notFound, message, tip: tip)
    }

    static func methodNotAllowed(_ method: Method, allow: String) -> HTTPError {
        HTTPError(
            .methodNotAllowed, "This address does not answer \(method).", tip: "Use one of \(allow).",
            headers: ["Allow": allow])
    }
}
