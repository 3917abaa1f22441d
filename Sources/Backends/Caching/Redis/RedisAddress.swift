import HTTP

/// Where a Redis is, and as whom to sign in, from a URL: `redis://[user][:password@]host[:port][/database]`.
public struct RedisAddress: Sendable, Hashable {
    public let host: String
    public let port: Int
    public let database: Int
    let user: String?
    let password: String?

    /// - Parameter url: user and password may be percent-encoded.
    /// - Throws: `configuration`. The message does not repeat the URL, which may hold a password.
    public init(_ url: String) throws(TierError) {
        guard let separator = url.firstRange(of: "://") else {
            throw Self.malformed("It has no scheme.")
        }
        switch url[..<separator.lowerBound].lowercased() {
        case "redis": break
        case "rediss":
            throw TierError(
                .configuration, "REDIS_URL asks for TLS (rediss://), which this program's Redis client does not speak.",
                tip: "Use redis:// over a private network or a TLS tunnel, or Upstash over REST.")
        default: throw Self.malformed("Its scheme is not redis.")
        }
        let rest = url[separator.upperBound...]
        guard !rest.contains("?"), !rest.contains("#") else { throw Self.malformed("It has a query or a fragment.") }
        // Passwords are sometimes pasted unescaped: the last @ ends them, and the first / after it begins the path.
        let at = rest.lastIndex(of: "@")
        (user, password) = try at.map { at throws(TierError) in try Self.credentials(rest[..<at]) } ?? (nil, nil)
        let place = at.map { rest[rest.index(after: $0)...] } ?? rest
        let parts = place.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        (host, port) = try Self.endpoint(parts[0])
        let path = parts.count > 1 ? parts[1] : ""
        guard let database = path.isEmpty ? 0 : Int(path), database >= 0 else {
            throw Self.malformed("Its path is not the number of a database.")
        }
        self.database = database
    }

    private static func credentials(_ text: Substring) throws(TierError) -> (user: String?, password: String?) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let decoded = parts.map { PercentCoding.decoded($0) }
        guard let user = decoded[0], let password = decoded.count > 1 ? decoded[1] : "" else {
            throw malformed("Its user or password has a malformed percent escape.")
        }
        guard !password.isEmpty else {
            throw malformed("It has a user and no password.")
        }
        return (user.isEmpty ? nil : user, password)
    }

    private static func endpoint(_ text: Substring) throws(TierError) -> (host: String, port: Int) {
        var host = text
        var port: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw malformed("Its host is malformed.") }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard let number = port.map({ Int($0) }) ?? 6_379, (1...65_535).contains(number) else {
            throw malformed("Its port is not a number from 1 to 65535.")
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw malformed("It has no host.")
        }
        return (String(host), number)
    }

    private static func malformed(_ what: String) -> TierError {
        TierError(
            .configuration, "REDIS_URL cannot be used. \(what)",
            tip: "Write it as redis://user:password@host:6379/0, with special characters percent-encoded.")
    }
}

extension RedisAddress: CustomStringConvertible, CustomReflectable {
    /// Without user and password.
    public var description: String { "redis://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)" }

    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
