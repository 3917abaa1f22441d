/// The target of a request line, taken apart and checked.
struct RequestTarget: Sendable {
    /// As sent.
    let raw: String
    /// The path as sent, with its escapes.
    let rawPath: String
    /// The path with its escapes decoded.
    let path: String
    let query: Query
    /// Whether `path` and `rawPath` differ.
    let isEscaped: Bool

    /// Stands for a target that could not be read, so that its refusal can be answered like any request.
    init(unreadable raw: String) {
        self.init(raw: raw, rawPath: "/", path: "/", query: .empty, isEscaped: false)
    }

    private init(raw: String, rawPath: String, path: String, query: Query, isEscaped: Bool) {
        self.raw = raw
        self.rawPath = rawPath
        self.path = path
        self.query = query
        self.isEscaped = isEscaped
    }

    /// - Throws: `HTTPError` 400 for control characters, malformed escapes, text that is not UTF-8, dot
    ///   segments and anything that is not a path.
    init(_ raw: String, method: Method) throws {
        var isPlain = true
        for byte in raw.utf8 {
            if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "#") {
                throw Self.malformed("it contains a space, a control character or a fragment")
            }
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "?") { isPlain = false }
        }
        if isPlain, raw.utf8.first == UInt8(ascii: "/") {
            try Self.refuseDotSegments(raw)
            self.init(raw: raw, rawPath: raw, path: raw, query: .empty, isEscaped: false)
            return
        }
        let origin = try Self.originForm(raw, method: method)
        let mark = origin.utf8.firstIndex(of: UInt8(ascii: "?"))
        let rawPath = String(origin[..<(mark ?? origin.endIndex)])
        guard let path = PercentCoding.decoded(rawPath) else {
            throw Self.malformed("an escape in its path is malformed or is not UTF-8")
        }
        if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw Self.malformed("its path stands for a control character")
        }
        try Self.refuseDotSegments(path)
        guard let query = Query(mark.map { String(origin[origin.index(after: $0)...]) } ?? "") else {
            throw Self.malformed("an escape in its query is malformed or is not UTF-8")
        }
        self.init(raw: raw, rawPath: rawPath, path: path, query: query, isEscaped: rawPath != path)
    }

    /// `http://host/path` means `/path`, and `*` is the whole server (RFC 9112, section 3.2).
    private static func originForm(_ raw: String, method: Method) throws -> Substring {
        if raw.utf8.first == UInt8(ascii: "/") { return raw[...] }
        if raw == "*", method == .options { return "/" }
        if let authority = authority(of: raw) {
            let rest = raw[authority.endIndex...]
            return rest.first == "/" ? rest : "/" + rest
        }
        throw malformed("it is not a path")
    }

    /// The host and port of a target that names them: of `http://host/path`.
    static func authority(of raw: String) -> Substring? {
        if raw.utf8.first == UInt8(ascii: "/") { return nil }
        let lowercased = raw.prefix(8).lowercased()
        for scheme in ["http://", "https://"] where lowercased.hasPrefix(scheme) {
            return raw.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
        }
        return nil
    }

    /// Clients resolve `.` and `..` before they ask, so whoever sends them is trying something.
    private static func refuseDotSegments(_ path: String) throws {
        var length = 0
        var onlyDots = true
        for byte in path.utf8 {
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") {
                if onlyDots && (length == 1 || length == 2) { throw malformed("it contains a dot segment") }
                length = 0
                onlyDots = true
            } else {
                length += 1
                if byte != UInt8(ascii: ".") { onlyDots = false }
            }
        }
        if onlyDots && (length == 1 || length == 2) { throw malformed("it contains a dot segment") }
    }

    private static func malformed(_ reason: String) -> HTTPError {
        .badRequest("The address cannot be read: \(reason).", tip: "Percent-encode the address as RFC 3986 says.")
    }
}

extension Substring {
    fileprivate static func + (left: Substring, right: Substring) -> Substring {
        Substring(String(left) + String(right))
    }
}
