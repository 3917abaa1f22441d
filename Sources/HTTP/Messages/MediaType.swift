/// A media type with its parameters, as `Content-Type` carries it: `text/html; charset=utf-8`.
public struct MediaType: Sendable, Hashable, CustomStringConvertible {
    /// The type and subtype in lower case, without parameters.
    public let essence: String
    /// The value of the `charset` parameter in lower case, if there is one.
    public let charset: String?
    /// The type as it is sent.
    public let description: String

    public init(_ essence: String, charset: String? = nil) {
        self.essence = essence
        self.charset = charset
        description = charset.map { "\(essence); charset=\($0)" } ?? essence
    }

    /// Reads the value of a `Content-Type` field, or returns nil when it names no type.
    public init?(parsing value: String) {
        let parts = value.split(separator: ";", omittingEmptySubsequences: false)
        let essence = ASCII.trimmed(parts[0]).lowercased()
        let halves = essence.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(ASCII.isTokenCharacter) }) else {
            return nil
        }
        var charset: String?
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, ASCII.trimmed(pair[0]).lowercased() == "charset" else { continue }
            charset = ASCII.trimmed(pair[1]).filter { $0 != "\"" }.lowercased()
        }
        self.init(essence, charset: charset)
    }

    public static let html = MediaType("text/html", charset: "utf-8")
    public static let text = MediaType("text/plain", charset: "utf-8")
    public static let css = MediaType("text/css", charset: "utf-8")
    public static let csv = MediaType("text/csv", charset: "utf-8")
    public static let markdown = MediaType("text/markdown", charset: "utf-8")
    public static let script = MediaType("text/javascript", charset: "utf-8")
    public static let json = MediaType("application/json")
    public static let problem = MediaType("application/problem+json")
    public static let form = MediaType("application/x-www-form-urlencoded")
    public static let svg = MediaType("image/svg+xml")
    public static let bytes = MediaType("application/octet-stream")

    /// Whether gzip is worth its time: text in one of its forms, not what is packed already.
    public var isText: Bool {
        essence.hasPrefix("text/") || essence.hasSuffix("+json") || essence.hasSuffix("+xml")
            || ["application/json", "application/xml", "application/manifest+json"].contains(essence)
    }

    /// The type of a file by its suffix; ``bytes`` for one that is not known.
    public static func ofFile(named name: String) -> MediaType {
        guard let dot = name.lastIndex(of: ".") else { return .bytes }
        return bySuffix[name[name.index(after: dot)...].lowercased()] ?? .bytes
    }

    private static let bySuffix: [String: MediaType] = [
        "html": .html, "htm": .html, "css": .css, "js": .script, "mjs": .script, "json": .json, "map": .json,
        "txt": .text, "md": .markdown, "csv": .csv, "svg": .svg, "xml": MediaType("application/xml", charset: "utf-8"),
        "webmanifest": MediaType("application/manifest+json"), "ico": MediaType("image/vnd.microsoft.icon"),
        "png": MediaType("image/png"), "jpg": MediaType("image/jpeg"), "jpeg": MediaType("image/jpeg"),
        "gif": MediaType("image/gif"), "webp": MediaType("image/webp"), "avif": MediaType("image/avif"),
        "woff": MediaType("font/woff"), "woff2": MediaType("font/woff2"), "pdf": MediaType("application/pdf"),
    ]
}
