import Synchronization

/// A body that is kept and answered many times: its bytes, what they are, how caches may treat them,
/// and everything that is made from them once (entity tag, gzip variant, the server's own form of the
/// whole answer).
public final class Content: Sendable {
    public let type: MediaType
    public let cache: CacheControl
    /// Further fields that belong to this content.
    public let headers: Headers
    public let lastModified: HTTPDate?

    let body: Body
    let kept = Mutex(KeptResponses())

    /// Below this many bytes, gzip's own bytes and the client's time eat what it saves.
    private static let leastPacked = 512

    public convenience init(
        _ bytes: [UInt8], type: MediaType, cache: CacheControl = .revalidate, headers: Headers = [:],
        lastModified: HTTPDate? = nil
    ) {
        let body = bytes.withUnsafeBytes { Body($0) }
        self.init(body: body, type: type, cache: cache, headers: headers, lastModified: lastModified)
    }

    public convenience init(
        _ text: String, type: MediaType, cache: CacheControl = .revalidate, headers: Headers = [:],
        lastModified: HTTPDate? = nil
    ) {
        var text = text
        let body = text.withUTF8 { Body(UnsafeRawBufferPointer($0)) }
        self.init(body: body, type: type, cache: cache, headers: headers, lastModified: lastModified)
    }

    init(body: Body, type: MediaType, cache: CacheControl, headers: Headers, lastModified: HTTPDate?) {
        self.body = body
        self.type = type
        self.cache = cache
        self.headers = headers
        self.lastModified = lastModified
    }

    /// The strong entity tag of the bytes as they are, quotes included. The gzip variant's differs.
    public var etag: String { body.tag }

    /// The bytes as they were given.
    public var bytes: [UInt8] { Array(body.bytes) }

    /// Whether the answer depends on `Accept-Encoding`.
    var isPackable: Bool { type.isText && body.count >= Self.leastPacked }
}
