import Engine
import HTTP
import JSON
import Roadmap

/// OpenAI's chat completions, answered by the model router.
enum ChatAPI {
    /// `POST /v1/chat/completions`
    static func complete(_ request: Request, router: ModelRouter, callers: ChatCaller) throws -> Reply {
        let caller = try callers.caller(of: request, noting: router.ledger)
        if let answer = try router.answerRepeated(request.body, from: caller) { return .now(response(answer, caller)) }
        let admission = try router.admit(request.body, from: caller)
        if let answer = router.answerFromMemory(admission) { return .now(response(answer, caller)) }
        return .soon { response(try await router.answer(admission), caller) }
    }

    /// `POST /api/codebase/chat`: `{"message": …, "model": "custom:your-model"}`, with an optional
    /// `"dogfood": "improvement"` that counts what the answer is used for.
    static func converse(_ request: Request, router: ModelRouter, site: Site) throws -> Reply {
        let caller = try site.callers.caller(of: request, noting: router.ledger)
        let (chat, kind) = try recordingRefusal(of: request, by: router) {
            let input = try APIRequest(request, fields: ["message", "model", "dogfood"])
            guard let message = try input.text("message"), !message.isEmpty else {
                throw RoadmapError(.invalid, "A message is missing.", tip: "Send {\"message\": …}.", field: "message")
            }
            let chat: JSON = [
                "model": .string(try input.text("model") ?? "auto"),
                "messages": [["role": "user", "content": .string(message)]],
            ]
            let kind = try input.text("dogfood").map { try DogFoodingKind(named: $0) }
            return (chat, kind)
        }
        return .later {
            let answer = try await router.answer(chat.bytes, from: caller)
            if let kind {
                try await site.tracker.perform(
                    RecordDogFooding(
                        kind, withBeast: true, note: "request \(caller.requestID)", by: Author("chat", by: .api),
                        at: site.tracker.now, calendar: site.tracker.calendar))
            }
            return response(answer, caller)
        }
    }

    /// `GET /v1/models`: those that the key shown may use. It is no request to a model, and counts as none.
    static func models(
        _ request: Request, router: ModelRouter, embeddings: EmbeddingRouter?, callers: ChatCaller
    ) throws -> Reply {
        var grant: KeyGrant?
        switch callers.standing(of: request) {
        case .granted(let granted): grant = granted
        case .refused(let error): throw error
        case .foreign: break
        }
        let all = router.registry.models + (embeddings?.models ?? [])
        let models = all.filter { grant?.limits.allows($0.name) ?? true }.map { model -> JSON in
            let context: JSON = model.context.map { .integer(Int64($0)) } ?? .null
            return [
                "id": .string(model.name), "object": "model", "created": 0, "owned_by": "beast",
                "context_window": context,
            ]
        }
        var response = Response.json(
            JSON.object(["object": "list", "data": .array(models)]).bytes, cache: .noStore)
        if let grant { response.headers.append(grant.standing) }
        return .now(response)
    }

    /// An error in OpenAI's shape.
    static func refusal(
        _ error: any Error, to request: Request, router: ModelRouter, callers: ChatCaller
    ) -> Response {
        let failure = Failure(error)
        let refusal = self.refusal(for: error)
        // A body that is too large never comes as far as the router.
        if let error = error as? HTTPError, error.status == .contentTooLarge, request.method == .post {
            router.ledger.refuse(request.id, refusal)
        }
        var response = Response.json(
            refusal.json.bytes, status: Status(rawValue: refusal.status), cache: .noStore)
        response.headers.merge(failure.headers)
        response.headers["x-request-id"] = request.id
        if refusal.status == 401, refusal.source == .request { response.headers["WWW-Authenticate"] = "Bearer" }
        if case .granted(let grant) = callers.standing(of: request) { response.headers.append(grant.standing) }
        if let seconds = refusal.retryAfter { response.headers["Retry-After"] = "\(Int(seconds.rounded(.up)))" }
        return response
    }

    private static func refusal(for error: any Error) -> RouterError {
        if let error = error as? RouterError { return error }
        let failure = Failure(error)
        return RouterError(
            status: failure.status.rawValue, failure.message,
            type: failure.status.rawValue < 500 ? "invalid_request_error" : "server_error", param: failure.field,
            code: "\(failure.status)", tip: failure.tip, source: .request)
    }

    /// Reads what a request says beside the chat itself; a request that says it wrong is on record like any other.
    private static func recordingRefusal<Value>(
        of request: Request, by router: ModelRouter, _ read: () throws -> Value
    ) throws -> Value {
        do {
            return try read()
        } catch {
            router.ledger.refuse(request.id, refusal(for: error))
            throw error
        }
    }

    static func response(_ answer: RoutedAnswer, _ caller: Caller) -> Response {
        var headers = headers(of: answer.facts)
        headers.append("x-request-id", caller.requestID)
        if let grant = caller.grant { headers.append(grant.standing) }
        switch answer.body {
        case .whole(let bytes):
            return Response(headers: headers, content: Content(bytes, type: .json, cache: .noStore))
        case .stream(let produce):
            return .stream(headers: headers, type: eventStream) { writer in
                try await produce { try await writer.write($0) }
            }
        }
    }

    private static let eventStream = MediaType("text/event-stream")

    private static func headers(of facts: RoutedAnswer.Facts) -> Headers {
        var headers = Headers()
        headers.reserve(320)
        headers.append("x-beast-cache", facts.cache.rawValue)
        headers.append("x-beast-model", facts.model)
        headers.append("x-beast-attempts", HeaderNumber.whole(Int64(facts.attempts)))
        headers.append("x-beast-overhead-ms", thousandths(facts.overhead))
        if let similarity = facts.similarity { headers.append("x-beast-similarity", thousandths(Double(similarity))) }
        if let cost = facts.cost { headers.append("x-beast-cost", dollars(cost)) }
        if let trouble = facts.trouble {
            headers.append("x-beast-fallback", trouble.code)
            headers.append("x-beast-tip", trouble.tip)
        }
        return headers
    }

    /// A number that is not negative, with at most three digits after the point, and at least one.
    static func thousandths(_ value: Double) -> String {
        HeaderNumber.decimal(Int64((value * 1000).rounded()), digits: 3, atLeast: 1)
    }

    /// Micro-cents as dollars, written out.
    private static func dollars(_ microCents: Int64) -> String {
        HeaderNumber.decimal(microCents, digits: 8, atLeast: 8)
    }
}
