internal import CMicroHTTPD

/// An answer as it goes over the wire: content negotiated, conditions applied, all fields in place.
public struct Answer: Sendable {
    public let status: Status
    public let headers: Headers
    /// The bytes sent: packed when `Content-Encoding` says so, none to HEAD and with 204 or 304.
    public private(set) var body: [UInt8]
    /// False when the producer of a streamed body failed: over a network the connection would have broken.
    public private(set) var isComplete = true

    /// The answer with its streamed body, if it has one, as a client would have received it.
    static func collecting(
        _ response: Response, to request: Request, standing: StandingHeaders, onError: Responder.ErrorHandler
    ) async -> Answer {
        var answer = Answer(response, to: request, standing: standing)
        guard let stream = response.stream, request.method != .head else { return answer }
        let collected = CollectedBody()
        do {
            try await stream.produce(BodyWriter(collected))
        } catch {
            _ = onError(error, request)
            answer.isComplete = false
        }
        answer.body = collected.bytes
        return answer
    }

    init(_ response: Response, to request: Request, standing: StandingHeaders) {
        let parts = AnswerParts(response, to: request, standing: standing)
        status = parts.status
        headers = parts.headers
        let hasBody = request.method != .head && status != .notModified && status != .noContent
        body = hasBody ? parts.body.map { Array($0.bytes) } ?? [] : []
    }

    /// The answer to a client whose request is not even read.
    init(unasked response: Response, standing: StandingHeaders) {
        status = response.status
        var all = standing.headers
        if let content = response.content {
            all = Variant.plainUntagged.headers(of: content, standing: all)
        }
        all.merge(response.headers)
        headers = all
        body = response.content?.bytes ?? []
    }

    /// The answer as a message that ends its connection, for where the library cannot send one.
    var closingMessage: [UInt8] {
        var text = "HTTP/1.1 \(status) \(String(cString: MHD_get_reason_phrase_for(UInt32(status.rawValue))))\r\n"
        for (name, value) in headers {
            text += "\(name): \(value)\r\n"
        }
        text += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        return Array(text.utf8) + body
    }
}

/// What an answer consists of before it is given to a transport.
struct AnswerParts {
    let status: Status
    let headers: Headers
    let body: Body?

    init(_ response: Response, to request: Request, standing: StandingHeaders) {
        guard response.stream == nil, let content = response.content else {
            status = response.status
            body = nil
            var all = standing.headers
            if let stream = response.stream {
                all["Content-Type"] = stream.type.description
                all["Cache-Control"] = CacheControl.noStore.value
            }
            all.merge(response.headers)
            headers = all
            return
        }
        let variant = Variant.chosen(of: content, for: response, to: request)
        status = variant.isUnmodified ? .notModified : response.status
        body = variant.body(of: content)
        var all = variant.headers(of: content, standing: standing.headers)
        all.merge(response.headers)
        headers = all
    }
}
