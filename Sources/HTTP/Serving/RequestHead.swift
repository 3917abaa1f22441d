internal import CMicroHTTPD

/// The head of a request as the library has read it, and the checks that it leaves to us.
struct RequestHead {
    let method: Method
    let headers: Headers
    /// Whether the body comes in chunks.
    let isChunked: Bool
    private let target: String
    private let isOldVersion: Bool
    private let size: Int
    private let isUnbroken: Bool

    /// - Parameter span: what precedes the fields.
    init(method: Method, target: String, isOldVersion: Bool, span: HeadSpan, handle: OpaquePointer?) {
        self.method = method
        self.target = target
        self.isOldVersion = isOldVersion
        size = mhd_header_size(handle)
        var fields = (headers: Headers(), span: span)
        fields.headers.reserve(size)
        withUnsafeMutablePointer(to: &fields) { collected in
            // The library calls the function before it returns, while the pointer is valid.
            _ = MHD_get_connection_values_n(
                handle, .HEADER_KIND,
                { collected, _, name, nameCount, value, valueCount in
                    guard let collected, let name else { return .NO }
                    let fields = collected.assumingMemoryBound(to: (headers: Headers, span: HeadSpan).self)
                    fields.pointee.span.append(name: name, value: value, count: valueCount)
                    fields.pointee.headers.append(
                        name: UnsafeRawBufferPointer(start: name, count: nameCount).assumingMemoryBound(to: UInt8.self),
                        value: UnsafeRawBufferPointer(start: value, count: valueCount)
                            .assumingMemoryBound(to: UInt8.self))
                    return .YES
                }, collected)
        }
        headers = fields.headers
        isChunked = headers.contains("Transfer-Encoding")
        isUnbroken = fields.span.fills(size)
    }

    /// The target, once the head has passed.
    ///
    /// - Throws: `HTTPError` 400, 413, 414, 431 or 501.
    func checked(against limits: Limits) throws -> RequestTarget {
        guard target.utf8.count <= limits.targetBytes else {
            throw HTTPError(
                .targetTooLong, "The address is longer than \(limits.targetBytes) bytes.",
                tip: "Send what is long in the body.")
        }
        guard size <= limits.headerBytes else {
            throw HTTPError(
                .headersTooLarge, "The request's headers are larger than \(limits.headerBytes) bytes.",
                tip: "Send fewer or smaller headers; delete this site's cookies if a browser sent them.")
        }
        guard headers.areWellFormed else {
            throw HTTPError.badRequest("A header is malformed.", tip: "Write headers as RFC 9110 says.")
        }
        guard isUnbroken else {
            throw HTTPError.badRequest(
                "The request's head is malformed.",
                tip: "End each line with CR and LF, fold none, and send one space between method, address and version.")
        }
        guard method.isToken else {
            throw HTTPError.badRequest("The method is malformed.", tip: "Send one that RFC 9110 knows.")
        }
        let hosts = headers.count(of: "Host")
        guard hosts == 1 || (hosts == 0 && isOldVersion) else {
            throw HTTPError.badRequest("The request names \(hosts) hosts.", tip: "Send exactly one Host header.")
        }
        try checkFraming(limits)
        if let authority = RequestTarget.authority(of: target), authority.lowercased() != headers["Host"]?.lowercased()
        {
            throw HTTPError.badRequest(
                "The request names one host in its address and another in its Host header.",
                tip: "Send the path alone, or the same host in both.")
        }
        return try RequestTarget(target, method: method)
    }

    /// A body whose end two readers could see in different places is how requests are smuggled past a
    /// proxy (RFC 9112, section 11.2), so nothing ambiguous passes.
    private func checkFraming(_ limits: Limits) throws {
        let lengths = headers.count(of: "Content-Length")
        if isChunked {
            guard lengths == 0, !isOldVersion else {
                throw HTTPError.badRequest(
                    "The body's length is given twice or in a way its version does not know.",
                    tip: "Send either Content-Length or Transfer-Encoding: chunked, with HTTP/1.1.")
            }
            guard headers.list(of: "Transfer-Encoding")?.lowercased() == "chunked" else {
                throw HTTPError(
                    .notImplemented, "The transfer coding is not known.", tip: "Use chunked, or none.")
            }
        }
        guard lengths <= 1 else {
            throw HTTPError.badRequest("The body's length is given more than once.", tip: "Send one Content-Length.")
        }
        if let length = headers["Content-Length"], Int(length) ?? .max > limits.bodyBytes(for: target) {
            throw Self.bodyTooLarge(limits.bodyBytes(for: target))
        }
    }

    static func bodyTooLarge(_ limit: Int) -> HTTPError {
        HTTPError(
            .contentTooLarge, "The request's body is larger than \(limit) bytes.",
            tip: "Send less at a time.")
    }
}
