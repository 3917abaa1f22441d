/// The forms in which one content is answered.
enum Variant: Int, CaseIterable {
    case plain, packed
    /// 304: the fields that describe the content, without it.
    case plainUnmodified, packedUnmodified
    /// Without entity tag: what is not answered 200 to GET or HEAD, or must not be kept.
    case plainUntagged, packedUntagged

    /// The form to answer a request with, by its conditions and its `Accept-Encoding`.
    static func chosen(of content: Content, for response: Response, to request: Request) -> Variant {
        let packed =
            content.isPackable
            && request.headers.list(of: "Accept-Encoding").map(AcceptEncoding.prefersGzip) ?? false
            && content.body.packed != nil
        guard response.status == .ok, request.asksForContent, content.cache != .noStore,
            response.headers.isEmpty || !response.headers.contains("ETag")
        else { return packed ? .packedUntagged : .plainUntagged }
        if isUnmodified(content, for: request.headers) {
            return packed ? .packedUnmodified : .plainUnmodified
        }
        return packed ? .packed : .plain
    }

    /// RFC 9110, section 13.2.2: `If-Modified-Since` counts only without `If-None-Match`.
    private static func isUnmodified(_ content: Content, for headers: Headers) -> Bool {
        if let condition = headers.list(of: "If-None-Match") {
            return EntityTag.weakly(condition, namesAnyOf: [content.body.tag, content.body.packedTag])
        }
        guard let modified = content.lastModified, let since = headers["If-Modified-Since"].flatMap(HTTPDate.init)
        else { return false }
        return modified <= since
    }

    var isPacked: Bool {
        switch self {
        case .packed, .packedUnmodified, .packedUntagged: true
        case .plain, .plainUnmodified, .plainUntagged: false
        }
    }

    var isUnmodified: Bool { self == .plainUnmodified || self == .packedUnmodified }
    var isTagged: Bool { self != .plainUntagged && self != .packedUntagged }

    /// The bytes of this form of a content. A 304 has the same ones; they are not sent.
    func body(of content: Content) -> Body {
        isPacked ? content.body.packed ?? content.body : content.body
    }

    /// The fields of this form: those of the content and the standing ones of the server.
    func headers(of content: Content, standing: Headers) -> Headers {
        var all = standing
        // Room for what a handler adds, too.
        all.reserve(512)
        if !isUnmodified {
            all.replace("Content-Type", content.type.description)
            if isPacked { all.replace("Content-Encoding", "gzip") }
        }
        if isTagged { all.replace("ETag", isPacked ? content.body.packedTag : content.body.tag) }
        all.replace("Cache-Control", content.cache.value)
        if content.isPackable { all.replace("Vary", "Accept-Encoding") }
        if let modified = content.lastModified { all.replace("Last-Modified", modified.description) }
        all.merge(content.headers)
        return all
    }
}
