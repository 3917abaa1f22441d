import Engine
import HTTP
import JSON
import Roadmap

/// The models of the running server, for its commands.
enum ModelsAPI {
    /// `GET /api/v1/models`: the configuration's standing, and every model with how it is doing.
    static func list(_ request: Request, control: Control) throws -> Reply {
        let models = control.router.registry.standings(at: control.clock.milliseconds).map {
            $0.json(isSet: control.isSet)
        }
        return .now(
            .json(
                JSON.object(["configuration": .object(control.configuration.standing.json), "models": .array(models)])
                    .bytes,
                cache: .noStore))
    }

    /// `POST /api/v1/reload`: reads the configuration again; 422 with what is wrong when it is not taken up.
    static func reload(_ request: Request, control: Control) throws -> Reply {
        let standing = control.configuration.reload()
        guard standing.problems.isEmpty else {
            throw HTTPError(
                .unprocessableContent, "The configuration was not taken up; everything stays as it was.",
                tip: standing.problems.joined(separator: "\n"))
        }
        return .now(.json(JSON.object(standing.json).bytes, cache: .noStore))
    }

    /// `POST /api/v1/models/test`: `{"model": …}`; one tiny request, on record like any other. What the model did wrong is
    /// the outcome of the test, as an `error` in it, and no error of this request.
    static func test(_ request: Request, control: Control) throws -> Reply {
        let name = try APIRequest(request, fields: ["model"]).text("model") ?? ""
        let models = control.router.registry.models
        guard let model = models.first(where: { $0.name == name }) else {
            throw RoadmapError(
                .notFound, "There is no model “\(name.prefix(100))”.", tip: "`beast models list` lists them.")
        }
        let opening = RequestOpening(
            id: request.id, receivedAt: control.clock.milliseconds, tenant: "local", modelAsked: name,
            isStreamed: false)
        return .later {
            do {
                let outcome = try await control.test.run(model, as: opening, in: control.router.ledger)
                return .json(outcome.json.bytes, cache: .noStore)
            } catch let error as RouterError {
                return .json(error.json.bytes, cache: .noStore)
            }
        }
    }
}

extension ModelStanding {
    /// - Parameter isSet: whether an environment variable is.
    public func json(isSet: (String) -> Bool) -> JSON {
        [
            "name": .string(model.name), "endpoint": model.endpoint.map { .string($0) } ?? .null,
            "model": .string(model.upstreamID), "keyVariable": model.keyVariable.map { .string($0) } ?? .null,
            "isKeySet": model.keyVariable.map { .bool(isSet($0)) } ?? .null, "price": model.price.json,
            "context": model.context.map { .integer(Int64($0)) } ?? .null, "weight": .number(model.weight),
            "fallbacks": .array(model.fallbacks.map { .string($0) }), "timeout": .number(model.timeout),
            "concurrency": .integer(Int64(model.concurrency)), "shared": .bool(model.isShared),
            "circuit": .string(circuit.rawValue), "inFlight": .integer(Int64(inFlight)),
            "waiting": .integer(Int64(waiting)), "latency": latency.map { .number($0) } ?? .null,
        ]
    }
}

extension Price {
    /// Dollars for a million tokens.
    var json: JSON {
        func dollars(_ microCents: Int64) -> JSON { .number(Double(microCents) / 100_000_000) }
        return ["input": dollars(input), "cachedInput": dollars(cachedInput), "output": dollars(output)]
    }
}

extension ModelTest.Outcome {
    public var json: JSON {
        [
            "milliseconds": .number(milliseconds), "inputTokens": .integer(usage.input),
            "outputTokens": .integer(usage.output), "cost": .number(Double(cost) / 100_000_000), "text": .string(text),
        ]
    }
}
