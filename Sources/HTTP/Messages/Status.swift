/// A status code. The reason phrase is the server's business.
public struct Status: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    public static var ok: Status { Status(rawValue: 200) }
    public static var created: Status { Status(rawValue: 201) }
    public static var accepted: Status { Status(rawValue: 202) }
    public static var noContent: Status { Status(rawValue: 204) }
    public static var seeOther: Status { Status(rawValue: 303) }
    public static var notModified: Status { Status(rawValue: 304) }
    public static var permanentRedirect: Status { Status(rawValue: 308) }
    public static var badRequest: Status { Status(rawValue: 400) }
    public static var unauthorized: Status { Status(rawValue: 401) }
    public static var forbidden: Status { Status(rawValue: 403) }
    public static var notFound: Status { Status(rawValue: 404) }
    public static var methodNotAllowed: Status { Status(rawValue: 405) }
    public static var conflict: Status { Status(rawValue: 409) }
    public static var preconditionFailed: Status { Status(rawValue: 412) }
    public static var contentTooLarge: Status { Status(rawValue: 413) }
    public static var targetTooLong: Status { Status(rawValue: 414) }
    public static var unsupportedMediaType: Status { Status(rawValue: 415) }
    public static var unprocessableContent: Status { Status(rawValue: 422) }
    public static var tooManyRequests: Status { Status(rawValue: 429) }
    public static var headersTooLarge: Status { Status(rawValue: 431) }
    public static var internalServerError: Status { Status(rawValue: 500) }
    public static var notImplemented: Status { Status(rawValue: 501) }
    public static var serviceUnavailable: Status { Status(rawValue: 503) }

    public var description: String { String(rawValue) }
}
