/// What turns a request into a response, whatever the transport: the handler, and what becomes of its
/// errors.
public struct Responder: Sendable {
    /// How an error becomes a response. It is also where an error is to be logged.
    public typealias ErrorHandler = @Sendable (any Error, Request) -> Response

    private let handler: Handler
    private let onError: ErrorHandler
    let standing: StandingHeaders

    /// - Parameter headers: the fields that every answer carries, such as `Content-Security-Policy`.
    public init(
        headers: Headers = [:], onError: @escaping ErrorHandler = Responder.plainly, respond: @escaping Handler
    ) {
        standing = StandingHeaders(headers)
        handler = respond
        self.onError = onError
    }

    /// An `HTTPError` as plain text; anything else as 500 that says nothing about the inside.
    public static let plainly: ErrorHandler = { error, request in
        if let error = error as? HTTPError { return Response(error) }
        return Response(
            HTTPError(
                .internalServerError, "Something went wrong on the server.",
                tip: "Try again; if it stays, report the request \(request.id)."))
    }

    /// Answers a request without a network, by the same way as the server: what a test compares.
    public func answer(_ request: Request) async -> Answer {
        let response =
            switch reply(to: request) {
            case .now(let response): response
            case .later(let work), .soon(let work): await finish(work, for: request)
            }
        return await Answer.collecting(response, to: request, standing: standing, onError: onError)
    }

    func reply(to request: Request) -> Reply {
        do {
            return try handler(request)
        } catch {
            return .now(onError(error, request))
        }
    }

    func finish(_ work: @Sendable () async throws -> Response, for request: Request) async -> Response {
        do {
            return try await work()
        } catch {
            return onError(error, request)
        }
    }

    /// Tells the error handler what can no longer be answered, because the answer is on its way already.
    func report(_ error: any Error, _ request: Request) {
        _ = onError(error, request)
    }

    func refuse(_ request: Request, _ error: any Error) -> Response {
        onError(error, request)
    }
}
