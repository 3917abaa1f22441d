internal import CMicroHTTPD

/// The head of a request as the library has read it, and the checks that it leaves to us.
struct RequestHead {
    let method: Method
    let headers: Headers
    private let target: String
    private let isOldVersion: Bool
    private let size: Int

    init(method: Method, target: String, isOldVersion: Bool, handle: OpaquePointer?) {
        self.method = method
        self.target = target
        self.isOldVersion = isOldVersion
        size = mhd_header_size(handle)
        var headers = Headers()
        headers.reserve(size)
        withUnsafeMutablePointer(to: &headers) { collected in
            // The library calls the function before it returns, while the pointer is valid.
            _ = MHD_get_connection_values_n(
                handle, .HEADER_KIND,
                { collected, _, name, nameCount, value, valueCount in
                    guard let collected, let name else { return .NO }
                    collected.assumingMemoryBound(to: Headers.self).pointee.append(
                        name: UnsafeRawBufferPointer(start: name, count: nameCount).assumingMemoryBound(to: UInt8.self),
                        value: UnsafeRawBufferPointer(start: value, count: valueCount)
                            .assumingMemoryBound(to: UInt8.self))
                    return .YES
                }, collected)
        }
        self.headers = headers
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
        let hosts = headers.count(of: "Host")
        guard hosts == 1 || (hosts == 0 && isOldVersion) else {
            throw HTTPError.badRequest("The request names \(hosts) hosts.", tip: "Send exactly one Host header.")
        }
        try checkFraming(limits)
        return try RequestTarget(target, method: method)
    }

    /// A body whose end two readers could see in different places is how requests are smuggled past a
    /// proxy (RFC 9112, section 11.2), so nothing ambiguous passes.
    private func checkFraming(_ limits: Limits) throws {
        let lengths = headers.count(of: "Content-Length")
        if headers.contains("Transfer-Encoding") {
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
