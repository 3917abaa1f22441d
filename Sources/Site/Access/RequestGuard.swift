import HTTP

/// Refuses what a browser was made to send by another site.
///
/// The server listens on this machine alone, but a page from anywhere can make a browser on this machine ask it. Two
/// checks stand against that: the `Host` header has to name this server, so that a foreign name that resolves to
/// 127.0.0.1 (DNS rebinding) gets nothing; and a request that changes something must not come from another site, which
/// browsers say in `Sec-Fetch-Site` or, older ones, in `Origin` or `Referer`. Scripts send none of them and pass.
struct RequestGuard: Sendable {
    private let hosts: Set<String>

    /// - Parameter hosts: the names and addresses this server is reached by, without port.
    init(hosts: Set<String>) {
        self.hosts = Set(hosts.map { $0.lowercased() })
    }

    /// The names of this machine for itself.
    static let loopback: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    /// - Throws: `HTTPError` 400 or 421 for a foreign host, 403 for a request from another site.
    func check(_ request: Request) throws(HTTPError) {
        guard let authority = request.headers["Host"] else {
            throw .badRequest("The request has no Host header.", tip: "Send one, as HTTP/1.1 asks.")
        }
        guard let host = Self.host(of: authority), hosts.contains(host) else {
            throw HTTPError(
                .misdirectedRequest, "This server does not answer for that host.",
                tip:
                    "Use the address that the server prints at its start; other names of it stand under hosts in beast.yaml."
            )
        }
        if !request.method.isSafe { try checkOrigin(of: request, authority: authority) }
    }

    private func checkOrigin(of request: Request, authority: String) throws(HTTPError) {
        let isForeign: Bool
        if let site = request.headers["Sec-Fetch-Site"] {
            isForeign = site != "same-origin" && site != "none"
        } else if let origin = request.headers["Origin"] ?? request.headers["Referer"] {
            let scheme = origin.firstRange(of: "://")
            let site = scheme.map { origin[$0.upperBound...].prefix { $0 != "/" } }
            isForeign = site.map { $0.lowercased() != authority.lowercased() } ?? true
        } else {
            isForeign = false
        }
        if isForeign {
            throw HTTPError(
                .forbidden, "Another site sent this request, and nothing was changed.",
                tip: "Open the page here and send the form from it.")
        }
    }

    /// `127.0.0.1:8080` and `[::1]:8080` without their port, in lower case; `nil` when what follows is no port. Pages show
    /// the whole of it in lines that people paste into a shell.
    private static func host(of authority: String) -> String? {
        let text = authority.utf8
        let bracket = text.first == UInt8(ascii: "[") ? text.firstIndex(of: UInt8(ascii: "]")) : nil
        let end = bracket.map(text.index(after:)) ?? text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        let port = text[end...]
        guard port.isEmpty || port.first == UInt8(ascii: ":"),
            port.dropFirst().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return authority[..<end].lowercased()
    }
}

extension Status {
    /// RFC 9110, section 15.5.20.
    static let misdirectedRequest = Status(rawValue: 421)
}

extension Method {
    /// Whether a request of this method only asks (RFC 9110, section 9.2.1).
    var isSafe: Bool { self == .get || self == .head || self == .options }
}
