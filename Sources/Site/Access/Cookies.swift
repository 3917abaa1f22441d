import HTTP

/// The cookies that are set, and what forms carry beside them.
enum Cookies {
    /// Holds the secret of a session.
    static let session = "beast-session"
    /// Tells a browser in which somebody has signed in before.
    static let device = "beast-device"
    /// The hidden field that every form of a session has.
    static let formField = "form"

    /// - Parameters:
    ///   - seconds: how long browsers keep it; 0 removes it.
    ///   - path: where it is sent.
    static func set(_ name: String, _ value: String, seconds: Int, path: String = "/", isSecure: Bool) -> String {
        "\(name)=\(value); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}

extension Request {
    /// The value of a cookie, as sent; of several by that name the first.
    func cookie(_ name: String) -> Substring? {
        guard let cookies = headers["Cookie"]?.utf8 else { return nil }
        var rest = cookies[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
            let cookie = rest[..<end].drop { $0 == UInt8(ascii: " ") }
            if cookie.starts(with: name.utf8) {
                let value = cookie.dropFirst(name.utf8.count)
                if value.first == UInt8(ascii: "=") { return Substring(value.dropFirst()) }
            }
            rest = rest[end...].dropFirst()
        }
        return nil
    }

    /// What follows `Bearer` (RFC 6750) in the one `Authorization` header.
    var bearer: Substring? {
        guard var authorization = headers["Authorization"] else { return nil }
        let scheme = "bearer ".utf8.count
        let isBearers = authorization.withUTF8 { text in
            text.count > scheme && text[..<scheme].elementsEqual("bearer ".utf8) { $0 | 0x20 == $1 }
        }
        return isBearers ? Substring(authorization.utf8.dropFirst(scheme)) : nil
    }

    /// Whether it goes to a page or one of its forms, rather than to what programs ask.
    var isFromAPage: Bool {
        !["/api/", "/v1/", "/metrics", "/readyz", "/healthz"].contains { rawTarget.hasPrefix($0) }
    }

    /// Whether the browser says which site made it send this.
    var saysWhereItComesFrom: Bool {
        headers.contains("Sec-Fetch-Site") || headers.contains("Origin") || headers.contains("Referer")
    }
}
