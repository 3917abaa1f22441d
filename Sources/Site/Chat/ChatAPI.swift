import Engine
import HTTP
import JSON
import Roadmap

/// OpenAI's chat completions, answered by the model router.
enum ChatAPI {
    /// `POST /v1/chat/completions`
    static func complete(_ request: Request, router: ModelRouter, callers: ChatCaller) throws -> Reply {
        let caller = try callers.caller(of: request, noting: router.ledger)
        let admission = try router.admit(request.body, from: caller)
        if let answer = router.answerFromMemory(admission) { return .now(response(answer, caller)) }
        return .later { response(try await router.answer(admission), caller) }
    }

    /// `POST /api/codebase/chat`: `{"message": …, "model": "custom:your-model"}`, with an optional
    /// `"dogfood": "improvement"` that counts what the answer is used for.
    static func converse(_ request: Request, router: ModelRouter, site: Site) throws -> Reply {
        let input = try APIRequest(request, fields: ["message", "model", "dogfood"])
        guard let message = try input.text("message"), !message.isEmpty else {
            throw RoadmapError(.invalid, "A message is missing.", tip: "Send {\"message\": …}.", field: "message")
        }
        let kind = try input.text("dogfood").map { try DogFoodingKind(named: $0) }
        let chat: JSON = [
            "model": .string(try input.text("model") ?? "auto"),
            "messages": [["role": "user", "content": .string(message)]],
        ]
        let caller = try site.callers.caller(of: request, noting: router.ledger)
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

    /// `GET /v1/models`
    static func models(_ request: Request, router: ModelRouter) throws -> Reply {
        let models = router.registry.models.map { model -> JSON in
            let context: JSON = model.context.map { .integer(Int64($0)) } ?? .null
            return [
                "id": .string(model.name), "object": "model", "created": 0, "owned_by": "beast",
                "context_window": context,
            ]
        }
        return .now(.json(JSON.object(["object": "list", "data": .array(models)]).bytes, cache: .noStore))
    }

    /// An error in OpenAI's shape.
    static func refusal(_ error: any Error, to request: Request) -> Response {
        let known = error as? RouterError
        let failure = Failure(error)
        let refusal =
            known
            ?? RouterError(
                status: failure.status.rawValue, failure.message,
                type: failure.status.rawValue < 500 ? "invalid_request_error" : "server_error", param: failure.field,
                code: "\(failure.status)", tip: failure.tip, source: .request)
        var response = Response.json(
            refusal.json.bytes, status: Status(rawValue: refusal.status), cache: .noStore)
        response.headers.merge(failure.headers)
        response.headers["x-request-id"] = request.id
        if refusal.status == 401, refusal.source == .request { response.headers["WWW-Authenticate"] = "Bearer" }
        if let seconds = refusal.retryAfter { response.headers["Retry-After"] = "\(Int(seconds.rounded(.up)))" }
        return response
    }

    private static func response(_ answer: RoutedAnswer, _ caller: Caller) -> Response {
        var headers = headers(of: answer.facts)
        headers["x-request-id"] = caller.requestID
        switch answer.body {
        case .whole(let bytes):
            var response = Response.json(bytes, cache: .noStore)
            response.headers.merge(headers)
            return response
        case .stream(let produce):
            return .stream(headers: headers, type: MediaType("text/event-stream")) { writer in
                try await produce { try await writer.write($0) }
            }
        }
    }

    private static func headers(of facts: RoutedAnswer.Facts) -> Headers {
        var headers: Headers = [
            "x-beast-cache": facts.cache.rawValue, "x-beast-model": facts.model,
            "x-beast-attempts": "\(facts.attempts)", "x-beast-overhead-ms": milliseconds(facts.overhead),
        ]
        if let similarity = facts.similarity {
            headers["x-beast-similarity"] = "\((similarity * 1000).rounded() / 1000)"
        }
        if let cost = facts.cost { headers["x-beast-cost"] = dollars(cost) }
        return headers
    }

    private static func milliseconds(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }

    /// Micro-cents as dollars, written out.
    private static func dollars(_ microCents: Int64) -> String {
        let fraction = String(microCents % 100_000_000)
        return "\(microCents / 100_000_000)." + String(repeating: "0", count: 8 - fraction.count) + fraction
    }
}
