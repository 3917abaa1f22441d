import HTTP
import Secrets

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

    static func areEqual(_ first: String, _ second: String) -> Bool { SecretText.areEqual(first, second) }
}

extension Request {
    /// The value of a cookie, as sent; of several by that name the first.
    func cookie(_ name: String) -> Substring? {
        guard let cookies = headers["Cookie"] else { return nil }
        for cookie in cookies.split(separator: ";") {
            let text = cookie.drop { $0 == " " }
            if text.hasPrefix(name), text.dropFirst(name.count).first == "=" { return text.dropFirst(name.count + 1) }
        }
        return nil
    }

    /// What follows `Bearer` (RFC 6750) in the one `Authorization` header.
    var bearer: Substring? {
        guard let authorization = headers["Authorization"] else { return nil }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1]
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
