import Engine
import HTTP
import JSON

/// An OpenAI-compatible endpoint reached over HTTP.
public struct HTTPUpstream: Upstream {
    /// No model sends more than this for one answer.
    static let answerLimit = 16 << 20

    let client: Client
    private let variables: @Sendable (String) -> String?

    /// - Parameter variables: the environment, in which the models' keys are.
    public init(client: Client, variables: @escaping @Sendable (String) -> String?) {
        self.client = client
        self.variables = variables
    }

    public func send(
        _ body: [UInt8], to model: Model, isStreamed: Bool
    ) async throws(UpstreamTrouble) -> UpstreamAnswer {
        guard isStreamed else {
            return .whole(try await exchange(request(body, to: model), upTo: Self.answerLimit))
        }
        let response: ClientResponse
        do {
            response = try await client.send(request(body, to: model, isStreamed: true))
        } catch {
            throw UpstreamTrouble(error)
        }
        guard response.status.rawValue == 200 else { throw await Self.refusal(of: response) }
        let isEvents = response.headers["Content-Type"].map { $0.lowercased().hasPrefix("text/event-stream") } ?? false
        if isEvents { return .stream(ResponseStream(response)) }
        do {
            return .whole(try await response.collect(upTo: Self.answerLimit))
        } catch {
            throw UpstreamTrouble(error)
        }
    }

    /// Asks, and reads all of the answer.
    func exchange(_ request: ClientRequest, upTo limit: Int) async throws(UpstreamTrouble) -> [UInt8] {
        var request = request
        request.maximumBodyBytes = limit
        let response: CollectedResponse
        do {
            response = try await client.exchange(request)
        } catch {
            throw UpstreamTrouble(error)
        }
        guard response.status.rawValue == 200 else {
            let isWhole = response.failure == nil && response.body.count <= Self.refusalLimit
            throw Self.refusal(response.status, response.headers, isWhole ? response.body : [])
        }
        if let failure = response.failure { throw UpstreamTrouble(failure) }
        return response.body
    }

    func request(
        _ body: [UInt8], to model: Model, isStreamed: Bool = false, path: String = "/chat/completions"
    ) -> ClientRequest {
        var headers = Headers()
        headers.reserve(256)
        headers.append("Content-Type", "application/json")
        headers.append("Accept", isStreamed ? "text/event-stream" : "application/json")
        if let key = model.keyVariable.flatMap(variables) { headers.append("Authorization", "Bearer \(key)") }
        var base = model.endpoint ?? ""
        while base.utf8.last == UInt8(ascii: "/") { base.removeLast() }
        var request = ClientRequest(.post, base + path, headers: headers, body: body)
        let patience = Duration.milliseconds(Int64(model.timeout * 1000))
        request.timeouts.firstByte = patience
        request.timeouts.idle = patience
        request.maximumBodyBytes = isStreamed ? nil : Self.answerLimit
        return request
    }

    /// No error says more than this.
    private static let refusalLimit = 64 << 10

    private static func refusal(of response: ClientResponse) async -> UpstreamTrouble {
        let text: [UInt8]
        do {
            text = try await response.collect(upTo: refusalLimit)
        } catch {
            // That it is refused is known all the same.
            text = []
        }
        return refusal(response.status, response.headers, text)
    }

    /// What the upstream says about an error, in its own words.
    private static func refusal(_ status: Status, _ headers: Headers, _ text: [UInt8]) -> UpstreamTrouble {
        let retryAfter = headers["Retry-After"].flatMap { Double($0) }
        do {
            let error = try JSON(parsing: text)["error"]
            let reason = error?["message"]?.stringValue ?? error?.stringValue
            return .status(status.rawValue, reason: reason.map { String($0.prefix(300)) }, retryAfter: retryAfter)
        } catch {
            // An error page that is no JSON says nothing a client could use.
            return .status(status.rawValue, reason: nil, retryAfter: retryAfter)
        }
    }
}

/// The body of a response as the engine reads it.
private actor ResponseStream: UpstreamStream {
    private let bytes: ClientResponse.AsyncIterator

    init(_ response: ClientResponse) {
        bytes = response.makeAsyncIterator()
    }

    func next() async throws(UpstreamTrouble) -> [UInt8]? {
        // The iterator is a handle: a copy of it reads on where it is.
        var bytes = bytes
        do {
            return try await bytes.next(isolation: self)
        } catch {
            throw UpstreamTrouble(error)
        }
    }
}

extension UpstreamTrouble {
    init(_ error: ClientError) {
        self =
            switch error.kind {
            case .refused: .connectionRefused
            case .unreachable: .unreachable
            case .dns, .invalidURL: .nameNotFound
            case .tls: .tlsFailed
            case .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout: .timedOut
            case .reset: .reset
            case .tooLarge: .tooLarge
            case .malformed, .invalidRequest: .malformed
            case .cancelled: .cancelled
            }
    }
}
