/// What a handler answers with: a status, fields of its own and, if there is one, a content.
///
/// A response without fields of its own is the fast one: what is sent was put together when its
/// content was first answered.
public struct Response: Sendable {
    public var status: Status
    /// Fields besides those of the content and the server's standing ones; they replace fields of the
    /// same name. Set `Content-Length`, `Transfer-Encoding` and `Date` nowhere: the server does.
    public var headers: Headers
    public var content: Content?
    /// Sent instead of a content.
    var stream: BodyStream?

    public init(status: Status = .ok, headers: Headers = [:], content: Content? = nil) {
        self.status = status
        self.headers = headers
        self.content = content
    }

    public static func text(_ text: String, status: Status = .ok, cache: CacheControl = .revalidate) -> Response {
        Response(status: status, content: Content(text, type: .text, cache: cache))
    }

    public static func html(_ html: String, status: Status = .ok, cache: CacheControl = .revalidate) -> Response {
        Response(status: status, content: Content(html, type: .html, cache: cache))
    }

    /// - Parameter bytes: JSON, already encoded as UTF-8.
    public static func json(_ bytes: [UInt8], status: Status = .ok, cache: CacheControl = .revalidate) -> Response {
        Response(status: status, content: Content(bytes, type: .json, cache: cache))
    }

    /// An answer whose body is produced while it is sent: what is written leaves at once, in chunks.
    ///
    /// The producer runs as a task of its own when the head has been handed over, not at all for HEAD. When the
    /// client hangs up, reads nothing for the connection's idle time, or the server stops, the task is cancelled
    /// and its writes throw ``ClientGone``. When the producer throws, the connection is closed without the last
    /// chunk, so that the client sees a broken answer and not a short one.
    ///
    /// It is never packed or tagged, and no cache keeps it unless `headers` hold a `Cache-Control`.
    public static func stream(
        status: Status = .ok, headers: Headers = [:], type: MediaType,
        _ produce: @escaping @Sendable (BodyWriter) async throws -> Void
    ) -> Response {
        var response = Response(status: status, headers: headers)
        response.stream = BodyStream(type: type, produce: produce)
        return response
    }

    /// Sends the client to another address; 303 makes it a GET, as after a form.
    ///
    /// - Parameter location: a path or URL whose special characters are percent-encoded.
    public static func redirect(to location: String, status: Status = .seeOther) -> Response {
        Response(status: status, headers: ["Location": location])
    }

    public static var noContent: Response { Response(status: .noContent) }

    /// A refusal as plain text: the message and the tip.
    public init(_ error: HTTPError) {
        self.init(
            status: error.status, headers: error.headers,
            content: Content("\(error.message)\n\(error.tip)\n", type: .text, cache: .noStore))
    }
}
