/// Where an Upstash database is, and its token.
public struct UpstashAddress: Sendable, Hashable {
    /// Without a slash at its end.
    public let url: String
    let token: String

    /// - Parameters:
    ///   - url: as Upstash shows it, `https://…`.
    ///   - token: the REST token, not the password of the database.
    /// - Throws: `configuration`. The message repeats neither.
    public init(url: String, token: String) throws(TierError) {
        var url = Self.trimmed(url)
        while url.hasSuffix("/") { url.removeLast() }
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains("@"), !url.contains("?"),
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw TierError(
                .configuration, "UPSTASH_REDIS_REST_URL is not the address of a database.",
                tip: "Copy it from the database's page: it begins with https:// and holds no token.")
        }
        let token = Self.trimmed(token)
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw TierError(
                .configuration, "UPSTASH_REDIS_REST_TOKEN is not a token.",
                tip: "Copy the REST token from the database's page.")
        }
        self.url = url
        self.token = token
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}

extension UpstashAddress: CustomStringConvertible, CustomReflectable {
    /// Without the token.
    public var description: String { url }

    public var customMirror: Mirror { Mirror(self, children: ["url": url]) }
}
