/// What a cache may do with a content, as `Cache-Control` says it.
public struct CacheControl: Sendable, Hashable {
    public let value: String

    public init(_ value: String) {
        self.value = value
    }

    /// Keep it, but ask every time whether it is still the same.
    public static let revalidate = CacheControl("no-cache")
    /// Never keep it: for what only this reader may see, or what is true for a moment only.
    public static let noStore = CacheControl("no-store")
    /// Keep it for a year without asking: for an address that names its content's version.
    public static let immutable = CacheControl("public, max-age=31536000, immutable")

    /// Anyone may keep it for so many seconds.
    public static func shared(seconds: Int) -> CacheControl {
        CacheControl("public, max-age=\(seconds)")
    }
}
