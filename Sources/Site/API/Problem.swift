import HTTP
import JSON

/// Errors of the API as RFC 9457 wants them: `application/problem+json`.
enum Problem {
    /// What every operation may be refused with, before it is looked at or because of what is the matter with the server.
    static let anywhere: [Status] = [
        .badRequest, .unauthorized, .forbidden, .contentTooLarge, .targetTooLong, .misdirectedRequest, .headersTooLarge,
        .internalServerError, .notImplemented, .serviceUnavailable,
    ]

    static func response(_ failure: Failure, request: Request) -> Response {
        var members: JSON.Object = [:]
        members["type"] = "about:blank"
        members["title"] = .string(failure.message)
        members["status"] = .integer(Int64(failure.status.rawValue))
        members["detail"] = .string(failure.tip)
        members["instance"] = .string(request.path)
        if let field = failure.field { members["field"] = .string(field) }
        if !failure.closest.isEmpty { members["closest"] = .array(failure.closest.map { .string($0) }) }
        if failure.status.rawValue >= 500 { members["requestId"] = .string(request.id) }
        return Response(
            status: failure.status, headers: failure.headers,
            content: Content(JSON.object(members).bytes, type: .problem, cache: .noStore))
    }
}
