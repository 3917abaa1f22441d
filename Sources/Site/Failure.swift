import HTTP
import JSON
import Roadmap
import Storage

/// Any error as the web says it: a status, what went wrong, and what to do. The one place where errors get a status.
struct Failure {
    let status: Status
    let message: String
    let tip: String
    let headers: Headers
    /// The field of the request that is wrong, where one is.
    let field: String?
    let closest: [String]

    init(_ error: any Error) {
        var headers: Headers = [:]
        var field: String?
        var closest: [String] = []
        switch error {
        case let error as HTTPError:
            (status, message, tip, headers) = (error.status, error.message, error.tip, error.headers)
        case let error as RoadmapError:
            (status, message, tip) = (Self.status(of: error.kind), error.message, error.tip)
            (field, closest) = (error.field, error.closest)
        case let error as CalendarError:
            (status, message, tip) = (.badRequest, error.message + ".", error.tip)
        case let error as JSONError:
            (status, message, tip) = (.badRequest, error.message + ".", error.tip)
        case let error as StorageError:
            status = Self.status(of: error.kind)
            (message, tip) = (error.message, error.tip)
        default:
            status = .internalServerError
            message = "Something went wrong here."
            tip = "Try again; if it stays, look into the server's messages."
        }
        self.headers = headers
        self.field = field
        self.closest = closest
    }

    private static func status(of kind: RoadmapError.Kind) -> Status {
        switch kind {
        case .notFound: .notFound
        case .invalid: .unprocessableContent
        case .conflict: .conflict
        case .outdated: .preconditionFailed
        case .keyReused: .unprocessableContent
        }
    }

    private static func status(of kind: StorageError.Kind) -> Status {
        switch kind {
        case .full: .insufficientStorage
        case .busy, .closed, .notWritable: .serviceUnavailable
        default: .internalServerError
        }
    }
}

extension Status {
    /// RFC 4918, section 11.5: the disk is full.
    static let insufficientStorage = Status(rawValue: 507)
}
